"""Polygons as the engine works with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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


@dataclass
class Known:
    """What has been derived from shapes (n,) so far; None is not known yet. See ``Shapes``."""

    bounds: np.ndarray | None = None
    area: np.ndarray | None = None
    is_large: np.ndarray | None = None
    ordinary: Shapes | None = None
    table: Edges | None = None
    edges: Tiles | None = None
    tiles: Tiles | None = None

    def take(self, index: np.ndarray) -> Known:
        """The same of the shapes at ``index`` (positions); the table of edges, which tiles share,
        is not cut out."""
        return Known(
            bounds=None if self.bounds is None else self.bounds[index],
            area=None if self.area is None else self.area[index],
            is_large=None if self.is_large is None else self.is_large[index],
            ordinary=None if self.ordinary is None else self.ordinary.take(index),
            edges=None if self.edges is None else self.edges.take(index),
            tiles=None if self.tiles is None else self.tiles.take(index),
        )

    def learn(self, same: Known) -> None:
        """Take over what another object knows of the same shapes and this one does not."""
        self.bounds = same.bounds if self.bounds is None else self.bounds
        self.area = same.area if self.area is None else self.area
        self.is_large = same.is_large if self.is_large is None else self.is_large
        self.ordinary = same.ordinary if self.ordinary is None else self.ordinary
        self.edges = same.edges if self.edges is None else self.edges
        self.tiles = same.tiles if self.tiles is None else self.tiles


class Shapes:
    """Valid polygons and multipolygons, plan CRS metres; what is derived from them is computed on
    first use."""

    def __init__(self, geometry: np.ndarray, known: Known | None = None) -> None:
        """``geometry`` (n,) object; ``known``: what has been derived from it already."""
        self.geometry = np.asarray(geometry, dtype=object)
        self._known = known or Known()

    def __len__(self) -> int:
        return len(self.geometry)

    @property
    def bounds(self) -> np.ndarray:
        """Boxes (n, 4): xmin, ymin, xmax, ymax; NaN for an empty shape."""
        if self._known.bounds is None:
            self._known.bounds = np.asarray(shapely.bounds(self.geometry)).reshape(-1, 4)
        return self._known.bounds

    @property
    def area(self) -> np.ndarray:
        """Areas (n,) in m²."""
        if self._known.area is None:
            self._known.area = np.asarray(shapely.area(self.geometry))
        return self._known.area

    @property
    def edges(self) -> Tiles:
        """The edges, all of a shape together."""
        if self._known.edges is None:
            self._known.edges = plain(self._table)
        return self._known.edges

    @property
    def tiles(self) -> Tiles:
        """The edges, those of large shapes cut in tiles."""
        if self._known.tiles is None:
            self._known.tiles = cut(self._table, self.bounds)
        return self._known.tiles

    @property
    def _table(self) -> Edges:
        """The edges, in no tiles."""
        if self._known.table is None:
            self._known.table = edges_of(self.geometry)
        return self._known.table

    @property
    def is_large(self) -> np.ndarray:
        """Which shapes have many vertices (n,)."""
        if self._known.is_large is None:
            self._known.is_large = np.asarray(shapely.get_num_coordinates(self.geometry) > LARGE)
        return self._known.is_large

    @property
    def ordinary(self) -> Shapes:
        """The same without the large ones, which are empty."""
        # Kept in itself it would be a cycle, and outlive its block wherever garbage collection is
        # off.
        if not self.is_large.any():
            return self
        if self._known.ordinary is None:
            geometry = self.geometry.copy()
            geometry[self.is_large] = shapely.Polygon()
            self._known.ordinary = Shapes(geometry)
        return self._known.ordinary

    def sides(self, shape: np.ndarray) -> Iterator[tuple[np.ndarray, Tiles, np.ndarray]]:
        """Rows of ``shape`` (k,), the edges to take for them, and the shapes' numbers in them:
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
        if self._known.tiles is not None:
            return self._known.tiles
        count = self.edges.start.take(self.edges.first + 1) - self.edges.start.take(
            self.edges.first
        )
        count *= count > PLAIN_EDGES
        return self.tiles if count.take(shape).sum() > LOOKS * count.sum() else self.edges

    def learn(self, same: Shapes) -> None:
        """Take over what is known of the same shapes."""
        self._known.learn(same._known)

    def take(self, index: np.ndarray) -> Shapes:
        """The shapes at ``index`` (positions or a mask), with what is already known of them."""
        index = np.arange(len(self))[index]
        return Shapes(self.geometry[index], self._known.take(index))
