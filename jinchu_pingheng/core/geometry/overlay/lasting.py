"""Tiles of large geometries, kept for as long as the geometries live: blocks and parcels meet a red
line again and again.

They share one table, so that a step of the engine looks up all large features of a county at once.
"""

from __future__ import annotations

import threading
import weakref
from dataclasses import replace
from functools import partial

import numpy as np
import shapely

from .edges import Edges, edges_of
from .tiles import Grid, Tiles, cut

SPARE = 4
"""A table that must grow gets a quarter more room than it needs."""


class _Column:
    """An array that grows at its end; what was handed out before stays as it is."""

    def __init__(self, values: np.ndarray) -> None:
        self._room, self._size = values, len(values)

    def extend(self, values: np.ndarray) -> None:
        """Append values."""
        size = self._size + len(values)
        if size > len(self._room):
            room = np.empty(size + size // SPARE, self._room.dtype)
            room[: self._size] = self.values
            self._room = room
        self._room[self._size : size] = values
        self._size = size

    @property
    def values(self) -> np.ndarray:
        """The array (n,) as it is now."""
        return self._room[: self._size]


class _Table:
    """The tiles of geometries, one after the other, for one thread."""

    def __init__(self, thread: int) -> None:
        self._thread = thread
        nothing = cut(edges_of(np.empty(0, object)), np.empty((0, 4)))
        self._leading = nothing.leading
        self._columns = [_Column(values) for values in _columns_of(nothing)]
        self._alive: dict[int, tuple[int, weakref.ref]] = {}

    @property
    def is_half_dead(self) -> bool:
        """Whether most of its geometries are gone."""
        return len(self.tiles.first) > 2 * len(self._alive)

    @property
    def tiles(self) -> Tiles:
        """The tiles of all geometries, by their numbers."""
        return _tiles_of([column.values for column in self._columns], self._leading)

    def numbers(self, geometry: np.ndarray) -> list[int]:
        """The numbers (k,) of distinct geometries (k,); new ones are cut in tiles."""
        for shape in geometry:
            if id(shape) not in self._alive:
                self._add(shape)
        return [self._alive[id(shape)][0] for shape in geometry]

    def _add(self, shape: shapely.Geometry) -> None:
        # one at a time: cutting takes several times the memory of what it makes
        one, known = np.array([shape], dtype=object), self.tiles
        tiles = cut(edges_of(one), shapely.bounds(one))
        placed = replace(
            tiles, first=tiles.first + len(known.above), start=tiles.start[1:] + known.start[-1]
        )
        for column, values in zip(self._columns, _columns_of(placed)):
            column.extend(values)
        self._alive[id(shape)] = (
            len(known.first),
            weakref.ref(shape, partial(self._forget, id(shape))),
        )

    def _forget(self, key: int, _: weakref.ref) -> None:
        self._alive.pop(key, None)
        if not self._alive and _tables.get(self._thread) is self:
            _tables.pop(self._thread, None)


def _columns_of(tiles: Tiles) -> list[np.ndarray]:
    own = (tiles.first, tiles.start, tiles.above, tiles.origin, tiles.leftmost, tiles.lowest)
    return [*tiles.grid, *tiles.edges.columns, *own]


def _tiles_of(columns: list[np.ndarray], leading: Edges) -> Tiles:
    grid, edges, (first, start, above, origin, leftmost, lowest) = (
        columns[:6],
        columns[6:12],
        columns[12:],
    )
    return Tiles(
        grid=Grid(*grid),
        first=first,
        start=start,
        above=above,
        edges=Edges(*edges),
        origin=origin,
        leftmost=leftmost,
        lowest=lowest,
        leading=leading,
    )


_tables: dict[int, _Table] = {}
"""By thread. A table whose geometries are all gone is gone too."""


def lasting_tiles(geometry: np.ndarray) -> tuple[Tiles, np.ndarray]:
    """A table with the tiles of distinct large geometries (k,), and their numbers in it (k,)."""
    thread = threading.get_ident()
    table = _tables.get(thread)
    if table is None or table.is_half_dead:
        table = _tables[thread] = _Table(thread)
    numbers = table.numbers(geometry)
    return table.tiles, np.array(numbers, dtype=np.int64)
