"""The card of the selected parcels: what the notice says with what can be done about it, and the
form."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...core.model import FAIL, UNKNOWN
from ...core.parcel_fields import asked_for
from ..editing.session import PlanSession
from ..map.snap_tolerance import ask_tolerance
from ..moved_classes import QAction
from .fill_form import FillForm
from .fixes import Fix, fixes_for, fixes_of
from .verdict_panel import VerdictPanel


class ParcelCard(QWidget):
    """``zoom_wanted``: go to the selected parcels (feature ids); ``except_wanted``: record an
    exception (Finding); ``fix_wanted``: mend a parcel (its id, Fix)."""

    zoom_wanted = pyqtSignal(list)
    except_wanted = pyqtSignal(object)
    fix_wanted = pyqtSignal(str, object)

    def __init__(self, verdicts: VerdictPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: PlanSession | None = None
        self._names: tuple[str, ...] = ()
        self._fids: list[int] = []
        self._side = ""
        self.verdicts, self.form = verdicts, FillForm()
        self.zoom_action = self._action(self.tr("缩放"))
        self.zoom_action.setIcon(QgsApplication.getThemeIcon("mActionZoomToSelected.svg"))
        self.zoom_action.triggered.connect(lambda _: self.zoom_wanted.emit(self._fids))
        self.fill_action = self._action(self.tr("填写…"))
        self.fill_action.triggered.connect(self._fill)
        self.except_action = self._action(self.tr("登记例外…"))
        self.except_action.triggered.connect(lambda: self.except_wanted.emit(self.verdicts.current))
        self.fix_menu = QMenu(self)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._findings_page(), self.tr("结论"))
        self.tabs.addTab(self.form, self.tr("填写"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)
        verdicts.current_changed.connect(self._show_actions)
        self._show_actions()

    def show_session(self, session: PlanSession | None) -> None:
        """The parcels of another plan."""
        self._session, self._names = session, ()
        self.form.show_session(session)
        self._show_actions()

    def show_parcels(self, names: Sequence[str], fids: Sequence[int], side: str) -> None:
        """Show the selected parcels; ``side`` is that of the first."""
        self._names, self._fids, self._side = tuple(names), list(fids), side
        self.verdicts.show_parcels(names)
        self.form.show_parcels(fids)
        self._show_actions()

    def _show_actions(self) -> None:
        """What can be done about the parcel, and about the finding that is marked."""
        finding = self.verdicts.current
        editable = self._session is not None and not self._session.plan.read_only
        undecided = finding is not None and finding.verdict in (FAIL, UNKNOWN)
        self.zoom_action.setEnabled(bool(self._names))
        self.fill_action.setEnabled(editable and bool(self._names))
        self.except_action.setEnabled(editable and undecided)
        self._fix_button.setEnabled(editable and len(self._names) == 1)
        verdict = self.verdicts.book.get(self._names[0]) if len(self._names) == 1 else None
        found = verdict.findings()[UNKNOWN] if verdict else []
        self.form.show_missing(
            name for item in found for name in asked_for(item.evidence, item.message)
        )

    def _fill(self) -> None:
        """Turn to the field that the marked finding asks for."""
        finding = self.verdicts.current
        asked = asked_for(finding.evidence, finding.message) if finding else ()
        self.tabs.setCurrentWidget(self.form)
        if asked:
            self.form.turn_to(asked[0])

    def _fill_fixes(self) -> None:
        """The ways to mend what the marked finding says, then those for any parcel."""
        session, finding = self._session, self.verdicts.current
        self.fix_menu.clear()
        if session is None or len(self._names) != 1:
            return
        for fix in fixes_for(finding, session.notice) if finding else []:
            self._add_fix(fix)
        self.fix_menu.addSeparator()
        for fix in fixes_of(self._side):
            self._add_fix(fix)
        self.fix_menu.addSeparator()
        tolerance = self.fix_menu.addAction(self.tr("贴合容差…"))
        tolerance.triggered.connect(lambda _: ask_tolerance(self))

    def _add_fix(self, fix: Fix) -> None:
        name = self._names[0]
        action = self.fix_menu.addAction(fix.text)
        action.triggered.connect(lambda _: self.fix_wanted.emit(name, fix))

    def _findings_page(self) -> QWidget:
        page, bar = QWidget(), QHBoxLayout()
        bar.setSpacing(2)
        for action in (self.zoom_action, self.fill_action):
            bar.addWidget(self._button(action))
        self._fix_button = QToolButton()
        self._fix_button.setText(self.tr("修改图形"))
        self._fix_button.setToolTip(self.tr("裁去、分割、贴合或修复所选地块的图形，先预览"))
        self._fix_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._fix_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._fix_button.setMenu(self.fix_menu)
        self.fix_menu.aboutToShow.connect(self._fill_fixes)
        bar.addWidget(self._fix_button)
        bar.addWidget(self._button(self.except_action))
        bar.addStretch(1)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(self.verdicts, 1)
        layout.addLayout(bar)
        return page

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        if action.icon().isNull():
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setAccessibleName(action.text())
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _action(self, text: str) -> QAction:
        return QAction(text, self)
