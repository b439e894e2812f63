"""Geometry by GEOS, only for what is drawn or counted twice."""

from __future__ import annotations

import numpy as np
import shapely


def polygonal(geometry: shapely.Geometry) -> shapely.Geometry:
    """The polygons of a geometry, without the points and lines that touching polygons leave in an intersection."""
    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        return geometry
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


def meet(parcel: shapely.Geometry, features: np.ndarray) -> shapely.Geometry:
    """The land of a parcel that lies in any of the features (k,): a polygon or multipolygon, perhaps empty."""
    common = [polygonal(geometry) for geometry in shapely.intersection(features, parcel)]
    return polygonal(shapely.union_all(common))
