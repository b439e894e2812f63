"""Tables whose rows stand in the order of a column, and what narrows them down; very many rows are
arranged in portions."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, pyqtSignal

from ..portions import Portions

MANY = 100
"""More rows than this are renewed at one go."""
PAUSE = 100
"""After so many rows the user may have a turn."""

Changes = Iterable[tuple[Hashable, Optional[Any]]]
"""Rows by what names them; None for those that are gone."""


class OrderedModel(QAbstractTableModel):
    """Rows in the order of the column that was sorted last, by keys that are asked for once; of all
    that it holds those that are let through.

    A proxy asks for two rows at every comparison, and tells the view of every run of rows: seconds,
    where there are thousands. ``changed``: rows were added, changed, taken away or put in order.
    """

    changed = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._held: dict[Any, Any] = {}
        self._waiting: deque[Iterator[tuple[Hashable, Any]]] = deque()
        self._rows: list[Any] = []
        self._names: list[Hashable] = []
        self._keys: list[Any] = []
        self._places: dict[Hashable, int] = {}
        self._column, self._falling = 0, False
        self._portions = Portions(self)

    @property
    def busy(self) -> bool:
        """Whether rows are still being arranged."""
        return self._portions.busy

    @property
    def held(self) -> Collection[Any]:
        """All rows, in no order."""
        return self._held.values()

    def key(self, row: Any, column: int) -> Any:
        """What a row is sorted by in a column."""
        raise NotImplementedError

    def lets_through(self, row: Any) -> bool:
        """Whether a row is shown."""
        return True

    def narrow(self, **wanted: Any) -> None:
        """Change what ``lets_through`` asks for."""
        for name, value in wanted.items():
            setattr(self, name, value)
        self._arrange()

    def sort(self, column: int, order: Any = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column; by none (-1) they stay as they are."""
        if column >= 0:
            self._column, self._falling = column, order == Qt.SortOrder.DescendingOrder
            self._arrange()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Rows that are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def _fill(self, rows: Changes) -> None:
        """These rows in place of those before."""
        self._held = {}
        self._waiting = deque([iter(rows)])
        self._arrange()

    def _take(self, changes: Mapping[Any, Any]) -> None:
        """Rows have come, have changed, or are gone."""
        if self.busy or len(changes) > MANY:
            self._take_many(changes.items())
            return
        self._hold(changes.items())
        shown = {n: r for n, r in changes.items() if r is not None and self.lets_through(r)}
        self._renew({self._places[n]: row for n, row in shown.items() if n in self._places})
        self._take_out([self._places[n] for n in changes if n in self._places and n not in shown])
        self._put_in({name: row for name, row in shown.items() if name not in self._places})
        self.changed.emit()

    def _take_many(self, changes: Changes) -> None:
        """As ``_take``; they are read when their turn comes."""
        self._waiting.append(iter(changes))
        self._arrange()

    def _hold(self, changes: Changes) -> None:
        for name, row in changes:
            if row is None:
                self._held.pop(name, None)
            else:
                self._held[name] = row

    def _arrange(self) -> None:
        self._portions.begin(self._arranging())

    def _arranging(self) -> Iterator[None]:
        while self._waiting:
            for number, change in enumerate(self._waiting[0], 1):
                self._hold([change])
                if number % PAUSE == 0:
                    yield
            self._waiting.popleft()
        found = []
        for number, (name, row) in enumerate(list(self._held.items()), 1):
            if self.lets_through(row):
                found.append((self.key(row, self._column), name, row))
            if number % PAUSE == 0:
                yield
        found.sort(key=itemgetter(0), reverse=self._falling)
        self._show(found)
        self.changed.emit()

    def _show(self, found: Sequence[tuple[Any, Hashable, Any]]) -> None:
        """Rows with their keys and names, in their order: those that are shown, or others."""
        if len(found) == len(self._names) and all(name in self._places for _, name, _ in found):
            self._move(found)
            last = self.index(len(found) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._set(found)
        self.endResetModel()

    def _move(self, found: Sequence[tuple[Any, Hashable, Any]]) -> None:
        """The rows that are shown, in another order; marks go along."""
        if [name for _, name, _ in found] == self._names:
            self._set(found)
            return
        self.layoutAboutToBeChanged.emit()
        held, names = self.persistentIndexList(), self._names
        self._set(found)
        moved = [self.index(self._places[names[i.row()]], i.column()) for i in held]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def _set(self, found: Sequence[tuple[Any, Hashable, Any]]) -> None:
        self._keys = [key for key, _, _ in found]
        self._names = [name for _, name, _ in found]
        self._rows = [row for _, _, row in found]
        self._index()

    def _renew(self, rows: Mapping[int, Any]) -> None:
        """The rows at these places have changed."""
        new = {place: self.key(row, self._column) for place, row in rows.items()}
        moved = any(self._keys[place] != key for place, key in new.items())
        for place, row in rows.items():
            self._rows[place], self._keys[place] = row, new[place]
            self.dataChanged.emit(self.index(place, 0), self.index(place, self.columnCount() - 1))
        if moved:
            self._reorder()

    def _put_in(self, rows: Mapping[Hashable, Any]) -> None:
        """Further rows."""
        if rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._names += rows
            self._rows += rows.values()
            self._keys += [self.key(row, self._column) for row in rows.values()]
            self._index()
            self.endInsertRows()
            self._reorder()

    def _take_out(self, places: Iterable[int]) -> None:
        """The rows at these places are shown no more."""
        for place in sorted(places, reverse=True):
            self.beginRemoveRows(QModelIndex(), place, place)
            del self._rows[place], self._keys[place], self._names[place]
            self.endRemoveRows()
        self._index()

    def _reorder(self) -> None:
        found = list(zip(self._keys, self._names, self._rows))
        self._move(sorted(found, key=itemgetter(0), reverse=self._falling))

    def _index(self) -> None:
        self._places = {name: place for place, name in enumerate(self._names)}


def runs(places: Iterable[int]) -> list[tuple[int, int]]:
    """The first and the last of those that stand one after another."""
    numbered = enumerate(sorted(places))
    groups = (list(group) for _, group in groupby(numbered, lambda pair: pair[1] - pair[0]))
    return [(group[0][1], group[-1][1]) for group in groups]
