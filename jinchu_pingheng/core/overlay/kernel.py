"""Areas that two polygons have in common, in closed form.

With edges and signs as in ``edges``, a point (x, y) with y > 0 is in A and in B where

    sum over the edges e of A and f of B above it  of  sign(e)·sign(f)  =  1.

Integrated over y from the lower side of a box, then over x, the area that both have in common inside the box is

    sum over e, f  of  sign(e)·sign(f) · ∫ min(y_e(x), y_f(x)) dx      over the x that e and f share,

with both outlines clipped to the box (``clip``) and coordinates from its corner. The smaller of two linear functions has a
closed integral. Nothing is noded, nothing is snapped, and the sum depends continuously on the coordinates: edges that
touch or coincide need no case of their own. Only polygons that count every point once are meant (see ``validity``).
"""

from __future__ import annotations

import numpy as np

from .clip import BOX_BITS, Frame, Outline, clipped, frame_of
from .near import Boxes, Window, window
from .ragged import batches, rows_of, spread
from .tiles import Tiles

BATCH_EDGES = 65_536
"""Edges looked at in one step of a few milliseconds: another thread soon gets its turn."""
BATCH_MEETINGS = 65_536
"""Edge pairs integrated in one step."""
TINY = 1e-300
EPS = float(np.finfo(float).eps)


def common_areas(
    one: Tiles, shape_one: np.ndarray, two: Tiles, shape_two: np.ndarray, boxes: Boxes
) -> tuple[np.ndarray, np.ndarray]:
    """Area in m² that two shapes have in common inside a box, for (k,) pairs; and a bound of its rounding error.

    The area of a pair does not depend on the other pairs, not even in its last digit.
    """
    area, noise = np.zeros(len(shape_one)), np.zeros(len(shape_one))
    views = window(one, shape_one, boxes), window(two, shape_two, boxes)
    weight = np.maximum(views[0].weight + views[1].weight, BATCH_EDGES >> BOX_BITS)
    # plain shapes first: a step without tiles has less to do
    order = (one.is_cut.take(shape_one) | two.is_cut.take(shape_two)).argsort(kind="stable")
    for part in batches(weight.take(order), BATCH_EDGES):
        pairs = order[part]
        area[pairs], noise[pairs] = _batch((views[0].take(pairs), views[1].take(pairs)))
    return area, noise


def _batch(views: tuple[Window, Window]) -> tuple[np.ndarray, np.ndarray]:
    """The same for a few pairs."""
    frame = frame_of(views[0].boxes)
    outline = clipped(views, frame)
    key = frame.keys(outline.box, outline.x0)
    order = key.argsort(kind="stable")
    outline = outline.take(order)
    pair = frame.pair.take(outline.box)
    area = np.bincount(pair, _integrals(outline, *_meetings(outline, key.take(order), frame)), frame.pairs)
    terms = np.bincount(pair, minlength=frame.pairs)
    return area, EPS * terms * frame.wide[: frame.pairs] * frame.high[: frame.pairs]


def _meetings(outline: Outline, key: np.ndarray, frame: Frame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The edges of the other shape that begin over each edge (m,): ``guests[start[i] : start[i] + count[i]]``.

    Edges are sorted by pair and left end, ``key``. Of two edges that share some x, the one that comes first is the host.
    """
    end = key.searchsorted(frame.keys(outline.box, outline.x1))
    is_second = outline.box >= frame.pairs
    seconds = np.zeros(len(key) + 1, np.int64)
    is_second.cumsum(out=seconds[1:])
    firsts = np.arange(len(key) + 1) - seconds
    guests = np.concatenate([rows_of(~is_second), rows_of(is_second)])
    start = np.where(is_second, firsts[:-1], seconds[:-1] + firsts[-1])
    stop = np.where(is_second, firsts.take(end), seconds.take(end) + firsts[-1])
    return guests, start, np.maximum(stop - start, 0)


def _integrals(outline: Outline, guests: np.ndarray, start: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Signed integrals of the lower of each edge and its guests, summed for each edge (m,)."""
    total = np.zeros(len(count))
    x0, x1, y0, slope, sign = outline.x0, outline.x1, outline.y0, outline.slope, outline.sign
    for part in batches(count, BATCH_MEETINGS):
        owner, place = spread(start[part], count[part])
        h, g = owner + part.start, guests.take(place)
        x, y, rise, rise_h = x0.take(g), y0.take(g), slope.take(g), slope.take(h)
        wide = np.minimum(x1.take(g), x1.take(h)) - x
        above = y - y0.take(h) - rise_h * (x - x0.take(h))
        then = above + (rise - rise_h) * wide
        over = np.maximum(np.maximum(above, then), 0)
        under = np.minimum(above, then)
        excess = over * (over / (over - np.minimum(under, 0) + TINY)) + np.maximum(under, 0)
        area = wide * (y + 0.5 * (rise * wide - excess)) * sign.take(g)
        total[part] = np.bincount(owner, area, part.stop - part.start)
    return total * sign
