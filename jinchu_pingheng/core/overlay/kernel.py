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

from dataclasses import replace

import numpy as np

from .clip import Outline, clipped
from .near import Boxes, Window, weights, window
from .ragged import batches, spread
from .tiles import Tiles

BATCH_EDGES = 40_960
"""Edges looked at in one step: small enough for the cache and for another thread to get its turn soon."""
BATCH_MEETINGS = 40_000
"""Edge pairs integrated in one step."""
BOX_BITS = 12
"""At most 2 ** 12 boxes make a step, so that a box and the 50 leading bits of an x fit in one integer."""
X_BITS = 62 - BOX_BITS
TINY = 1e-300
EPS = float(np.finfo(float).eps)


def common_areas(
    one: Tiles, shape_one: np.ndarray, two: Tiles, shape_two: np.ndarray, boxes: Boxes
) -> tuple[np.ndarray, np.ndarray]:
    """Area in m² that two shapes have in common inside a box, for (k,) pairs; and a bound of its rounding error.

    The area of a pair does not depend on the other pairs, not even in its last digit.
    """
    area, noise = np.zeros(len(shape_one)), np.zeros(len(shape_one))
    sides = window(one, shape_one, boxes), window(two, shape_two, boxes)
    weight = np.maximum(weights(sides[0]) + weights(sides[1]), BATCH_EDGES >> BOX_BITS)
    tiled = sides[0].tiled | sides[1].tiled
    # plain shapes keep to themselves, as they need less work
    for group in np.flatnonzero(~tiled), np.flatnonzero(tiled):
        for part in batches(weight.take(group), BATCH_EDGES):
            pairs = group[part]
            area[pairs], noise[pairs] = _batch(sides[0].take(pairs), sides[1].take(pairs))
    return area, noise


def _batch(one: Window, two: Window) -> tuple[np.ndarray, np.ndarray]:
    """The same for a few boxes."""
    count = len(one.shape)
    second = clipped(two)
    alive = np.flatnonzero(np.bincount(second.box, minlength=count))
    first = clipped(one.take(alive))
    first = replace(first, box=alive.take(first.box))
    wide, high = one.boxes.right - one.boxes.left, one.boxes.top - one.boxes.low
    terms = np.bincount(first.box, minlength=count) + np.bincount(second.box, minlength=count)
    return _common(first, second, wide), EPS * terms * wide * high


def _common(one: Outline, two: Outline, wide: np.ndarray) -> np.ndarray:
    """Sum of the integrals for each box (k,) of the width ``wide``."""
    scale = (2.0**X_BITS - 1) / wide
    one, one_from, one_to = _sorted(one, scale)
    two, two_from, two_to = _sorted(two, scale)
    start = np.searchsorted(one_from, two_from), np.searchsorted(two_from, one_from, side="right")
    end = np.searchsorted(one_from, two_to), np.searchsorted(two_from, one_to)
    area = _integrals(two, one, start[0], end[0], len(wide))
    return area + _integrals(one, two, start[1], end[1], len(wide))


def _sorted(outline: Outline, scale: np.ndarray) -> tuple[Outline, np.ndarray, np.ndarray]:
    """Edges from left to right within each box, and the integer keys of their ends.

    Keys of equal x are equal, and those of different x differ unless the x do so by less than a float can tell.
    """
    box_scale, base = scale.take(outline.box), outline.box << X_BITS
    left = base + (outline.x0 * box_scale).astype(np.int64)
    right = base + (outline.x1 * box_scale).astype(np.int64)
    order = np.argsort(left, kind="stable")
    return outline.take(order), left.take(order), right.take(order)


def _integrals(host: Outline, guest: Outline, start: np.ndarray, end: np.ndarray, boxes: int) -> np.ndarray:
    """Signed integrals of every host edge with the guest edges ``start`` to ``end`` that begin over it, by box."""
    slope_host = (host.y1 - host.y0) / (host.x1 - host.x0)
    slope_guest = (guest.y1 - guest.y0) / (guest.x1 - guest.x0)
    count = np.maximum(end - start, 0)
    total = np.zeros(len(count))
    for part in batches(count, BATCH_MEETINGS):
        owner, g = spread(start[part], count[part])
        h = owner + part.start
        x, y, slope, slope_h = guest.x0.take(g), guest.y0.take(g), slope_guest.take(g), slope_host.take(h)
        wide = np.minimum(guest.x1.take(g), host.x1.take(h))
        wide -= x
        above = y - host.y0.take(h) - slope_h * (x - host.x0.take(h))
        then = above + (slope - slope_h) * wide
        over = np.maximum(np.maximum(above, then), 0)
        under = np.minimum(above, then)
        excess = over * (over / (over - np.minimum(under, 0) + TINY)) + np.maximum(under, 0)
        area = wide * (y + 0.5 * (slope * wide - excess)) * guest.sign.take(g)
        total[part] = np.bincount(owner, area, minlength=part.stop - part.start)
    return np.bincount(host.box, total * host.sign, minlength=boxes)
