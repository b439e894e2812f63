"""The form of the selected parcels: what is typed goes into all of them, as one undo step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from qgis.core import QgsFeature, QgsFeatureRequest
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QFormLayout, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from ...core.english import spoken
from ...core.errors import PlanError
from ...core.model import IN, OUT, UNKNOWN
from ...core.parcel_field import BOTH, ParcelField
from ...core.parcel_fields import BY_NAME, PARCEL_FIELDS
from ..editing.filling import fill, plain
from ..editing.session import PlanSession
from ..live.verdict_words import LEVEL_COLORS, MARKS
from .field_editor import editor

NOT_TYPED = ("parcel_id", "direction")
"""Given by the plan, and by tagging."""
LABEL_LINES = 6
"""Width of a label, in heights of a line; longer ones wrap."""
MOST = 500
"""Parcels that are looked at for the values that they share; of more, one must not think that they
share any."""
_DIFFER = (None, "")


class FillForm(QWidget):
    """``failed``: something could not be written (PlanError)."""

    failed = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: PlanSession | None = None
        self._fids: tuple[int, ...] = ()
        self._shown: tuple[Any, ...] = ()
        self._values: dict[str, set[Any]] = {}
        self._rows = QFormLayout()
        self._missing: frozenset[str] = frozenset()
        self.editors: dict[str, QWidget] = {}
        self._labels: dict[str, QLabel] = {}
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)

    def show_session(self, session: PlanSession | None) -> None:
        """Edit the parcels of another session."""
        self._session, self._shown = session, ()
        self.show_parcels(())

    def show_parcels(self, fids: Sequence[int]) -> None:
        """Show these features as they are now; a field that is being typed into stays as it is."""
        self._fids = tuple(fids)
        many = len(self._fids) > MOST
        features = self._features(self._fids[:1] if many else self._fids)
        sides = {feature["direction"] for feature in features}
        side = sides.pop() if len(sides) == 1 and not many else ""
        fields = [f for f in PARCEL_FIELDS if f.name not in NOT_TYPED and _meant_for(f, side)]
        held = {f.name: {plain(feature[f.name]) for feature in features} for f in fields}
        if many:
            held = {name: {*values, *_DIFFER} for name, values in held.items()}
        shown = (self._fids, side)
        if shown != self._shown:
            self._shown, self._values = shown, held
            self._build(fields if features else [], side)
        for name in [name for name in self.editors if held[name] != self._values[name]]:
            self._values[name] = held[name]
            self._renew(BY_NAME[name], side)

    def show_missing(self, names: Iterable[str]) -> None:
        """Mark fields that findings ask for."""
        self._missing = frozenset(names)
        for name, label in self._labels.items():
            self._mark(name, label)

    def turn_to(self, name: str) -> None:
        """Bring a field into view, ready to type."""
        if name in self.editors:
            self._area.ensureWidgetVisible(self.editors[name])
            self.editors[name].setFocus()

    def _build(self, fields: Sequence[ParcelField], side: str) -> None:
        page = QWidget()
        self.editors, self._labels = {}, {}
        self._rows = QFormLayout(page)
        self._rows.setContentsMargins(2, 2, 6, 2)
        self._rows.setVerticalSpacing(3)
        for field in fields:
            label = QLabel(spoken(field.label))
            label.setToolTip(spoken(field.meaning))
            label.setWordWrap(True)
            label.setFixedWidth(LABEL_LINES * self.fontMetrics().lineSpacing())
            self.editors[field.name], self._labels[field.name] = self._editor(field, side), label
            self._mark(field.name, label)
            self._rows.addRow(label, self.editors[field.name])
        if not fields:
            hint = QLabel(self.tr("选中地块后在这里填写；选中多个时一起填写。"))
            hint.setWordWrap(True)
            self._rows.addRow(hint)
        place = self._area.verticalScrollBar().value()
        self._area.setWidget(page)
        self._area.verticalScrollBar().setValue(place)

    def _renew(self, field: ParcelField, side: str) -> None:
        """A value has changed; whoever types into another field goes on typing."""
        before, focused = self.editors[field.name], self.editors[field.name].hasFocus()
        self.editors[field.name] = made = self._editor(field, side)
        self._rows.replaceWidget(before, made)
        before.deleteLater()
        if focused:
            made.setFocus()

    def _editor(self, field: ParcelField, side: str) -> QWidget:
        session, held = self._session, self._values[field.name]
        if session is None:
            return QWidget()
        made = editor(field, session.notice, side or OUT, held, self._committing(field))
        made.setEnabled(not session.plan.read_only)
        if len(held) > 1 and hasattr(made, "setPlaceholderText"):
            made.setPlaceholderText(self.tr("（各不相同）"))
        return made

    def _committing(self, field: ParcelField) -> Any:
        # the widget that speaks must not be rebuilt while it does
        fids = self._fids
        return lambda value: QTimer.singleShot(0, lambda: self._write(field, fids, value))

    def _write(self, field: ParcelField, fids: Sequence[int], value: Any) -> None:
        session = self._session
        if session is None:
            return
        try:
            fill(session.layer, fids, field, value)
        except PlanError as error:
            self._shown = ()  # show what stands in the plan, not what was typed
            self.failed.emit(error)

    def _features(self, fids: Sequence[int]) -> list[QgsFeature]:
        if self._session is None or not fids:
            return []
        request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
        return list(self._session.layer.getFeatures(request.setFilterFids(list(fids))))

    def _mark(self, name: str, label: QLabel) -> None:
        lacking = name in self._missing
        text = spoken(BY_NAME[name].label)
        label.setText(f"{MARKS[UNKNOWN]} {text}" if lacking else text)
        label.setStyleSheet(f"color: {LEVEL_COLORS[UNKNOWN].name()};" if lacking else "")


def _meant_for(field: ParcelField, side: str) -> bool:
    """Types and the fields of one side are asked for only where all parcels are of that side."""
    if field.name == "type":
        return side in (OUT, IN)
    return field.side in (BOTH, side)
