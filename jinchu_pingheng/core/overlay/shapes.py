"""Polygons as the engine works with them."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import shapely

from .edges import Edges, edges_of
from .tiles import PLAIN_EDGES, Tiles, cut, plain

LOOKS = 20
"""Cutting a large shape in tiles costs as much as going so many times through all of its edges."""


class Shapes:
    """Valid polygons and multipolygons, plan CRS metres; what is derived from them is computed on first use."""

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

    def edges_for(self, shape: np.ndarray) -> Tiles:
        """The edges in the form that is quicker for looking at each of ``shape`` (k,) once."""
        if "tiles" in vars(self):
            return self.tiles
        count = self.edges.start.take(self.edges.first + 1) - self.edges.start.take(self.edges.first)
        count *= count > PLAIN_EDGES
        return self.tiles if count.take(shape).sum() > LOOKS * count.sum() else self.edges

    def take(self, index: np.ndarray) -> Shapes:
        """The shapes at ``index`` (positions or a mask), with what is already known of them."""
        index = np.arange(len(self))[index]
        part = Shapes(self.geometry[index])
        known = vars(self)
        if "bounds" in known:
            part.bounds = self.bounds[index]
        if "area" in known:
            part.area = self.area[index]
        if "edges" in known:
            part.edges = self.edges.take(index)
        if "tiles" in known:
            part.tiles = self.tiles.take(index)
        return part
