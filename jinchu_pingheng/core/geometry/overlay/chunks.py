"""Boxes of a few consecutive edges, as edges that follow each other in a ring are near each
other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

CHUNK = 16
"""Edges in a chunk: with so many, a box looks at about as many chunks as edges in chunks near
it."""


@dataclass(frozen=True)
class Chunks:
    """Edges ``start[i] : start[i + 1]`` of chunks (c,) and their boxes (c,), plan CRS metres.

    The chunks of shapes (n,) are ``first[j] : first[j + 1]``.
    """

    first: np.ndarray
    start: np.ndarray
    left: np.ndarray
    low: np.ndarray
    right: np.ndarray
    top: np.ndarray


def chunks_of(
    x0: np.ndarray, y0: np.ndarray, x1: np.ndarray, y1: np.ndarray, edges: np.ndarray
) -> Chunks:
    """Chunks of edges (m,) from left (x0, y0) to right (x1, y1); ``edges`` (n,) of each shape, one
    shape after the other."""
    count = -(-edges // CHUNK)
    first, begin = np.append(0, count.cumsum()), np.append(0, edges.cumsum())
    start = np.arange(first[-1]) * CHUNK + (begin[:-1] - first[:-1] * CHUNK).repeat(count)
    if not len(start):
        return Chunks(first=first, start=begin[:1], left=x0, low=y0, right=x1, top=y1)
    low, high = np.minimum(y0, y1), np.maximum(y0, y1)
    lows = (np.minimum.reduceat(column, start) for column in (x0, low))
    highs = (np.maximum.reduceat(column, start) for column in (x1, high))
    return Chunks(first, np.append(start, begin[-1]), *lows, *highs)
