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

from .ragged import spread


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
        columns = (self.x0, self.y0, self.x1, self.y1, self.sign)
        return Edges(*(column[index] for column in columns), self.count)


def edges_of(geometry: np.ndarray) -> Edges:
    """Edges of valid polygons and multipolygons (n,)."""
    rings, shape, is_shell = _rings(geometry)
    points = shapely.get_coordinates(rings)
    length = shapely.get_num_coordinates(rings)
    x, y = np.ascontiguousarray(points.T)
    first = np.cumsum(length) - length
    _, start = spread(first, np.maximum(length - 1, 0))
    ring = np.repeat(np.arange(len(rings)), np.maximum(length - 1, 0))
    run, rise = x[start + 1] - x[start], y[start + 1] - y[start]
    height = (y[start] - y[first[ring]]) + 0.5 * rise
    clockwise = np.bincount(ring, run * height, minlength=len(rings)) > 0
    forward = (run > 0) | ((run == 0) & (rise > 0))
    left, right = start + ~forward, start + forward
    sign = np.where(forward == (clockwise == is_shell)[ring], 1, -1).astype(np.int8)
    count = np.bincount(shape[ring], minlength=len(geometry))
    return Edges(x[left], y[left], x[right], y[right], sign, count)


def _rings(geometry: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rings (r,), the shape each belongs to (r,), and whether it is a shell (r,)."""
    plain = (shapely.get_type_id(geometry) == shapely.GeometryType.POLYGON) & (
        shapely.get_num_interior_rings(geometry) == 0
    )
    if plain.all():
        return geometry, np.arange(len(geometry)), np.ones(len(geometry), dtype=bool)
    parts, part_shape = shapely.get_parts(geometry, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    is_shell = np.diff(ring_part, prepend=-1) > 0
    return rings, part_shape[ring_part], is_shell

