"""The plan's CRS in GDAL's terms, and from it to longitude and latitude."""

from __future__ import annotations

from typing import Callable

import numpy as np
import shapely
from osgeo import osr


def reference_of(authid: str) -> osr.SpatialReference:
    """The CRS 'EPSG:…', easting or longitude first."""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(int(authid.split(":")[1]))
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def to_lonlat(authid: str) -> Callable[[np.ndarray], np.ndarray]:
    """A function that takes polygons (n,) in the CRS to longitude and latitude degrees on its own
    ellipsoid."""
    projected = reference_of(authid)
    geographic = projected.CloneGeogCS()
    geographic.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    transform = osr.CoordinateTransformation(projected, geographic)

    def convert(coordinates: np.ndarray) -> np.ndarray:
        if not len(coordinates):
            return coordinates
        return np.array(transform.TransformPoints(coordinates))[:, :2]

    return lambda geometries: shapely.transform(geometries, convert)
