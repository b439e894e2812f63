"""What of two polygons lies in a box, as edges.

Edges are cut at the box. What is left or right of it or below it is dropped. What is above it is replaced by lids:
level edges on the upper side of the box where the polygon reaches beyond it. The edges above are not needed for that:
along the upper side, the sum of the signs above changes only where an edge crosses this side, so the sum at the left
corner and the crossings tell everything. For a polygon that covers the box a single lid is left.

Both polygons of a pair are clipped in one go: pair i has the boxes i and i + k.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .near import Boxes, Window, edges_near
from .ragged import rows_of

BOX_BITS = 12
"""At most 2 ** 12 pairs make a step, so that a pair and the leading 50 bits of an x fit in one integer."""
X_BITS = 62 - BOX_BITS
THIN, LEVEL = 1e-30, 1e-200
"""Stand for a width and a rise of 0 in quotients that are then multiplied by 0 or not used."""


@dataclass(frozen=True)
class Outline:
    """Edges (m,) of boxes (2k,), metres from the lower left corner: y = y0 + slope·(x − x0) between x0 and x1."""

    box: np.ndarray
    x0: np.ndarray
    x1: np.ndarray
    y0: np.ndarray
    slope: np.ndarray
    sign: np.ndarray

    def take(self, index: np.ndarray) -> Outline:
        """The edges at ``index``."""
        return Outline(*(column.take(index) for column in vars(self).values()))


class _Near(NamedTuple):
    """Edges (m,) near boxes (2k,), metres from the lower left corner."""

    box: np.ndarray
    x0: np.ndarray
    y0: np.ndarray
    x1: np.ndarray
    y1: np.ndarray
    sign: np.ndarray


@dataclass(frozen=True)
class Frame:
    """The pairs (2k,) that boxes belong to, and the sizes of the boxes (2k,) in metres."""

    pair: np.ndarray
    wide: np.ndarray
    high: np.ndarray

    @property
    def pairs(self) -> int:
        """The number of pairs, k."""
        return len(self.pair) // 2

    def keys(self, box: np.ndarray, x: np.ndarray) -> np.ndarray:
        """Integers of 62 bits in the order of pair and x; equal for equal x, as fine as a float."""
        scale = (2.0**X_BITS - 1) / self.wide
        keys = (x * scale.take(box)).astype(np.int64)
        keys += (self.pair << X_BITS).take(box)
        return keys


def frame_of(boxes: Boxes) -> Frame:
    """The frame of pairs (k,) with these boxes."""
    pair = np.arange(len(boxes.left))
    wide, high = boxes.right - boxes.left, boxes.top - boxes.low
    return Frame(np.concatenate([pair, pair]), np.concatenate([wide, wide]), np.concatenate([high, high]))


def clipped(views: tuple[Window, Window], frame: Frame) -> Outline:
    """The outlines of pairs (k,) inside their boxes, in no order; without pairs of which one is not in the box."""
    (one, above_one), (two, above_two) = map(_near_box, views)
    near = _Near(*map(np.append, one, two))
    near.box[len(one.box) :] += frame.pairs
    corner = np.append(above_one, above_two)
    rows = _of_living_pairs(near.box, corner, frame.pairs)
    return _cut_at_levels(*_cut_at_sides(_Near(*(column.take(rows) for column in near)), frame), corner, frame)


def _near_box(view: Window) -> tuple[_Near, np.ndarray]:
    """The edges that meet the boxes (k,) or are above their left corner; the sum (k,) of the signs above all these."""
    table, boxes = view.tiles.edges, view.boxes
    box, place, above = edges_near(view)
    x0, y0, x1, y1 = (column.take(place) for column in (table.x0, table.y0, table.x1, table.y1))
    left, low = boxes.left.take(box), boxes.low.take(box)
    matters = (np.minimum(y0, y1) < boxes.top.take(box)) | (x0 <= left)
    matters &= np.maximum(y0, y1) > low
    matters &= (x1 > left) & (x0 < boxes.right.take(box))
    rows = rows_of(matters)
    left, low, sign = left.take(rows), low.take(rows), table.sign.take(place.take(rows)).astype(float)
    ends = x0.take(rows) - left, y0.take(rows) - low, x1.take(rows) - left, y1.take(rows) - low
    return _Near(box.take(rows), *ends, sign), above


def _of_living_pairs(box: np.ndarray, corner: np.ndarray, pairs: int) -> np.ndarray:
    """Rows of the edges of pairs of which both shapes may be in the box; the corners of the others are set to 0."""
    seen = np.bincount(box, minlength=2 * pairs) > 0
    seen |= corner != 0
    alive = seen[:pairs] & seen[pairs:]
    alive = np.concatenate([alive, alive])
    corner *= alive
    return rows_of(alive.take(box))


def _cut_at_sides(near: _Near, frame: Frame) -> tuple[Outline, np.ndarray]:
    """Edges between the left and the right side of the box, and their right ends y."""
    slope = (near.y1 - near.y0) / np.maximum(near.x1 - near.x0, THIN)
    left, right = np.maximum(near.x0, 0), np.minimum(near.x1, frame.wide.take(near.box))
    y0 = near.y0 + slope * (left - near.x0)
    y1 = near.y1 - slope * (near.x1 - right)
    return Outline(near.box, left, right, y0, slope, near.sign), y1


def _cut_at_levels(edges: Outline, y1: np.ndarray, corner: np.ndarray, frame: Frame) -> Outline:
    """Edges between the lower and the upper side of the box, and lids."""
    top = frame.high.take(edges.box)
    left_above, right_above = edges.y0 >= top, y1 >= top
    rise = y1 - edges.y0
    run = (edges.x1 - edges.x0) / (rise + LEVEL * (rise == 0))
    at_floor, at_top = edges.x0 - edges.y0 * run, edges.x0 + (top - edges.y0) * run
    x0 = np.maximum(edges.x0, np.minimum(at_floor, at_top))
    x1 = np.minimum(edges.x1, np.maximum(at_floor, at_top))
    kept = rows_of(x1 > x0)
    y0 = edges.y0 + edges.slope * (x0 - edges.x0)
    corner += np.bincount(edges.box, edges.sign * (left_above & (edges.x0 == 0)), minlength=len(corner))
    cross = rows_of(left_above != right_above)
    change = edges.sign.take(cross) * (1.0 - 2.0 * left_above.take(cross))
    x = np.minimum(np.maximum(at_top.take(cross), edges.x0.take(cross)), edges.x1.take(cross))
    box, start, end, lid = _lids(corner, edges.box.take(cross), x, change, frame)
    return Outline(
        np.concatenate([edges.box.take(kept), box]),
        np.concatenate([x0.take(kept), start]),
        np.concatenate([x1.take(kept), end]),
        np.concatenate([y0.take(kept), frame.high.take(box)]),
        np.concatenate([edges.slope.take(kept), np.zeros(len(box))]),
        np.concatenate([edges.sign.take(kept), lid]),
    )


def _lids(
    corner: np.ndarray, box: np.ndarray, x: np.ndarray, change: np.ndarray, frame: Frame
) -> tuple[np.ndarray, ...]:
    """Box, left end, right end and sign of the lids, from the sums in the left corners and the changes at x.

    Every box (2k,) opens with the sum in its corner and closes with its negative total, so one running sum does for all.
    """
    every = np.arange(len(corner))
    total = corner + np.bincount(box, change, minlength=len(corner))
    box = np.concatenate([every, box, every])
    x = np.concatenate([np.zeros(len(corner)), x, frame.wide])
    change = np.concatenate([corner, change, -total])
    order = np.lexsort((x, box))
    sign = change.take(order).cumsum()[:-1]
    box, x = box.take(order), x.take(order)
    lid = rows_of((sign != 0) & (x[1:] > x[:-1]))
    return box.take(lid), x.take(lid), x.take(lid + 1), sign.take(lid)
