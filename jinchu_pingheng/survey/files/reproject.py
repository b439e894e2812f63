"""A file in another CRS as a table in the plan's CRS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import shapely
from osgeo import osr

from . import boxes as box
from .ogr_file import load
from .source import FileSource
from .table import NOWHERE, Table
from .wkb import parse

_GROWTH = 0.05
"""A box in another CRS is bent: this share of its size is added on every side, and a little
more."""
_LEAST_GROWTH_M = 100.0
_BEND = 21
"""Points on each side of a box that is taken to another CRS."""

Box = tuple[float, float, float, float]


def load_from(
    source: FileSource,
    columns: Mapping[str, str],
    own: osr.SpatialReference,
    planned: osr.SpatialReference,
    boxes: np.ndarray | None,
) -> Table:
    """The features near boxes (m, 4) in the planned CRS (None: everywhere), and those that no box
    can place.

    Raises PlanError when the file cannot be read to its end.
    """
    table = load(source, columns, _back(own, planned, boxes))
    shapes, unreadable = parse(table.wkb)
    moved = _moved(shapes, osr.CoordinateTransformation(own, planned))
    wkb = np.where(unreadable, table.wkb, shapely.to_wkb(moved))
    extent = moved_box(table.extent, own, planned) if table.extent else None
    return replace(table, boxes=box.of(moved), wkb=wkb, extent=extent)


def moved_box(extent: Box, own: osr.SpatialReference, planned: osr.SpatialReference) -> Box | None:
    """A box in another CRS; None where it cannot be taken there."""
    try:
        there = osr.CoordinateTransformation(own, planned).TransformBounds(*extent, _BEND)
    except RuntimeError:  # where GDAL's exceptions are switched on
        return None
    return tuple(there) if np.isfinite(there).all() else None


def _back(
    own: osr.SpatialReference, planned: osr.SpatialReference, boxes: np.ndarray | None
) -> np.ndarray | None:
    """One box in the file's own CRS around all boxes; None where that cannot be said."""
    around = None if boxes is None else box.total(np.asarray(boxes, dtype=float).reshape(-1, 4))
    if around is None:
        return None
    growth = _GROWTH * max(around[2] - around[0], around[3] - around[1]) + _LEAST_GROWTH_M
    there = moved_box(tuple(box.grown(np.array(around), growth)[0].tolist()), planned, own)
    return None if there is None else np.array([there])


def _moved(shapes: np.ndarray, transform: osr.CoordinateTransformation) -> np.ndarray:
    """Geometries (n,) transformed; NOWHERE where that fails, so that the validity gate names it."""
    moved = np.empty(len(shapes), dtype=object)
    for index, shape in enumerate(shapes):
        coordinates = shapely.get_coordinates(shape)
        if not len(coordinates):
            moved[index] = shape
            continue
        there = np.array(transform.TransformPoints(coordinates))[:, :2]
        sound = np.isfinite(there).all() or not np.isfinite(coordinates).all()
        moved[index] = (
            shapely.set_coordinates(shapely.transform(shape, np.copy), there) if sound else NOWHERE
        )
    return moved
