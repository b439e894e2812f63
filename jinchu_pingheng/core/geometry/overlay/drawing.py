"""Geometry by GEOS, only for what is drawn or counted twice."""

from __future__ import annotations

import numpy as np
import shapely


def polygonal(geometry: shapely.Geometry) -> shapely.Geometry:
    """The polygons of a geometry, without the points and lines that touching polygons leave in an
    intersection."""
    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        return geometry
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


BIG = 1000
"""Vertices from which a feature is clipped to the parcel's box first: GEOS would walk through all
of them."""


def meet(parcel: shapely.Geometry, features: np.ndarray) -> shapely.Geometry:
    """The land of a parcel that lies in any of the features (k,): a polygon or multipolygon,
    perhaps empty."""
    near = features
    big = shapely.get_num_coordinates(features) > BIG
    if big.any():
        near = features.copy()
        near[big] = [_clipped(feature, parcel) for feature in features[big]]
    common = [polygonal(geometry) for geometry in shapely.intersection(near, parcel)]
    return common[0] if len(common) == 1 else polygonal(shapely.union_all(common))


def _clipped(feature: shapely.Geometry, parcel: shapely.Geometry) -> shapely.Geometry:
    """The feature around a parcel; as a whole where clipping does not give a valid polygon."""
    xmin, ymin, xmax, ymax = shapely.bounds(parcel)
    clipped = shapely.clip_by_rect(feature, xmin - 1.0, ymin - 1.0, xmax + 1.0, ymax + 1.0)
    return clipped if shapely.is_valid(clipped) else feature
