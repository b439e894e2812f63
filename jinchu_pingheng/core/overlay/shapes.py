"""Polygons as the engine works with them."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import shapely

from .tiles import Tiles, tiles_of


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
    def tiles(self) -> Tiles:
        """The edges, sorted into tiles."""
        return tiles_of(self.geometry, self.bounds)

    def take(self, index: np.ndarray) -> Shapes:
        """The shapes at ``index`` (positions or a mask), with what is already known of them."""
        part = Shapes(self.geometry[index])
        known = self.__dict__
        if "bounds" in known:
            part.bounds = self.bounds[index]
        if "area" in known:
            part.area = self.area[index]
        if "tiles" in known:
            part.tiles = self.tiles.take(index)
        return part
