"""The part of a polygon that lies in a box, as edges.

Edges are cut at the box. What is left or right of it or below it is dropped. What is above it is
replaced by lids: level edges on the upper side of the box where the polygon reaches beyond it. The
edges above are not needed for that: along the upper side, the sum of the signs above changes only
where an edge crosses this side, so the sum at the left corner and the crossings tell everything.
For a polygon that covers the box a single lid is left.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .near import Near
from .ragged import rows_of

THIN = 1e-30
"""Stands for a width of 0 in quotients that are not used."""


class Outline(NamedTuple):
    """Edges (m,) in boxes, metres from the lower left corner: y = y0 + slope·(x − x0) between x0
    and x1 > x0."""

    box: np.ndarray
    x0: np.ndarray
    x1: np.ndarray
    y0: np.ndarray
    slope: np.ndarray
    sign: np.ndarray

    def take(self, index: np.ndarray) -> Outline:
        """The edges at ``index``."""
        return Outline(*(column.take(index) for column in self))

    def plus(self, other: Outline) -> Outline:
        """These and other edges."""
        return Outline(*map(np.append, self, other))


def clipped(near: Near, above: np.ndarray, wide: np.ndarray, high: np.ndarray) -> Outline:
    """The outlines inside boxes (k,) of these sizes in metres, box after box but for the lids,
    which come last.

    ``above`` (k,) sums the signs of the edges above the left corner that are not in ``near``.
    """
    edges, y1 = _cut_at_sides(near, wide)
    top = high.take(edges.box)
    left_above, right_above = edges.y0 >= top, y1 >= top
    left_below, right_below = edges.y0 < 0, y1 < 0
    at_corner = rows_of(left_above & (edges.x0 == 0))
    corner = above + np.bincount(edges.box.take(at_corner), edges.sign.take(at_corner), len(above))
    crosses_top = left_above != right_above
    cut = rows_of(crosses_top | (left_below != right_below))
    kept = (left_above & right_above) | (left_below & right_below)
    np.logical_not(kept, out=kept)
    x = _cut_at_levels(edges, cut, y1.take(cut), top.take(cut))
    kept &= edges.x1 > edges.x0
    crossing = rows_of(crosses_top.take(cut))
    row = cut.take(crossing)
    change = edges.sign.take(row) * (1.0 - 2.0 * left_above.take(row))
    lids = _lids(corner, edges.box.take(row), x.take(crossing), change, wide, high)
    inside = edges.take(rows_of(kept))
    return inside if lids is None else inside.plus(lids)


def _cut_at_sides(near: Near, wide: np.ndarray) -> tuple[Outline, np.ndarray]:
    """Edges between the left and the right side of the box, and their right ends y."""
    slope = (near.y1 - near.y0) / np.maximum(near.x1 - near.x0, THIN)
    left, right = np.maximum(near.x0, 0), np.minimum(near.x1, wide.take(near.box))
    y0 = near.y0 + slope * (left - near.x0)
    y1 = near.y1 - slope * (near.x1 - right)
    return Outline(box=near.box, x0=left, x1=right, y0=y0, slope=slope, sign=near.sign), y1


def _cut_at_levels(edges: Outline, rows: np.ndarray, y1: np.ndarray, top: np.ndarray) -> np.ndarray:
    """Cut the edges in ``rows`` (c,), in place, at the lower and the upper side; x (c,) where they
    meet the upper one."""
    x0, x1, y0 = edges.x0.take(rows), edges.x1.take(rows), edges.y0.take(rows)
    run = (x1 - x0) / (y1 - y0)
    at_floor, at_top = x0 - y0 * run, x0 + (top - y0) * run
    start = np.maximum(x0, np.minimum(at_floor, at_top))
    edges.x0[rows] = start
    edges.x1[rows] = np.minimum(x1, np.maximum(at_floor, at_top))
    edges.y0[rows] = y0 + edges.slope.take(rows) * (start - x0)
    return np.minimum(np.maximum(at_top, x0), x1)


def _lids(
    corner: np.ndarray,
    box: np.ndarray,
    x: np.ndarray,
    change: np.ndarray,
    wide: np.ndarray,
    high: np.ndarray,
) -> Outline | None:
    """The lids, from the sums in the left corners (k,) and the changes (c,) at x in boxes ``box``.

    Every box that has any opens with the sum in its corner and closes with its negative total, so
    one running sum does for all.
    """
    total = corner + np.bincount(box, change, len(corner))
    reached = corner != 0
    reached[box] = True
    every = rows_of(reached)
    if not len(every):
        return None
    box = np.concatenate([every, box, every])
    x = np.concatenate([np.zeros(len(every)), x, wide.take(every)])
    change = np.concatenate([corner.take(every), change, -total.take(every)])
    order = np.lexsort((x, box))
    sign = change.take(order).cumsum()[:-1]
    box, x = box.take(order), x.take(order)
    lid = rows_of((sign != 0) & (x[1:] > x[:-1]))
    box = box.take(lid)
    return Outline(
        box=box,
        x0=x.take(lid),
        x1=x.take(lid + 1),
        y0=high.take(box),
        slope=np.zeros(len(lid)),
        sign=sign.take(lid),
    )
