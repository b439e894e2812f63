"""Tables whose rows stand in the order of a column, and what narrows them down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qgis.PyQt.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QSortFilterProxyModel,
    Qt,
)

MANY = 100
"""More rows than this are renewed at one go."""


class OrderedModel(QAbstractTableModel):
    """Rows in the order of the column that was sorted last, by keys that are asked for once.

    A proxy that sorts asks for two at every comparison: seconds, where there are thousands of rows.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Any] = []
        self._keys: list[Any] = []
        self._column, self._falling = 0, False

    def key(self, row: Any, column: int) -> Any:
        """What a row is sorted by in a column."""
        raise NotImplementedError

    def sort(self, column: int, order: Any = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column; by none (-1) they stay as they are."""
        if column >= 0:
            self._column, self._falling = column, order == Qt.SortOrder.DescendingOrder
            self._keys = [self.key(row, column) for row in self._rows]
            self._reorder()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Rows."""
        return 0 if parent.isValid() else len(self._rows)

    def _fill(self, rows: Iterable[Any]) -> None:
        """These rows in place of those before."""
        self.beginResetModel()
        self._rows = list(rows)
        self._keys = [self.key(row, self._column) for row in self._rows]
        self._arrange(self._order())
        self.endResetModel()

    def _renew(self, rows: Mapping[int, Any]) -> None:
        """The rows at these places, ascending, have changed."""
        places = list(rows)
        new = {place: self.key(row, self._column) for place, row in rows.items()}
        moved = any(self._keys[place] != key for place, key in new.items())
        for place, row in rows.items():
            self._rows[place], self._keys[place] = row, new[place]
        runs = (
            [(place, place) for place in places]
            if len(places) <= MANY
            else [(places[0], places[-1])]
        )
        for first, last in runs:
            self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))
        if moved:
            self._reorder()

    def _put_in(self, rows: Sequence[Any]) -> None:
        """Further rows."""
        if rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows += rows
            self._keys += [self.key(row, self._column) for row in rows]
            self._index()
            self.endInsertRows()
            self._reorder()

    def _take_out(self, places: Iterable[int]) -> None:
        """The rows at these places are gone."""
        for place in sorted(places, reverse=True):
            self.beginRemoveRows(QModelIndex(), place, place)
            del self._rows[place], self._keys[place]
            self.endRemoveRows()
        self._index()

    def _reorder(self) -> None:
        order = self._order()
        if order == list(range(len(order))):
            return
        self.layoutAboutToBeChanged.emit()
        now = {before: place for place, before in enumerate(order)}
        held = self.persistentIndexList()
        self._arrange(order)
        moved = [self.index(now[index.row()], index.column()) for index in held]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def _order(self) -> list[int]:
        return sorted(range(len(self._keys)), key=self._keys.__getitem__, reverse=self._falling)

    def _arrange(self, order: Sequence[int]) -> None:
        self._rows = [self._rows[place] for place in order]
        self._keys = [self._keys[place] for place in order]
        self._index()

    def _index(self) -> None:
        """The rows stand at other places."""


class RowFilter(QSortFilterProxyModel):
    """Lets some rows of an OrderedModel through; subclasses say which, by what is wanted."""

    def __init__(self, model: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setSourceModel(model)

    def sort(self, column: int, order: Any = Qt.SortOrder.AscendingOrder) -> None:
        """The model sorts itself."""
        self._model.sort(column, order)

    def apply(self, **wanted: Any) -> None:
        """Change what is wanted."""
        for name, value in wanted.items():
            setattr(self, name, value)
        self.invalidateFilter()
