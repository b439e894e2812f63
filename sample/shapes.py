"""Outlines of parcels: whole polygons, joined neighbours, pieces cut off, belts beside a road,
strips across fields."""

from __future__ import annotations

import numpy as np
import shapely

from sample.attributes import CROPLAND, Survey
from sample.settlement import noisy_ring
from sample.terrain import wander


def joined(survey: Survey, polygons: list[int]) -> shapely.Polygon:
    """Neighbouring polygons as one."""
    return shapely.coverage_union_all(survey.geometry[polygons])


def largest(geometry: shapely.Geometry) -> shapely.Polygon:
    """The largest polygon of a mixed result."""
    return max(shapely.get_parts(geometry), key=shapely.area)


def cut(rng: np.random.Generator, shape: shapely.Polygon) -> shapely.Polygon:
    """The part of a polygon on one side of a winding line through its middle."""
    centre, reach = shape.centroid, 2 * float(shapely.minimum_bounding_radius(shape))
    angle = rng.uniform(0, np.pi)
    dx, dy = reach * np.cos(angle), reach * np.sin(angle)
    line = wander(
        rng, (centre.x - dx, centre.y - dy), (centre.x + dx, centre.y + dy), 0.02, step=12
    )
    side = shapely.Polygon(
        [
            *line.coords,
            (centre.x + dx - 3 * dy, centre.y + dy + 3 * dx),
            (centre.x - dx - 3 * dy, centre.y - dy + 3 * dx),
        ]
    )
    return largest(shapely.intersection(shape, shapely.make_valid(side)))


def across(rng: np.random.Generator, survey: Survey, a: int, b: int) -> shapely.Polygon:
    """A patch over the common edge of two neighbours, within both."""
    edge = shapely.intersection(survey.geometry[a], survey.geometry[b])
    middle, reach = edge.centroid, 20 + 0.42 * edge.length
    patch = noisy_ring(rng, (middle.x, middle.y), (reach, reach), 0.12, 60)
    both = shapely.intersection(patch, joined(survey, [a, b]))
    return cut(rng, largest(both)) if rng.random() < 0.3 else largest(both)


def belt(survey: Survey, strip: int, fields: list[int], width: float) -> shapely.Polygon:
    """The longest unbroken belt of the given width beside a road or canal, inside the given
    fields."""
    side = shapely.buffer(survey.geometry[strip], width, quad_segs=2)
    return largest(shapely.intersection(side, shapely.union_all(survey.geometry[fields])))


def lane(rng: np.random.Generator, survey: Survey, a: int, b: int, width: float) -> shapely.Polygon:
    """A winding strip of constant width across two neighbouring fields, over their common edge."""
    start, end = (shapely.get_coordinates(shapely.centroid(survey.geometry[k]))[0] for k in (a, b))
    ahead = (end - start) * 0.35
    course = wander(rng, tuple(start - ahead), tuple(end + ahead), 0.012, step=15)
    strip = shapely.buffer(course, width / 2, cap_style="flat", join_style="round", quad_segs=4)
    return largest(shapely.intersection(strip, joined(survey, [a, b])))


def net_areas(survey: Survey, shape: shapely.Geometry, tree: shapely.STRtree) -> dict[str, float]:
    """Net cropland (m2) under a shape by land class: piece area x (1 - KCXS)."""
    result = dict.fromkeys(CROPLAND, 0.0)
    for k in tree.query(shape, predicate="intersects").tolist():
        code = survey.dlbm[k]
        if code in result:
            piece = shapely.area(shapely.intersection(shape, survey.geometry[k]))
            result[code] += piece * (1 - (survey.columns["KCXS"][k] or 0.0))
    return result
