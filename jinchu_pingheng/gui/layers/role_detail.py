"""The layers of one role: which of the project's layers play it, and what of each."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsMapLayer, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...core.roles import Filter, takes_several
from ...jobs.layers import WHOLE
from ...jobs.role_filters import fields_of, proposed, values_of
from ..read_aloud import tab_through
from .role_book import Entry
from .roles import Offered, Roles, candidates, fits

LAYER, FIELD, VALUES = range(3)
_MOST_SHOWN = 12


class RoleDetail(QWidget):
    """A box to tick for each fitting layer; beside it the field and the values that play."""

    def __init__(self, roles: Roles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._roles, self._role = roles, ""
        self._rows: list[Entry] = []
        self._filling = False
        self._title = QLabel()
        self._title.setWordWrap(True)
        self.table = QTableWidget(0, 3)
        self.table.setAccessibleName(self.tr("可选的图层"))
        headers = (self.tr("图层"), self.tr("筛选字段"), self.tr("取这些值（逗号分隔）"))
        self.table.setHorizontalHeaderLabels(headers)
        self.table.verticalHeader().hide()
        self.table.setTabKeyNavigation(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(LAYER, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(VALUES, QHeaderView.ResizeMode.Stretch)
        self.table.itemChanged.connect(self._ticked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._title)
        layout.addWidget(self.table)

    def show_role(self, offered: Offered) -> None:
        """Offer the layers for a role; those that are gone stay until they are unticked."""
        self._role = offered.role
        how = self.tr("可选多个图层") if takes_several(offered.role) else self.tr("只选一个图层")
        missing = "" if offered.ruled else self.tr("；附图或附表用，可不选")
        self._title.setText(f"<b>{offered.shown}</b>　{how}{missing}")
        chosen = self._roles.entries(offered.role)
        held = {entry.layer_id for entry in chosen}
        others = [layer for layer in candidates() if fits(layer, offered.role)]
        free = [Entry.of(layer) for layer in others if layer.id() not in held]
        self._filling = True
        self._rows = [*chosen, *sorted(free, key=lambda entry: entry.name)]
        self.table.setRowCount(0)  # a replaced widget of a cell would stay on the screen
        self.table.setRowCount(len(self._rows))
        for row, entry in enumerate(self._rows):
            self._show_row(row, entry, ticked=row < len(chosen))
        rows = range(len(self._rows))
        tab_through(self.table, *(part for row in rows for part in self._inputs(row)))
        self._filling = False

    def tick(self, layer: QgsMapLayer, ticked: bool) -> None:
        """As the user does it."""
        row = [entry.layer_id for entry in self._rows].index(layer.id())
        state = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        self.table.item(row, LAYER).setCheckState(state)

    def narrow(self, layer: QgsMapLayer, field: str, values: str) -> None:
        """As the user does it: of a layer, take the features whose field holds one of the
        values."""
        row = [entry.layer_id for entry in self._rows].index(layer.id())
        box, line = self._inputs(row)
        box.setCurrentIndex(box.findData(field))
        line.setText(values)
        self._apply()

    def _show_row(self, row: int, entry: Entry, ticked: bool) -> None:
        gone = entry.layer is None
        text = self.tr("✗ {}（图层已移除）").format(entry.name) if gone else entry.name
        item = QTableWidgetItem(text)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        item.setToolTip(text)
        self.table.setItem(row, LAYER, item)
        box, line = self._field_box(entry), QLineEdit()
        taken = _filter_of(entry)
        line.setText(",".join(taken.values) if taken else "")
        line.setEnabled(taken is not None)
        line.setAccessibleName(self.tr("取这些值（逗号分隔）"))
        _show_values(line, entry, box.currentData())
        box.activated.connect(lambda _: self._chose_field(entry, box, line))
        line.editingFinished.connect(self._apply)
        for column, widget in ((FIELD, box), (VALUES, line)):
            before: QWidget | None = self.table.cellWidget(row, column)
            if before is not None:
                before.hide()  # it is deleted only when the dialog's own loop has ended
            self.table.setCellWidget(row, column, widget)

    def _field_box(self, entry: Entry) -> QComboBox:
        box, layer, taken = QComboBox(), entry.layer, _filter_of(entry)
        box.setAccessibleName(self.tr("筛选字段"))
        box.addItem(self.tr("（全部要素）"), "")
        fields = fields_of(layer) if isinstance(layer, QgsVectorLayer) else {}
        for name, alias in fields.items():
            box.addItem(f"{name} {alias}".strip(), name)
        if taken and box.findData(taken.field) < 0:
            box.addItem(taken.field, taken.field)
        box.setCurrentIndex(max(box.findData(taken.field if taken else ""), 0))
        box.setEnabled(bool(fields))
        return box

    def _chose_field(self, entry: Entry, box: QComboBox, line: QLineEdit) -> None:
        """Without a field the whole layer plays; with one, values are asked for first."""
        line.setEnabled(bool(box.currentData()))
        line.clear()
        _show_values(line, entry, box.currentData())
        if box.currentData():
            line.setFocus()
        else:
            self._apply()

    def _ticked(self, item: QTableWidgetItem) -> None:
        if self._filling:
            return
        row, ticked = item.row(), item.checkState() == Qt.CheckState.Checked
        entry = self._rows[row]
        if ticked and entry.layer is not None and not entry.only:
            self._rows[row] = Entry.of(entry.layer, proposed(entry.layer, self._role))
        if ticked and not takes_several(self._role):
            chosen = [self._rows[row]]
        else:
            chosen = self._ticked_rows()
        self._roles.assign(self._role, chosen)

    def _inputs(self, row: int) -> tuple[Any, Any]:
        """The list of fields and the line of values in a row."""
        return self.table.cellWidget(row, FIELD), self.table.cellWidget(row, VALUES)

    def _apply(self) -> None:
        """Take over fields and values of the layers that are ticked."""
        if self._filling:
            return
        for row, entry in enumerate(self._rows):
            box, line = self._inputs(row)
            if entry.layer is not None:
                only = _as_text(box.currentData(), line.text(), before=entry.only)
                self._rows[row] = Entry(entry.layer_id, entry.name, only)
        self._roles.assign(self._role, self._ticked_rows())

    def _ticked_rows(self) -> list[Entry]:
        states = [self.table.item(row, LAYER).checkState() for row in range(len(self._rows))]
        pairs = zip(self._rows, states)
        return [entry for entry, state in pairs if state == Qt.CheckState.Checked]


def _filter_of(entry: Entry) -> Filter | None:
    return None if entry.only in ("", WHOLE) else Filter.of(entry.only)


def _as_text(field: str, values: str, before: str) -> str:
    """A filter as text; the whole layer by the user's own word where a filter was taken away."""
    parts = tuple(part.strip() for part in values.replace("，", ",").split(",") if part.strip())
    if field:
        return Filter(field, parts).text if parts else before
    return WHOLE if before else ""


def _show_values(line: QLineEdit, entry: Entry, field: str) -> None:
    """What the field holds, to be typed from."""
    layer = entry.layer
    values = values_of(layer, field) if field and isinstance(layer, QgsVectorLayer) else []
    line.setPlaceholderText("、".join(values[:_MOST_SHOWN]))
    line.setToolTip("、".join(values))
