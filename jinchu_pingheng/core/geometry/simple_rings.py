"""A proof of validity for ordinary polygons, many at a time: in half the time that GEOS takes to
judge them one by one.

A polygon whose rings nowhere touch themselves or each other, and lie in each other as they should,
is valid. Whatever is not proven here (rings that touch, repeated points, what rounding leaves open)
is no worse for it: GEOS is asked.

Two edges are proven apart by their boxes, else by the side on which the ends of one lie of the
other. Boxes are made of coordinates rounded to 32 bits: rounding keeps the order, so that what is
strictly apart after it was so before.

Edges less than ``2 * PIECE`` steps apart in a ring are compared each with each. For the others, the
boxes of ``PIECE`` edges each are the leaves of trees (``box_trees``), and those that are not apart
are halved down to single edges.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from .box_trees import Boxes, Pairs, close_pairs, halved, joined, without_crowds
from .overlay.edges import rings_of
from .overlay.ragged import batches, rows_of, spread

PIECE = 4
"""Edges of a leaf of the tree; a power of two."""
BATCH = 65_536
"""Vertices handled at a time: arrays stay in the cache, and other threads get their turn."""
MOST_NESTING = 1_000_000
"""Rings times leaves of a feature above which GEOS is asked how its rings lie in each other."""
ROUNDING = 2.0**-51
"""Bound of the rounding error of ``_turn`` relative to its two products (3 ulp and a bit; Shewchuk
1997)."""
UNDERFLOW = 1e-290
"""Well above the error of a product too small for a normal number."""


def surely_simple(geometry: np.ndarray) -> np.ndarray:
    """Mask (n,) of the polygons and multipolygons that are certainly valid; False only means that
    GEOS must be asked.

    geometry: (n,) shapely objects or None.
    """
    sure = np.zeros(len(geometry), dtype=bool)
    kind = shapely.get_type_id(geometry)
    vertices = shapely.get_num_coordinates(geometry)
    rows = rows_of(((kind == 3) | (kind == 6)) & (vertices > 0))
    for some in batches(vertices.take(rows), BATCH):
        # numbers that are none, or too big, compare as not proven
        with np.errstate(invalid="ignore", over="ignore"):
            sure[rows[some]] = _Rings(geometry.take(rows[some])).proven()
    return sure


class _Rings:
    """The rings (r,) of features (n,) one after the other, each drawn on past its start by at least
    two pieces.

    So each edge of a ring is followed by all that come less than two pieces later. ``at`` (m,): the
    vertex at each position; ``own`` (m,): positions whose edge, to the next one, is not a second
    copy.
    """

    def __init__(self, geometry: np.ndarray) -> None:
        rings = rings_of(geometry)
        drawn = rows_of(rings[2])
        self.feature, self.is_shell, length = (column.take(drawn) for column in rings)
        self.sure = np.ones(len(geometry), dtype=bool)
        self.sure[self.feature[length < 4]] = False
        self.edges = np.maximum(length - 1, 1)
        self.leaves = -(-self.edges // PIECE)
        self.end = ((self.leaves + 2) * PIECE).cumsum()
        self.first = self.end - (self.leaves + 2) * PIECE
        self.ring = self.feature.searchsorted(np.arange(len(geometry) + 1))
        self.start = self.first.take(self.ring[:-1]) // PIECE
        self.count = np.diff(self.start, append=self.end[-1] // PIECE) - 2
        self.xy = np.ascontiguousarray(shapely.get_coordinates(geometry).T)
        self._draw(length.cumsum() - length)
        rough = (self.xy - self.xy[:, :1]).astype(np.float32).take(self.at, axis=1)
        self.sure[self._features(rows_of(~np.isfinite(rough[0] + rough[1])))] = False
        self.step = rough[:, 1:] - rough[:, :-1]
        self.boxes = (
            np.minimum(rough[:, 1:], rough[:, :-1]),
            np.maximum(rough[:, 1:], rough[:, :-1]),
        )
        self.rough = rough

    def _draw(self, start: np.ndarray) -> None:
        """``start`` (r,): first vertex of each ring."""
        at = np.ones(self.end[-1], np.int64)
        jump = start - self.first
        at[self.first[1:]] += np.diff(jump)
        at[0] = 0
        self.at = at.cumsum(out=at)
        further = np.arange(3 * PIECE - 1)
        position = (self.first + self.edges)[:, None] + further
        inside = position < self.end[:, None]
        position = position[inside]
        at[position] = (further % self.edges[:, None] + start[:, None])[inside]
        self.own = np.ones(len(at), dtype=bool)
        self.own[position] = False

    def _features(self, position: np.ndarray) -> np.ndarray:
        return self.feature.take(self.first.searchsorted(position, side="right") - 1)

    def proven(self) -> np.ndarray:
        """Mask (n,) of the features that are certainly valid."""
        self.sure[self._features(self._folds())] = False
        self.sure[self._features(self._touching(*self._close()))] = False
        self.sure[self.feature.take(self._ill_nested())] = False
        return self.sure

    def _folds(self) -> np.ndarray:
        """Edges that may run back on the edge before them: neither x nor y goes on, and no turn is
        proven."""
        on = self.step[:, 1:] * self.step[:, :-1] > 0
        bend = rows_of(~(on[0] | on[1]) & self.own[:-2])
        turn = _turn(*(self.xy.take(self.at.take(bend + ahead), axis=1) for ahead in range(3)))
        return bend[~(np.abs(turn) > 0)]

    def _close(self) -> Pairs:
        """Pairs of edges, maybe of the same or neighbours, whose boxes are not apart."""
        found = [*self._near(), self._far()]
        return np.concatenate([one for one, _ in found]), np.concatenate(
            [other for _, other in found]
        )

    def _near(self) -> Iterator[Pairs]:
        low, high = self.boxes
        count = low.shape[1] - 2 * PIECE + 1
        own = self.own[:count]
        for gap in range(2, 2 * PIECE):
            apart = low[:, gap : gap + count] > high[:, :count]
            apart |= high[:, gap : gap + count] < low[:, :count]
            one = rows_of(~(apart[0] | apart[1]) & own)
            yield one, one + gap

    def _far(self) -> Pairs:
        end = len(self.at) - PIECE
        levels = [(self.boxes[0][:, :end], self.boxes[1][:, :end])]
        for _ in range(PIECE.bit_length() - 1):
            levels.append(joined(levels[-1]))
        self.leaf_boxes = low, high = levels.pop()
        second = ~self.own[:end:PIECE]
        np.copyto(low, np.inf, where=second)
        np.copyto(high, -np.inf, where=second)
        *pairs, given_up = close_pairs(self.leaf_boxes, self.start, self.count)
        self.sure[given_up] = False
        return self._down_to_edges(self._without_closing(*pairs), levels)

    def _down_to_edges(self, pairs: Pairs, levels: list[Boxes]) -> Pairs:
        """Pairs of edges from pairs of leaves, halved through the boxes of each level."""
        crowded = np.zeros(len(self.sure), dtype=bool)
        leaf = np.arange(self.leaf_boxes[0].shape[1])
        owner = self._features(leaf * PIECE)
        for boxes in reversed(levels):
            pairs, owner = halved(boxes, pairs), owner.repeat(2)
            pairs = without_crowds(pairs, owner, self.count, crowded)
        self.sure &= ~crowded
        return pairs

    def _without_closing(self, one: np.ndarray, other: np.ndarray) -> Pairs:
        """The last leaf of a ring is next to its first."""
        first = np.full(self.leaf_boxes[0].shape[1], -1)
        first[self.first // PIECE + self.leaves - 1] = self.first // PIECE
        keep = rows_of(first.take(other) != one)
        return one.take(keep), other.take(keep)

    def _touching(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Those edges ``one`` that are not proven to lie apart from the other, nor to be its
        neighbour."""
        a, b, c, d = (self.at.take(position) for position in (one, one + 1, other, other + 1))
        two = rows_of((a != c) & (b != c) & (a != d))
        one = one.take(two)
        a, b, c, d = (self.xy.take(vertex.take(two), axis=1) for vertex in (a, b, c, d))
        left = rows_of(~(_turn(a, b, c) * _turn(a, b, d) > 0))
        a, b, c, d = (point.take(left, axis=1) for point in (a, b, c, d))
        return one.take(left)[~(_turn(c, d, a) * _turn(c, d, b) > 0)]

    def _ill_nested(self) -> np.ndarray:
        """Rings not proven to lie as they should: a hole in its shell, none in another hole, no
        shell in another part.

        That is all there is to prove when no ring touches another.
        """
        number = np.diff(self.ring)
        several = (number > 1) & self.sure
        heavy = several & (number * self.count > MOST_NESTING)
        rings = rows_of((several & ~heavy).take(self.feature))
        ring, other, open_rings = self._inside(rings)
        part = self.is_shell.cumsum() - 1
        holes = rings[~self.is_shell.take(rings)]
        # shells count 1, holes −1: each ring finds 0 of each part, but a hole 1 of its own
        key = np.concatenate(
            [ring * len(part) + part.take(other), holes * len(part) + part.take(holes)]
        )
        found = np.concatenate(
            [np.where(self.is_shell.take(other), 1, -1), np.full(len(holes), -1)]
        )
        key, group = np.unique(key, return_inverse=True)
        wrong = key[np.bincount(group.ravel(), found, len(key)) != 0] // max(len(part), 1)
        return np.concatenate([wrong, open_rings, rows_of(heavy.take(self.feature))])

    def _inside(self, rings: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Pairs ring (k,) in ring (k,), by the edges that pass above its first vertex; and the
        rings not decided."""
        feature = self.feature.take(rings)
        low, high = self.leaf_boxes
        ring, leaf = spread(self.start.take(feature), self.count.take(feature))
        ring = rings.take(ring)
        x = self.rough[0].take(self.first).take(ring)
        near = rows_of((low[0].take(leaf) <= x) & (x <= high[0].take(leaf)))
        edge = (leaf.take(near)[:, None] * PIECE + np.arange(PIECE)).ravel()
        ring = ring.take(near).repeat(PIECE)
        other = self.first.searchsorted(edge, side="right") - 1
        vertices = self.at.take(edge), self.at.take(edge + 1), self.at.take(self.first.take(ring))
        a, b, point = (self.xy.take(vertex, axis=1) for vertex in vertices)
        right = a[0] <= point[0]
        over = rows_of(self.own.take(edge) & (other != ring) & (right != (b[0] <= point[0])))
        turn = _turn(*(end.take(over, axis=1) for end in (a, b, point)))
        ring, other = ring.take(over), other.take(over)
        above = (turn < 0) == right.take(over)
        key, times = np.unique((ring * len(self.first) + other)[above], return_counts=True)
        ring_in, other_in = np.divmod(key[times % 2 == 1], max(len(self.first), 1))
        return ring_in, other_in, ring[~(np.abs(turn) > 0)]


def _turn(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    """Above 0 where points (2, k) turn left from a to b to c, below 0 where they turn right, 0
    where rounding may err."""
    left, right = (a[0] - c[0]) * (b[1] - c[1]), (a[1] - c[1]) * (b[0] - c[0])
    turn = left - right
    turn *= np.abs(turn) > ROUNDING * (np.abs(left) + np.abs(right)) + UNDERFLOW
    return np.asarray(turn)
