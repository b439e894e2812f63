"""The outlines of hosts, cut in slabs: where an edge begins, those that are there already are
listed.

So the edges over any stretch of x are found by two searches, however many guests are held against a
host.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .clip import Outline
from .ragged import spread, stable_order

BOX_BITS = 12
"""At most 2 ** 12 hosts are sorted together, so that a host and the leading 50 bits of an x fit in
one integer."""
X_BITS = 62 - BOX_BITS


MOST_LISTED = 1 << 20
"""Edges listed at most: for a ring like a comb or a star, of which thousands are alive at once,
slabs are made longer."""


@dataclass(frozen=True)
class Slabs:
    """Edges (m,) of hosts (h,), sorted by host and left end; a slab begins with every ``stride``-th
    edge.

    ``first`` (h,) is where each host begins, ``wide`` (h,) its width in metres. Alive where slab i
    begins are the edges
    ``edge[start[i] : start[i + 1]]``, all of which began before.
    """

    outline: Outline
    key: np.ndarray
    first: np.ndarray
    wide: np.ndarray
    stride: int
    start: np.ndarray
    edge: np.ndarray

    def over(self, host: np.ndarray, x0: np.ndarray, x1: np.ndarray) -> tuple[np.ndarray, ...]:
        """The edges of a host (k,) that may be over x0 … x1 (k,), as two runs: ``edge[start : start
        + count]``, then edges themselves (``start``, ``count``). In ascending order, however long
        the slabs are."""
        begun = self.key.searchsorted(_keys(self.wide, host, x0), side="right")
        slab = np.maximum(begun - 1, 0) // self.stride
        first, begin = self.first.take(host), slab * self.stride
        at = self.start.take(slab)
        count = (self.start.take(slab + 1) - at) * (begin > first)
        begin = np.maximum(begin, first)
        end = self.key.searchsorted(_keys(self.wide, host, x1))
        return at, count, begin, np.maximum(end - begin, 0)


def slabs_of(outline: Outline, wide: np.ndarray) -> Slabs:
    """The slabs of hosts (h,), by their outlines (``box`` is the host) and their widths in
    metres."""
    key = _keys(wide, outline.box, outline.x0)
    order = key.argsort(kind="stable")
    outline, key = outline.take(order), key.take(order)
    every = np.arange(len(key))
    until = np.maximum(key.searchsorted(_keys(wide, outline.box, outline.x1)), every + 1)
    stride = 1 + int((until - every).sum()) // MOST_LISTED
    began = every // stride
    edge, slab = spread(began + 1, (until - 1) // stride - began)
    slabs = len(key) // stride + 1
    start = np.append(0, np.bincount(slab, minlength=slabs).cumsum())
    first = outline.box.searchsorted(np.arange(len(wide)))
    return Slabs(
        outline=outline,
        key=key,
        first=first,
        wide=wide,
        stride=stride,
        start=start,
        edge=edge.take(stable_order(slab, slabs)),
    )


def _keys(wide: np.ndarray, host: np.ndarray, x: np.ndarray) -> np.ndarray:
    scale = (2.0**X_BITS - 1) / wide
    keys = (x * scale.take(host)).astype(np.int64)
    keys += host << X_BITS
    return keys
