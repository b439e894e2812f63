"""The edges of a shape that a box has to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .ragged import rows_of, spread
from .tiles import Tiles

FEW_EDGES = 4_096
"""Up to so many edges are taken without asking which chunks of them are near."""


@dataclass(frozen=True)
class Boxes:
    """Boxes (k,) in plan CRS metres, each wider and higher than 0."""

    left: np.ndarray
    low: np.ndarray
    right: np.ndarray
    top: np.ndarray

    def take(self, index: np.ndarray) -> Boxes:
        """The boxes at ``index``."""
        return Boxes(
            self.left.take(index),
            self.low.take(index),
            self.right.take(index),
            self.top.take(index),
        )

    def part(self, part: slice) -> Boxes:
        """The boxes in ``part``."""
        return Boxes(self.left[part], self.low[part], self.right[part], self.top[part])

    @property
    def wide(self) -> np.ndarray:
        """Widths (k,) in metres."""
        return self.right - self.left

    @property
    def high(self) -> np.ndarray:
        """Heights (k,) in metres."""
        return self.top - self.low


class Near(NamedTuple):
    """Edges (m,) that meet boxes or are above their left corner, metres from the lower left
    corner."""

    box: np.ndarray
    x0: np.ndarray
    y0: np.ndarray
    x1: np.ndarray
    y1: np.ndarray
    sign: np.ndarray


@dataclass(frozen=True)
class Window:
    """Boxes (k,), each over one shape (k,) of a table; ``weight`` (k,) how many edges each has to
    look at."""

    tiles: Tiles
    shape: np.ndarray
    boxes: Boxes
    weight: np.ndarray

    def part(self, part: slice) -> Window:
        """The boxes in ``part``."""
        if part.start == 0 and part.stop == len(self.shape):
            return self
        return Window(self.tiles, self.shape[part], self.boxes.part(part), self.weight[part])

    def take(self, index: np.ndarray) -> Window:
        """The boxes at ``index``."""
        return Window(
            self.tiles, self.shape.take(index), self.boxes.take(index), self.weight.take(index)
        )


def window(tiles: Tiles, shape: np.ndarray, boxes: Boxes) -> Window:
    """Boxes (k,) over the shapes ``shape`` (k,)."""
    first = tiles.first.take(shape)
    weight = tiles.start.take(first + 1) - tiles.start.take(first)
    cut = rows_of(tiles.is_cut.take(shape))
    if len(cut):
        box, _, low, high = _runs(Window(tiles, shape.take(cut), boxes.take(cut), weight))
        weight[cut] = np.bincount(
            box, tiles.start.take(high + 1) - tiles.start.take(low), minlength=len(cut)
        )
    return Window(tiles, shape, boxes, weight)


def near_boxes(view: Window) -> tuple[Near, np.ndarray]:
    """The edges that meet the boxes (k,) or are above their left corner; the sum (k,) of the signs
    above all these."""
    table, boxes = view.tiles.edges, view.boxes
    box, place, above = edges_near(view)
    x0, y0, x1, y1 = (column.take(place) for column in (table.x0, table.y0, table.x1, table.y1))
    left, low = boxes.left.take(box), boxes.low.take(box)
    matters = (np.minimum(y0, y1) < boxes.top.take(box)) | (x0 <= left)
    matters &= np.maximum(y0, y1) > low
    matters &= (x1 > left) & (x0 < boxes.right.take(box))
    rows = rows_of(matters)
    left, low, sign = (
        left.take(rows),
        low.take(rows),
        table.sign.take(place.take(rows)).astype(float),
    )
    ends = x0.take(rows) - left, y0.take(rows) - low, x1.take(rows) - left, y1.take(rows) - low
    return Near(box.take(rows), *ends, sign), above


def edges_near(view: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Box (m,) and place in the table (m,) of the edges near the boxes, once each; and the signs
    above them (k,).

    What is summed are the signs of the edges above the tiles on the left side of a box. The tile
    knows the sum on the left side of its column; from there to the box it changes where an edge
    ends that is near the box itself.
    """
    cut = view.tiles.is_cut.take(view.shape)
    above = np.zeros(len(cut))
    if not cut.any():
        return *_plain_edges(view), above
    plain, rows = rows_of(~cut), rows_of(cut)
    plain_box, plain_place = _plain_edges(view.take(plain))
    box, place, above[rows] = _tiled_edges(view.take(rows))
    return np.append(plain.take(plain_box), rows.take(box)), np.append(plain_place, place), above


def _plain_edges(view: Window) -> tuple[np.ndarray, np.ndarray]:
    """Box and place of the edges that may meet the boxes or be above their left corner; for plain
    shapes."""
    tile = view.tiles.first.take(view.shape)
    if view.weight.sum() <= FEW_EDGES:
        return spread(view.tiles.start.take(tile), view.weight)
    chunks, boxes = view.tiles.leading.chunks, view.boxes
    first = chunks.first.take(tile)
    box, chunk = spread(first, chunks.first.take(tile + 1) - first)
    left = boxes.left.take(box)
    near = (chunks.low.take(chunk) <= boxes.top.take(box)) | (chunks.left.take(chunk) <= left)
    near &= chunks.right.take(chunk) >= left
    near &= chunks.left.take(chunk) <= boxes.right.take(box)
    near &= chunks.top.take(chunk) >= boxes.low.take(box)
    rows = rows_of(near)
    chunk = chunk.take(rows)
    start = chunks.start.take(chunk)
    run, place = spread(start, chunks.start.take(chunk + 1) - start)
    return box.take(rows).take(run), place


def _tiled_edges(view: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same for shapes that are cut in tiles."""
    tiles, left = view.tiles, view.boxes.left
    box, column, low, high = _runs(view)
    start = tiles.start.take(low)
    run, place = spread(start, tiles.start.take(high + 1) - start)
    in_first = np.append(True, box[1:] != box[:-1])
    once = tiles.leftmost.take(place) | in_first.take(run)
    once &= tiles.lowest.take(place) | (place < tiles.start.take(low + 1).take(run))
    rows = rows_of(once)
    box_of, place = box.take(run.take(rows)), place.take(rows)
    order = (box_of * len(tiles.origin) + tiles.origin.take(place)).argsort()
    box_of, place = box_of.take(order), place.take(order)
    corner = rows_of(in_first)
    total = tiles.above.take(high.take(corner)).astype(float)
    seen = rows_of(tiles.edges.x0.take(place) <= left.take(box_of))
    _add_ends_above(total, view, column.take(corner), box_of.take(seen), place.take(seen))
    return box_of, place, total


def _add_ends_above(
    total: np.ndarray, view: Window, first_column: np.ndarray, box: np.ndarray, place: np.ndarray
) -> None:
    """Add how the sum changes between the left side of the column and the box."""
    edges, grid = view.tiles.edges, view.tiles.grid.take(view.shape.take(box))
    last_row = view.tiles.grid.take(view.shape).row(view.boxes.top).take(box)
    left, column, sign = view.boxes.left.take(box), first_column.take(box), edges.sign.take(place)
    for x, y, change in ((edges.x0, edges.y0, -sign), (edges.x1, edges.y1, sign)):
        x, y = x.take(place), y.take(place)
        ends = (x <= left) & (grid.column(x) >= column) & (grid.row(y) > last_row)
        total += np.bincount(box, change * ends, minlength=len(total))


def _runs(view: Window) -> tuple[np.ndarray, ...]:
    """Box, column of tiles, lowest and highest tile in it (r,), for each column that a box
    meets."""
    grid = view.tiles.grid.take(view.shape)
    first, last = grid.column(view.boxes.left), grid.column(view.boxes.right)
    low, high = grid.row(view.boxes.low), grid.row(view.boxes.top)
    box, column = spread(first, last - first + 1)
    tile = view.tiles.first.take(view.shape).take(box) + column * grid.rows.take(box)
    return box, column, tile + low.take(box), tile + high.take(box)
