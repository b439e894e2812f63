"""Boxes of a few consecutive edges, as edges that follow each other in a ring are near each
other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .edges import Edges

CHUNK = 16
"""Edges in a chunk: about as many chunks in a shape as edges in a chunk that a box comes near
to."""


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


def chunks_of(edges: Edges) -> Chunks:
    """Chunks of every shape of a table."""
    count = -(-edges.count // CHUNK)
    first, begin = np.append(0, count.cumsum()), np.append(0, edges.count.cumsum())
    start = np.arange(first[-1]) * CHUNK + (begin[:-1] - first[:-1] * CHUNK).repeat(count)
    if not len(start):
        return Chunks(
            first=first, start=begin[:1], left=edges.x0, low=edges.y0, right=edges.x1, top=edges.y1
        )
    low, high = np.minimum(edges.y0, edges.y1), np.maximum(edges.y0, edges.y1)
    lows = (np.minimum.reduceat(column, start) for column in (edges.x0, low))
    highs = (np.maximum.reduceat(column, start) for column in (edges.x1, high))
    return Chunks(first, np.append(start, begin[-1]), *lows, *highs)
