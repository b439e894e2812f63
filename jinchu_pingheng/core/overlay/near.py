"""The edges of a shape that a box has to look at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .ragged import spread
from .tiles import Grid, Tiles


@dataclass(frozen=True)
class Boxes:
    """Boxes (k,) in plan CRS metres, each wider and higher than 0."""

    left: np.ndarray
    low: np.ndarray
    right: np.ndarray
    top: np.ndarray

    def take(self, index: np.ndarray | slice) -> Boxes:
        """The boxes at ``index``."""
        return Boxes(self.left[index], self.low[index], self.right[index], self.top[index])


@dataclass(frozen=True)
class Window:
    """Boxes (k,), each over one shape (k,) of a table, and the tiles that they meet."""

    tiles: Tiles
    shape: np.ndarray
    boxes: Boxes
    grid: Grid
    first_column: np.ndarray
    last_column: np.ndarray
    first_row: np.ndarray
    last_row: np.ndarray

    @property
    def tiled(self) -> np.ndarray:
        """Which of the shapes have several tiles (k,)."""
        return np.asarray(self.grid.per_x > 0)

    def take(self, index: np.ndarray | slice) -> Window:
        """The boxes at ``index``."""
        rest = (getattr(self, name)[index] for name in ("first_column", "last_column", "first_row", "last_row"))
        return Window(self.tiles, self.shape[index], self.boxes.take(index), self.grid.take(index), *rest)

    def tile(self, column: np.ndarray, row: np.ndarray, box: np.ndarray | slice) -> np.ndarray:
        """Numbers of the tiles in a column and row of the shapes under ``box``."""
        return np.asarray(self.tiles.first[self.shape[box]] + column * self.grid.rows[box] + row)


def window(tiles: Tiles, shape: np.ndarray, boxes: Boxes) -> Window:
    """The tiles of ``shape`` (k,) that ``boxes`` (k,) meet."""
    grid = tiles.grid.take(shape)
    columns, rows = (grid.column(boxes.left), grid.column(boxes.right)), (grid.row(boxes.low), grid.row(boxes.top))
    return Window(tiles, shape, boxes, grid, *columns, *rows)


def weights(view: Window) -> np.ndarray:
    """How many edges each box has to look at (k,)."""
    box, start, end, _ = _runs(view)
    return np.bincount(box, end - start, minlength=len(view.shape)).astype(np.int64)


def edges_near(view: Window) -> tuple[np.ndarray, np.ndarray]:
    """Box (m,) and position in the table of edges (m,), sorted by box; every edge once."""
    box, start, end, column = _runs(view)
    run, position = spread(start, end - start)
    if not view.tiled.any():
        return run, position
    second = view.tiles.start[view.tile(column, view.first_row[box], box) + 1]
    is_first = column == view.first_column[box]
    once = (view.tiles.leftmost[position] | is_first[run]) & (view.tiles.lowest[position] | (position < second[run]))
    return box[run[once]], position[once]


def _runs(view: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Box, first edge, end of the edges, and column of the tiles, one run (r,) for each column that a box meets."""
    box, column = spread(view.first_column, view.last_column - view.first_column + 1)
    start = view.tiles.start
    low, high = view.tile(column, view.first_row[box], box), view.tile(column, view.last_row[box], box)
    return box, start[low], start[high + 1], column


def signs_above(view: Window, box: np.ndarray, position: np.ndarray) -> np.ndarray:
    """Sum of the signs of the edges above the tiles, on the left side of each box (k,).

    The sum at the left side of the column of tiles is known; from there to the box it changes where an edge near the
    box ends above the tiles.
    """
    total = view.tiles.above[view.tile(view.first_column, view.last_row, slice(None))].astype(float)
    edges, left = view.tiles.edges, view.boxes.left
    if not view.tiled.any():
        return total
    seen = np.flatnonzero(edges.x0.take(position) <= left.take(box))
    box, position = box.take(seen), position.take(seen)
    grid, sign = view.grid.take(box), edges.sign[position]
    for x, y, change in ((edges.x0, edges.y0, -sign), (edges.x1, edges.y1, sign)):
        ends = (x[position] <= left[box]) & (grid.column(x[position]) >= view.first_column[box])
        ends &= grid.row(y[position]) > view.last_row[box]
        total += np.bincount(box[ends], change[ends], minlength=len(total))
    return total
