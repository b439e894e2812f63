"""From the plan's CRS to longitude and latitude."""

from __future__ import annotations

from typing import Callable

import numpy as np
import shapely
from osgeo import osr


def to_lonlat(authid: str) -> Callable[[np.ndarray], np.ndarray]:
    """A function that takes polygons (n,) in the CRS to longitude and latitude degrees on its own
    ellipsoid."""
    projected = osr.SpatialReference()
    projected.ImportFromEPSG(int(authid.split(":")[1]))
    geographic = projected.CloneGeogCS()
    for crs in (projected, geographic):
        crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    transform = osr.CoordinateTransformation(projected, geographic)

    def convert(coordinates: np.ndarray) -> np.ndarray:
        if not len(coordinates):
            return coordinates
        return np.array(transform.TransformPoints(coordinates))[:, :2]

    return lambda geometries: shapely.transform(geometries, convert)
