"""A table of texts that can be sorted and filtered; a click tells the row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QSortFilterProxyModel,
    Qt,
    pyqtSignal,
)
from qgis.PyQt.QtWidgets import QTableView

from .row_table import dress_rows


class TextModel(QAbstractTableModel):
    """Rows of texts under headers; numbers stand at the right."""

    def __init__(self, headers: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = list(headers)
        self.rows: Sequence[Sequence[str]] = ()

    def show(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these rows in place of those before."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Columns."""
        return 0 if parent.isValid() else len(self._headers)

    def headerData(  # noqa: N802
        self, section: int, orientation: Any, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of the columns."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._headers[section]
        return None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text, also as the tip of a narrow column."""
        text = self.rows[index.row()][index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return text
        if role == Qt.ItemDataRole.TextAlignmentRole and _is_number(text):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None


class TextTable(QTableView):
    """``shown``: the place of a row, in the order in which the rows were given, that the user
    clicked or entered."""

    shown = pyqtSignal(int)

    def __init__(self, headers: Sequence[str], letters: Sequence[int], parent: Any = None) -> None:
        super().__init__(parent)
        self._model = TextModel(headers, self)
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self._model)
        self._proxy.setFilterKeyColumn(-1)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setModel(self._proxy)
        self._dress(letters)
        for signal in (self.clicked, self.activated):
            signal.connect(lambda index: self.shown.emit(self._proxy.mapToSource(index).row()))

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these rows in their order."""
        self._proxy.sort(-1)
        self._model.show(rows)

    def marked(self) -> list[int]:
        """Places of the marked rows, in the order in which the rows were given."""
        rows = self.selectionModel().selectedRows()
        return sorted(self._proxy.mapToSource(index).row() for index in rows)

    def mark(self, place: int) -> None:
        """Mark the row at a place."""
        self.selectRow(self._proxy.mapFromSource(self._model.index(place, 0)).row())

    def filter(self, text: str) -> None:
        """Show rows that contain a text in any column."""
        self._proxy.setFilterFixedString(text)

    def texts(self) -> list[list[str]]:
        """What is shown, row by row."""
        model = self._proxy
        return [
            [model.index(row, column).data() for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    def _dress(self, letters: Sequence[int]) -> None:
        dress_rows(self)
        self.setSortingEnabled(True)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        wide = self.fontMetrics().horizontalAdvance("0") + 1
        for column, count in enumerate(letters):
            heading = self.horizontalHeader().sectionSizeHint(column)
            self.setColumnWidth(column, max(wide * count, heading))


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).lstrip("-").isdigit()
