"""Rings as a table of edges.

Every edge runs from left (x0, y0) to right (x1, y1), a vertical one upwards. Its sign is +1 where
the polygon lies below it and −1 where the polygon lies above it, whichever way the ring was drawn,
so that for every point (x, y)

    1 if the point is inside, else 0  =  sum of the signs of the edges that pass above the point.

The sign of a vertical edge is the one that it would have if its upper end were moved to the right a
little.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from .chunks import Chunks, chunks_of
from .ragged import rows_of


@dataclass(frozen=True)
class Edges:
    """Edges (m,) of shapes (n,), plan CRS metres; ``count`` (n,) edges of each shape, one shape
    after the other."""

    x0: np.ndarray
    y0: np.ndarray
    x1: np.ndarray
    y1: np.ndarray
    sign: np.ndarray
    count: np.ndarray

    @cached_property
    def chunks(self) -> Chunks:
        """Boxes of a few consecutive edges."""
        return chunks_of(self.x0, self.y0, self.x1, self.y1, self.count)

    @property
    def columns(self) -> tuple[np.ndarray, ...]:
        """All arrays, in the order in which they are given."""
        return self.x0, self.y0, self.x1, self.y1, self.sign, self.count

    def take(self, index: np.ndarray) -> Edges:
        """The edges at ``index`` (positions); ``count`` is left as it is."""
        x0, y0, x1, y1, sign = (column.take(index) for column in self.columns[:-1])
        return Edges(x0=x0, y0=y0, x1=x1, y1=y1, sign=sign, count=self.count)

    def ends(self, index: np.ndarray) -> np.ndarray:
        """Left and right ends (k, 4) of the edges at ``index``: x0, y0, x1, y1."""
        return np.stack(
            [column.take(index) for column in (self.x0, self.y0, self.x1, self.y1)], axis=1
        )


def edges_of(geometry: np.ndarray) -> Edges:
    """Edges of valid polygons and multipolygons (n,), shape after shape; each ring ends with an
    edge of no length."""
    shape, is_shell, length = rings_of(geometry)
    x, y = np.ascontiguousarray(shapely.get_coordinates(geometry).T)
    count = np.bincount(shape, length, minlength=len(geometry)).astype(np.int64)
    if not len(shape):
        return Edges(x0=x, y0=y, x1=x, y1=y, sign=np.empty(0, np.int8), count=count)
    end = length.cumsum()
    xb, yb = (_next(column, end - 1) for column in (x, y))
    run = xb - x
    clockwise = np.add.reduceat(run * ((y + yb) * 0.5 - y[0]), end - length) > 0
    forward = (run > 0) | ((run == 0) & (yb > y))
    sign = (forward == (clockwise == is_shell).repeat(length)).astype(np.int8)
    sign += sign - np.int8(1)
    y0, y1 = np.where(forward, y, yb), np.where(forward, yb, y)
    return Edges(x0=np.minimum(x, xb), y0=y0, x1=np.maximum(x, xb), y1=y1, sign=sign, count=count)


def _next(column: np.ndarray, last: np.ndarray) -> np.ndarray:
    """The coordinate after each one (m,); the ``last`` of each ring is its own next."""
    after = np.append(column[1:], column[-1:])
    after[last] = column.take(last)
    return after


def rings_of(geometry: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rings (r,) in order, none empty: the shape that each belongs to, whether it is a shell, its
    number of vertices."""
    length = shapely.get_num_coordinates(geometry)
    shape = rows_of(length)
    length = length.take(shape)
    several = _has_several_rings(geometry.take(shape))
    odd = rows_of(several)
    is_shell = np.ones(len(shape), dtype=bool)
    if not len(odd):
        return shape, is_shell, length
    parts, row_of_part = shapely.get_parts(geometry.take(shape.take(odd)), return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    count = np.ones(len(shape), np.int64)
    count[odd] = np.bincount(row_of_part.take(part_of_ring), minlength=len(odd))
    is_odd = several.repeat(count)
    shape, length, is_shell = shape.repeat(count), length.repeat(count), is_shell.repeat(count)
    later = part_of_ring[1:] == part_of_ring[:-1]
    is_shell[rows_of(is_odd)[1:]] = ~later
    length[is_odd] = shapely.get_num_coordinates(rings)
    return shape, is_shell, length


def _has_several_rings(geometry: np.ndarray) -> np.ndarray:
    """Which shapes (n,), none empty, may have holes or several parts."""
    several = shapely.get_type_id(geometry) != shapely.GeometryType.POLYGON
    several |= shapely.get_num_interior_rings(geometry) > 0
    return np.asarray(several)
