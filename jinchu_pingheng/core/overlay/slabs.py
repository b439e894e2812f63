"""The outlines of hosts, cut in slabs: where an edge begins, those that are there already are listed.

So the edges over any stretch of x are found by two searches, however many guests are held against a host.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .clip import Outline
from .ragged import spread, stable_order

BOX_BITS = 12
"""At most 2 ** 12 hosts are sorted together, so that a host and the leading 50 bits of an x fit in one integer."""
X_BITS = 62 - BOX_BITS


@dataclass(frozen=True)
class Slabs:
    """Edges (m,) of hosts (h,), sorted by host and left end; slab i begins with edge i and ends where edge i + 1 begins.

    ``first`` (h,) is where each host begins, ``wide`` (h,) its width in metres. When ``i`` edges have begun, those over
    the last one's slab are ``edge[start[i] : start[i + 1]]``.
    """

    outline: Outline
    key: np.ndarray
    first: np.ndarray
    wide: np.ndarray
    start: np.ndarray
    edge: np.ndarray

    def keys(self, host: np.ndarray, x: np.ndarray) -> np.ndarray:
        """Integers of 62 bits in the order of host and x; equal for equal x, as fine as a float."""
        return _keys(self.wide, host, x)

    def over(self, host: np.ndarray, x0: np.ndarray, x1: np.ndarray) -> tuple[np.ndarray, ...]:
        """The edges of a host (k,) over x0 … x1 (k,), as two runs: those at x0 (``edge[start : start + count]``) and
        those that begin behind it (``start``, ``count`` of the edges themselves)."""
        begun = self.key.searchsorted(self.keys(host, x0), side="right")
        at = self.start.take(begun)
        count = (self.start.take(begun + 1) - at) * (begun > self.first.take(host))
        later = self.key.searchsorted(self.keys(host, x1)) - begun
        return at, count, begun, np.maximum(later, 0)


def slabs_of(outline: Outline, wide: np.ndarray) -> Slabs:
    """The slabs of hosts (h,), by their outlines (``box`` is the host) and their widths in metres."""
    key = _keys(wide, outline.box, outline.x0)
    order = key.argsort(kind="stable")
    outline, key = outline.take(order), key.take(order)
    every = np.arange(len(key))
    until = key.searchsorted(_keys(wide, outline.box, outline.x1))
    edge, slab = spread(every, np.maximum(until - every, 0))
    start = np.concatenate([[0, 0], np.bincount(slab, minlength=len(key)).cumsum()])
    first = outline.box.searchsorted(np.arange(len(wide)))
    return Slabs(outline, key, first, wide, start, edge.take(stable_order(slab, len(key))))


def _keys(wide: np.ndarray, host: np.ndarray, x: np.ndarray) -> np.ndarray:
    scale = (2.0**X_BITS - 1) / wide
    keys = (x * scale.take(host)).astype(np.int64)
    keys += host << X_BITS
    return keys
