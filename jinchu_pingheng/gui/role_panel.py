"""Which loaded layer plays which role: guessed by name, chosen by the user, remembered in the
project."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qgis.core import QgsMapLayer, QgsMapLayerProxyModel, QgsProject
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFormLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ..core.notice import Notice
from ..core.roles import ROLES, is_raster, takes_lines
from .role_book import RoleBook
from .role_guess import guess
from .session import is_parcels_layer
from .verdict_words import MISSED

SURVEY = ("DLTB", "XZQ")
PRINTED = ("CJDCQ", "GTGH", "TDYTGH", "YX")
"""Roles that no rule looks at, but figures and lists."""
ROLE_NAMES = "Processing"
"""Where the names of the roles are translated."""


class RolePanel(QWidget):
    """``changed``: another layer, or none, plays a role."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = RoleBook()
        self._combos: dict[str, QgsMapLayerComboBox] = {}
        self._labels: dict[str, str] = {}
        self._recorded: dict[str, str] = {}
        form = _form(self._survey_page())
        self._add(
            form,
            "DLTB",
            self.tr("地类图斑"),
            self.tr("三调地类图斑（DLTB），只读；面积、地类、等别由它量算"),
        )
        self._add(
            form,
            "XZQ",
            self.tr("行政区"),
            self.tr("乡镇级行政区（XZQ），只读；分乡镇统计用，可不选"),
        )
        project = QgsProject.instance()
        project.layersAdded.connect(self.refresh)
        project.readProject.connect(self._read)
        project.layersWillBeRemoved.connect(self._lose)
        project.cleared.connect(self._forget)
        self.refresh()

    def show_notice(self, notice: Notice, roles: Iterable[str], recorded: dict[str, str]) -> None:
        """Offer the roles that a notice's rules, figures and lists look at; ``recorded``: role ->
        layer that the plan remembers."""
        self._recorded = recorded
        for role in [role for role in self._combos if role not in SURVEY]:
            del self._combos[role], self._labels[role]
        if self._others.layout() is not None:
            QWidget().setLayout(self._others.layout())  # the old rows go with it
        form = _form(self._others)
        own = [item.id for item in notice.own_roles]
        wanted = {*roles, *PRINTED} - set(SURVEY)
        for role in [role for role in (*ROLES, *own) if role in wanted]:
            label = notice.role_label(role)
            shown = QCoreApplication.translate(ROLE_NAMES, label)
            tip = self.tr("{}，只读；不选则相关条款无法判定")
            if role in PRINTED and role not in roles:
                tip = self.tr("{}，只读；附图或附表用，可不选")
            self._add(form, role, label, tip.format(shown), shown)
        # New combos hear of a layer after this panel does, unless it listens anew.
        project = QgsProject.instance()
        project.layersAdded.disconnect(self.refresh)
        project.layersAdded.connect(self.refresh)
        self.refresh()

    def layers(self) -> dict[str, QgsMapLayer]:
        """The layers that were chosen, by role."""
        chosen = {role: self._book.layer(role) for role in self._combos}
        return {role: layer for role, layer in chosen.items() if layer is not None}

    def lost(self) -> dict[str, str]:
        """Roles whose layer is gone, with its name. Their rules wait."""
        return {role: self._book.lost(role) for role in self._combos if self._book.lost(role)}

    def choose(self, role: str, layer: QgsMapLayer | None) -> None:
        """Let ``layer``, or none, play ``role``."""
        self._book.assign(role, layer)
        self._show(role)
        self._show_count()
        self.changed.emit()

    def unfold(self) -> None:
        """Show all roles."""
        self._more.setChecked(True)

    def plays(self, role: str) -> bool:
        """Whether some layer plays a role, if only one that the plan remembers."""
        if self._book.layer(role) is not None:
            return True
        return role in self._recorded and not self._book.lost(role)

    @property
    def filled(self) -> bool:
        """Whether the survey's roles are played, and no role has lost its layer."""
        return all(self.plays(role) for role in SURVEY) and not self.lost()

    def refresh(self, *_: object) -> None:
        """Never offer a plan's own layer; fill roles on which nobody has decided from the project's
        memory or by name, and give lost roles back to a layer of their name."""
        self._fill(all_there=False)

    def release(self) -> None:
        """Stop listening to the project."""
        project = QgsProject.instance()
        project.layersAdded.disconnect(self.refresh)
        project.readProject.disconnect(self._read)
        project.layersWillBeRemoved.disconnect(self._lose)
        project.cleared.disconnect(self._forget)

    def _read(self, *_: object) -> None:
        self._fill(all_there=True)

    def _lose(self, layer_ids: list[str]) -> None:
        roles = [role for role in self._book.lose(layer_ids) if role in self._combos]
        for role in roles:
            self._show(role)
        if roles:
            self._show_count()
            self.changed.emit()

    def _forget(self) -> None:
        self._book.forget()
        self.refresh()

    def _fill(self, all_there: bool) -> None:
        before = self.layers()
        layers = list(QgsProject.instance().mapLayers().values())
        own = [layer for layer in layers if is_parcels_layer(layer)]
        others = [layer for layer in layers if layer not in own]
        guessed = guess(others, self._labels)
        for role, combo in self._combos.items():
            combo.setExceptedLayerList(own)
            if not self._book.settled(role):
                self._book.recall(role, all_there)
            if self._book.lost(role):
                self._find(role, [item for item in others if item.name() == self._book.lost(role)])
            elif not self._book.settled(role) and not self._book.remembered(role):
                self._find(role, [guessed[role]] if role in guessed else [])
            self._show(role)
        self._show_count()
        if self.layers() != before:
            self.changed.emit()

    def _find(self, role: str, candidates: list[QgsMapLayer]) -> None:
        """Let the only candidate of a fitting kind play a role."""
        combo = self._combos[role]
        combo.blockSignals(True)
        fitting = []
        for layer in candidates:
            combo.setLayer(layer)
            if combo.currentLayer() == layer and layer.isValid():
                fitting.append(layer)
        combo.blockSignals(False)
        if len(fitting) == 1:
            self._book.assign(role, fitting[0])

    def _show(self, role: str) -> None:
        """What the book says of a role, in its box."""
        combo, lost = self._combos[role], self._book.lost(role)
        combo.blockSignals(True)
        combo.setAllowEmptyLayer(True, self._empty(role))
        combo.setLayer(self._book.layer(role))
        combo.setCurrentIndex(max(combo.currentIndex(), 0))
        combo.setStyleSheet(f"QComboBox {{ color: {MISSED}; font-weight: bold; }}" if lost else "")
        combo.blockSignals(False)

    def _survey_page(self) -> QWidget:
        """The survey's roles always show; the others unfold below."""
        survey, self._others, self._more = QWidget(), QWidget(), QToolButton()
        self._more.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._more.setAutoRaise(True)
        self._more.setCheckable(True)
        self._more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._more.toggled.connect(self._unfold)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (survey, self._more, self._others):
            layout.addWidget(widget)
        self._unfold(False)
        return survey

    def _unfold(self, shown: bool) -> None:
        self._others.setVisible(shown)
        self._more.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)

    def _add(self, form: QFormLayout, role: str, label: str, tip: str, shown: str = "") -> None:
        combo = QgsMapLayerComboBox()
        combo.setFilters(_kinds(role))
        combo.setLayer(None)
        combo.setToolTip(tip)
        combo.setMinimumContentsLength(8)
        combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # layerChanged also speaks when the project's layers come and go
        combo.activated.connect(lambda _: self._chosen(role, combo.currentLayer()))
        form.addRow(shown or label, combo)
        self._combos[role], self._labels[role] = combo, label

    def _empty(self, role: str) -> str:
        if self._book.lost(role):
            return self.tr("✗ {}（图层已移除）").format(self._book.lost(role))
        if role in self._recorded:
            return self.tr("（方案记录的 {}）").format(self._recorded[role])
        return self.tr("（未选择）")

    def _chosen(self, role: str, layer: QgsMapLayer | None) -> None:
        """The user has picked an entry; the empty one also lets go of a layer that is gone."""
        if layer != self._book.layer(role) or self._book.lost(role):
            self.choose(role, layer)

    def _show_count(self) -> None:
        others = [role for role in self._combos if role not in SURVEY]
        played = sum(self.plays(role) for role in others)
        lost = [role for role in others if self._book.lost(role)]
        text = self.tr("检查和附图用图层（{}/{}）").format(played, len(others))
        if lost:
            text = self.tr("{}，已移除 {}").format(text, len(lost))
        self._more.setText(text)
        self._more.setStyleSheet(f"color: {MISSED};" if lost else "")
        self._more.setToolTip(self.tr("通知条款所涉及的图层；没有的图层，相关条款无法判定"))
        self._more.setVisible(bool(others))


def _form(page: QWidget) -> QFormLayout:
    form = QFormLayout(page)
    form.setContentsMargins(0, 0, 0, 0)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    return form


def _kinds(role: str) -> Any:
    """What setFilters takes: flags, whose type has another name in newer QGIS."""
    kinds = QgsMapLayerProxyModel.Filter
    if is_raster(role):
        return kinds.RasterLayer
    return kinds.PolygonLayer | kinds.LineLayer if takes_lines(role) else kinds.PolygonLayer
