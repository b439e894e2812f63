"""Polygons as the engine works with them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np
import shapely

from .edges import Edges, edges_of
from .lasting import lasting_tiles
from .ragged import rows_of
from .tiles import PLAIN_EDGES, Tiles, cut, plain

LARGE = 2_000
"""Vertices from which a shape's tiles are kept for as long as its geometry lives: blocks and
parcels meet it again."""
LOOKS = 200
"""Cutting a large shape in tiles costs as much as going so many times through all of its edges."""


class Shapes:
    """Valid polygons and multipolygons, plan CRS metres; what is derived from them is computed on
    first use."""

    def __init__(self, geometry: np.ndarray) -> None:
        """``geometry`` (n,) object."""
        self.geometry = np.asarray(geometry, dtype=object)

    def __len__(self) -> int:
        return len(self.geometry)

    @cached_property
    def bounds(self) -> np.ndarray:
        """Boxes (n, 4): xmin, ymin, xmax, ymax; NaN for an empty shape."""
        return np.asarray(shapely.bounds(self.geometry)).reshape(-1, 4)

    @cached_property
    def area(self) -> np.ndarray:
        """Areas (n,) in m²."""
        return np.asarray(shapely.area(self.geometry))

    @cached_property
    def _table(self) -> Edges:
        return edges_of(self.geometry)

    @cached_property
    def edges(self) -> Tiles:
        """The edges, all of a shape together."""
        return plain(self._table)

    @cached_property
    def tiles(self) -> Tiles:
        """The edges, those of large shapes cut in tiles."""
        return cut(self._table, self.bounds)

    @cached_property
    def is_large(self) -> np.ndarray:
        """Which shapes have many vertices (n,)."""
        return np.asarray(shapely.get_num_coordinates(self.geometry) > LARGE)

    @property
    def ordinary(self) -> Shapes:
        """The same without the large ones, which are empty."""
        # Kept in itself it would be a cycle, and outlive its block wherever garbage collection is
        # off.
        return self._ordinary if self.is_large.any() else self

    @cached_property
    def _ordinary(self) -> Shapes:
        geometry = self.geometry.copy()
        geometry[self.is_large] = shapely.Polygon()
        return Shapes(geometry)

    def sides(self, shape: np.ndarray) -> Iterator[tuple[np.ndarray, Tiles, np.ndarray]]:
        """Rows of ``shape`` (k,), the edges to take for them, and the shapes' numbers therein:
        ordinary ones, large ones."""
        large = self.is_large.take(shape)
        if not large.any():
            yield np.arange(len(shape)), self.ordinary.edges_for(shape), shape
            return
        rows = rows_of(~large)
        if len(rows):
            yield rows, self.ordinary.edges_for(shape.take(rows)), shape.take(rows)
        rows = rows_of(large)
        used, which = np.unique(shape.take(rows), return_inverse=True)
        tiles, number = lasting_tiles(self.geometry.take(used))
        yield rows, tiles, number.take(which)

    def edges_for(self, shape: np.ndarray) -> Tiles:
        """The edges in the form that is quicker for looking at each of ``shape`` (k,) once."""
        if "tiles" in vars(self):
            return self.tiles
        count = self.edges.start.take(self.edges.first + 1) - self.edges.start.take(
            self.edges.first
        )
        count *= count > PLAIN_EDGES
        return self.tiles if count.take(shape).sum() > LOOKS * count.sum() else self.edges

    def learn(self, same: Shapes) -> None:
        """Take over what is known of the same shapes."""
        for name, value in vars(same).items():
            vars(self).setdefault(name, value)

    def take(self, index: np.ndarray) -> Shapes:
        """The shapes at ``index`` (positions or a mask), with what is already known of them."""
        index = np.arange(len(self))[index]
        part = Shapes(self.geometry[index])
        known = vars(self)
        if "bounds" in known:
            part.bounds = self.bounds[index]
        if "area" in known:
            part.area = self.area[index]
        if "is_large" in known:
            part.is_large = self.is_large[index]
        if "_ordinary" in known:
            part._ordinary = self._ordinary.take(index)
        if "edges" in known:
            part.edges = self.edges.take(index)
        if "tiles" in known:
            part.tiles = self.tiles.take(index)
        return part
