"""Edges by tiles, so that a parcel beside a red line of 50,000 vertices meets only the few of them
near it.

The box of a shape with many edges is cut in columns × rows; each tile lists the edges whose own box
meets it. All that has to be known of the edges above a tile is one number: the sum of the signs of
those that cross the left border of its column (see ``lids`` in ``clip``). An ordinary shape is a
single tile.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from .edges import Edges
from .ragged import rows_of, spread, stable_order

PLAIN_EDGES = 128
"""A shape with at most so many edges stays one tile: walking through them costs less than choosing
tiles."""
EDGES_PER_TILE = 8
"""Aimed at; most tiles of a big shape are empty, those on its border hold several times as many."""
COPIES = 4
"""An edge may be listed in so many tiles on average; long edges get larger tiles."""


class Grid(NamedTuple):
    """Tiles of shapes (n,): lower left corner x, y in metres, tiles per metre (0 for a single one),
    numbers."""

    x: np.ndarray
    y: np.ndarray
    per_x: np.ndarray
    per_y: np.ndarray
    columns: np.ndarray
    rows: np.ndarray

    def take(self, index: np.ndarray) -> Grid:
        """The grids of the shapes at ``index``."""
        return Grid(*(column.take(index) for column in self))

    def column(self, x: np.ndarray) -> np.ndarray:
        """Columns of coordinates, one for each shape; never decreasing in x."""
        return np.minimum(np.maximum((x - self.x) * self.per_x, 0), self.columns - 1).astype(
            np.int64
        )

    def row(self, y: np.ndarray) -> np.ndarray:
        """Rows of coordinates, one for each shape; never decreasing in y."""
        return np.minimum(np.maximum((y - self.y) * self.per_y, 0), self.rows - 1).astype(np.int64)


@dataclass(frozen=True)
class Tiles:
    """Tiles of shapes (n,): ``first`` (n,) tile of each shape, column after column from below.

    ``start`` (t + 1,) is where the edges of each tile begin in ``edges``; ``above`` (t,) sums the
    signs of the edges
    of higher rows across the left border of the column. An edge may be listed in several tiles:
    ``leftmost`` and
    ``lowest`` (m,) tell whether this one is in their first column, in their first row; ``origin``
    (m,) is its number.
    ``leading`` are the edges of the leading tiles, which are all of their shape.
    """

    grid: Grid
    first: np.ndarray
    start: np.ndarray
    above: np.ndarray
    edges: Edges
    origin: np.ndarray
    leftmost: np.ndarray
    lowest: np.ndarray
    leading: Edges

    @cached_property
    def is_cut(self) -> np.ndarray:
        """Which shapes have several tiles (n,)."""
        return np.asarray(self.grid.per_x > 0)

    def take(self, index: np.ndarray) -> Tiles:
        """The tiles of the shapes at ``index``; the edges are shared, not copied."""
        return replace(self, grid=self.grid.take(index), first=self.first.take(index))


def plain(edges: Edges) -> Tiles:
    """One tile a shape."""
    n = len(edges.count)
    zero, one, place = np.zeros(n), np.ones(n, np.int64), np.arange(n)
    start = np.append(0, edges.count.cumsum())
    always = np.ones(len(edges.x0), bool)
    grid = Grid(x=zero, y=zero, per_x=zero, per_y=zero, columns=one, rows=one)
    above, origin = np.zeros(n, np.int64), np.arange(len(edges.x0))
    return Tiles(
        grid=grid,
        first=place,
        start=start,
        above=above,
        edges=edges,
        origin=origin,
        leftmost=always,
        lowest=always,
        leading=edges,
    )


def cut(edges: Edges, bounds: np.ndarray) -> Tiles:
    """Many tiles for the shapes with many edges; ``bounds`` (n, 4) are the boxes of the shapes."""
    is_big = edges.count > PLAIN_EDGES
    big = rows_of(is_big)
    of_big = np.repeat(is_big, edges.count)
    pieces = _cut(replace(edges.take(rows_of(of_big)), count=edges.count[big]), bounds[big])
    if len(big) == len(is_big):
        return pieces
    rest = plain(replace(edges.take(rows_of(~of_big)), count=edges.count[~is_big]))
    return _joined(rest, pieces).take(np.append(rows_of(~is_big), big).argsort())


def _joined(one: Tiles, two: Tiles) -> Tiles:
    """The shapes of two tables in one."""
    grid = Grid(*map(np.append, one.grid, two.grid))
    edges = Edges(*map(np.append, one.edges.columns, two.edges.columns))
    first = np.append(one.first, two.first + len(one.above))
    start = np.append(one.start, two.start[1:] + one.start[-1])
    above = np.append(one.above, two.above)
    leftmost, lowest = np.append(one.leftmost, two.leftmost), np.append(one.lowest, two.lowest)
    origin = np.append(one.origin, two.origin)
    return Tiles(
        grid=grid,
        first=first,
        start=start,
        above=above,
        edges=edges,
        origin=origin,
        leftmost=leftmost,
        lowest=lowest,
        leading=one.leading,
    )


def _cut(edges: Edges, bounds: np.ndarray) -> Tiles:
    """Many tiles a shape."""
    owner = np.repeat(np.arange(len(edges.count)), edges.count)
    grid, (column, row, last_column, last_row) = _fitting(edges, owner, bounds)
    tiles = grid.columns * grid.rows
    first, total = np.cumsum(tiles) - tiles, int(tiles.sum())
    rows, high = grid.rows[owner], last_row - row + 1
    lowest = first[owner] + column * rows + row
    edge, place = spread(np.zeros(len(owner), np.int64), (last_column - column + 1) * high)
    right, up = np.divmod(place, high.take(edge))
    tile = lowest.take(edge) + right * rows.take(edge) + up
    order = stable_order(tile, total)
    start = np.append(0, np.cumsum(np.bincount(tile, minlength=total)))
    below = np.flatnonzero(row > 0)
    sums = _under(
        edges.sign[below], lowest[below] - 1, rows[below], (last_column - column)[below], total
    )
    top = np.repeat(first, tiles) + (_within(tiles) // np.repeat(grid.rows, tiles) + 1) * np.repeat(
        grid.rows, tiles
    )
    above, origin = sums[top] - sums[:-1], edge.take(order)
    return Tiles(
        grid=grid,
        first=first,
        start=start,
        above=above,
        edges=edges.take(origin),
        origin=origin,
        leftmost=(right == 0).take(order),
        lowest=(up == 0).take(order),
        leading=replace(edges.take(origin[:0]), count=edges.count[:0]),
    )


def _within(count: np.ndarray) -> np.ndarray:
    """Positions counted from the start of their own run."""
    return spread(np.zeros(len(count), np.int64), count)[1]


def _under(
    sign: np.ndarray, tile: np.ndarray, rows: np.ndarray, borders: np.ndarray, total: int
) -> np.ndarray:
    """Running sums (t + 1,) over tiles of the signs of edges that cross ``borders`` column borders
    just above them.

    ``tile`` (m,) is the tile under the edge's lowest one in its first column.
    """
    edge, border = spread(np.ones(len(borders), np.int64), borders)
    sums = np.bincount(tile[edge] + border * rows[edge], sign[edge], minlength=total)
    return np.append(0, np.cumsum(sums.astype(np.int64)))


def _fitting(
    edges: Edges, owner: np.ndarray, bounds: np.ndarray
) -> tuple[Grid, tuple[np.ndarray, ...]]:
    """A grid for every shape, and the first column, first row, last column, last row of every
    edge."""
    wanted = edges.count / EDGES_PER_TILE
    while True:
        grid = _grid(bounds, wanted)
        each = grid.take(owner)
        low, high = np.minimum(edges.y0, edges.y1), np.maximum(edges.y0, edges.y1)
        left, right = each.column(edges.x0), each.column(edges.x1)
        bottom, top = each.row(low), each.row(high)
        copies = np.bincount(owner, (right - left + 1) * (top - bottom + 1), minlength=len(wanted))
        crowded = copies > COPIES * edges.count
        if not crowded.any():
            return grid, (left, bottom, right, top)
        wanted = np.where(crowded, wanted / 4, wanted)


def _grid(bounds: np.ndarray, wanted: np.ndarray) -> Grid:
    """About ``wanted`` (n,) nearly square tiles over each box (n, 4)."""
    wide, high = bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1]
    wanted = np.maximum(wanted, 1.0)
    columns = np.clip(np.round(np.sqrt(wanted * wide / high)), 1, wanted).astype(np.int64)
    rows = np.maximum(np.round(wanted / columns), 1).astype(np.int64)
    return Grid(
        x=bounds[:, 0],
        y=bounds[:, 1],
        per_x=columns / wide,
        per_y=rows / high,
        columns=columns,
        rows=rows,
    )
