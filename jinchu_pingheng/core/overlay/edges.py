"""Rings as a table of edges.

Every edge runs from left (x0, y0) to right (x1, y1), a vertical one upwards. Its sign is +1 where the polygon lies
below it and −1 where the polygon lies above it, whichever way the ring was drawn, so that for every point (x, y)

    1 if the point is inside, else 0  =  sum of the signs of the edges that pass above the point.

The sign of a vertical edge is the one that it would have if its upper end were moved to the right a little.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from .ragged import rows_of


@dataclass(frozen=True)
class Edges:
    """Edges (m,) of shapes (n,), plan CRS metres; ``count`` (n,) edges of each shape, one shape after the other."""

    x0: np.ndarray
    y0: np.ndarray
    x1: np.ndarray
    y1: np.ndarray
    sign: np.ndarray
    count: np.ndarray

    def take(self, index: np.ndarray) -> Edges:
        """The edges at ``index`` (positions); ``count`` is left as it is."""
        x0, y0, x1, y1, sign = (c.take(index) for c in (self.x0, self.y0, self.x1, self.y1, self.sign))
        return Edges(x0, y0, x1, y1, sign, self.count)


def edges_of(geometry: np.ndarray) -> Edges:
    """Edges of valid polygons and multipolygons (n,), shape after shape."""
    shape, is_shell, length = _rings(geometry)
    x, y = np.ascontiguousarray(shapely.get_coordinates(geometry).T)
    ring = np.repeat(np.arange(len(shape)), length)
    # steps from each vertex to the next, without those from the end of a ring to the start of another
    step = rows_of(ring[1:] == ring[:-1])
    ring, xa, xb, ya, yb = ring.take(step), x.take(step), x.take(step + 1), y.take(step), y.take(step + 1)
    run = xb - xa
    middle = (ya + yb) * 0.5 - (y[0] if len(y) else 0)
    clockwise = np.bincount(ring, run * middle, minlength=len(shape)) > 0
    forward = (run > 0) | ((run == 0) & (yb > ya))
    sign = (forward == (clockwise == is_shell).take(ring)).astype(np.int8)
    sign += sign - np.int8(1)
    count = np.bincount(shape, np.maximum(length - 1, 0), minlength=len(geometry)).astype(np.int64)
    y0, y1 = np.where(forward, ya, yb), np.where(forward, yb, ya)
    return Edges(np.minimum(xa, xb), y0, np.maximum(xa, xb), y1, sign, count)


def _rings(geometry: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rings (r,) in order: the shape that each belongs to, whether it is a shell, and its number of vertices."""
    odd = rows_of(
        (shapely.get_type_id(geometry) != shapely.GeometryType.POLYGON) | (shapely.get_num_interior_rings(geometry) > 0)
    )
    length = shapely.get_num_coordinates(geometry)
    if not len(odd):
        return np.arange(len(geometry)), np.ones(len(geometry), dtype=bool), length
    parts, part_shape = shapely.get_parts(geometry.take(odd), return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    count = np.ones(len(geometry), np.int64)
    count[odd] = np.bincount(part_shape.take(ring_part), minlength=len(odd))
    shape = np.repeat(np.arange(len(geometry)), count)
    is_shell, is_odd = np.ones(len(shape), dtype=bool), np.isin(shape, odd)
    is_shell[is_odd] = np.diff(ring_part, prepend=-1) > 0
    lengths = length.take(shape)
    lengths[is_odd] = shapely.get_num_coordinates(rings)
    return shape, is_shell, lengths
