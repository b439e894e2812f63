"""The validity gate before every overlay: nothing invalid is measured, nothing invalid vanishes in
silence."""

from __future__ import annotations

from typing import Optional

import numpy as np
import shapely

from ..rounding import half_up
from .layer import Problem
from .readings import read_rings
from .simple_rings import surely_simple

AGREE_M2 = 0.001
"""Readings that differ by less than this (m²) are the same reading."""
FAR_M = 1e9
"""No projected coordinate is as large; eastings with zone prefix stay below 1.3e8. Files write 1e38
for 'none'."""
MIXED_SHARE = 0.01
"""A shape with more than this share in doubt may be anything within its hull: its vertices may be
out of order."""
FEW_VERTICES = 10_000
"""GEOS needs about 0.25 µs a vertex, the proof 1 ms and 0.12 µs a vertex: below this GEOS is
quicker."""

_LINES = (1, 2, 5)

Repair = tuple[Optional[shapely.Geometry], str, Optional[shapely.Geometry]]
"""The repaired geometry or None, what there is to say about it, and where the feature may lie
(None: anywhere)."""


def gate(
    ids: np.ndarray, geometry: np.ndarray, lines: bool = False
) -> tuple[np.ndarray, np.ndarray, tuple[Problem, ...]]:
    """Repair or set aside polygons that are not valid.

    ids: (n,) str; geometry: (n,) shapely objects or None, in metres. Returns geometry (n,), a mask
    (n,) of usable features, and the problems. A feature is repaired only when its rings have one
    meaning (see ``readings``); else it is set aside, and rules on what it may touch become unknown.
    With ``lines`` a line is as good as a polygon.

    The geometry of a problem that is not usable is valid and holds all that the feature may mean;
    None means that it may lie anywhere.
    """
    geometry = geometry.copy()
    usable = _good(geometry, lines)
    problems: list[Problem] = []
    for index in np.flatnonzero(~usable):
        repaired, message, place = _repair(geometry[index], lines)
        problems.append(Problem(str(ids[index]), message, repaired is not None, place))
        if repaired is not None:
            geometry[index], usable[index] = repaired, True
    return geometry, usable, tuple(problems)


def _good(geometry: np.ndarray, lines: bool) -> np.ndarray:
    """Mask (n,) of what can be measured as it is: valid (multi)polygons at a place on earth."""
    types = shapely.get_type_id(geometry)
    with np.errstate(invalid="ignore"):
        near = (np.abs(shapely.bounds(geometry)) < FAR_M).all(axis=-1)
    good: np.ndarray = near & ((types == 3) | (types == 6))
    if lines:
        good |= near & np.isin(types, _LINES)
    good[good] = _valid(geometry[good])
    return good


def _valid(geometry: np.ndarray) -> np.ndarray:
    """As shapely.is_valid, which is asked only about the features that are not proven valid in less
    time."""
    if shapely.get_num_coordinates(geometry).sum() < FEW_VERTICES:
        return np.asarray(shapely.is_valid(geometry))
    valid = surely_simple(geometry)
    valid[~valid] = shapely.is_valid(geometry[~valid])
    return valid


def _repair(geometry: shapely.Geometry | None, lines: bool) -> Repair:
    if geometry is None or shapely.is_empty(geometry):
        return None, "图形为空", None
    coordinates = shapely.get_coordinates(geometry)
    if not np.isfinite(coordinates).all():
        return None, "坐标不是有效数值，或不能换算到方案坐标系", None
    if np.abs(coordinates).max() >= FAR_M:
        return None, "坐标超出投影坐标系的范围", None
    parts = _parts(geometry)
    types = shapely.get_type_id(parts)
    hull = shapely.convex_hull(geometry)
    if not (types == 3).any():
        return None, _no_polygon(geometry, lines), hull
    if lines and np.isin(types, _LINES).any():
        return None, "一个要素里既有面又有线", hull
    return _repair_polygons(parts[types == 3], _reason(geometry), hull)


def _parts(geometry: shapely.Geometry) -> np.ndarray:
    """The simple geometries (k,) of a geometry, however deep its collections are."""
    parts = shapely.get_parts(geometry)
    while (shapely.get_type_id(parts) > 3).any():
        parts = shapely.get_parts(parts)
    return parts[~shapely.is_empty(parts)]


def _no_polygon(geometry: shapely.Geometry, lines: bool) -> str:
    if not lines:
        return "图形不是面"
    return _reason(geometry) if shapely.get_dimensions(geometry) == 1 else "图形既不是面也不是线"


def _repair_polygons(polygons: np.ndarray, reason: str, hull: shapely.Geometry) -> Repair:
    faces, meant, doubtful = read_rings(polygons, AGREE_M2)
    area = shapely.area(faces)
    drawn = f"{reason}，原图形面积 {_m2(shapely.area(polygons))} 平方米"
    if area[doubtful].sum() > AGREE_M2:
        least, most = _m2(area[meant & ~doubtful]), _m2(area[meant | doubtful])
        place = shapely.union_all(faces[meant | doubtful])
        mixed = area[doubtful].sum() > MIXED_SHARE * shapely.area(place)
        return (
            None,
            f"{drawn}，含义不唯一，修复后可为 {least} 至 {most} 平方米",
            hull if mixed else place,
        )
    if area[meant].sum() == 0:
        return None, f"{drawn}，修复后没有面积", hull
    message = f"{drawn}，已修复，修复后 {_m2(area[meant])} 平方米"
    return shapely.union_all(faces[meant]), message, hull


def _m2(areas: np.ndarray) -> str:
    return str(half_up(float(areas.sum()), 2))


_REASONS = {
    "Self-intersection": "自相交",
    "Ring Self-intersection": "环自相交",
    "Hole lies outside shell": "洞在外环之外",
    "Holes are nested": "洞相互嵌套",
    "Nested shells": "部件相互嵌套",
    "Interior is disconnected": "内部不连通",
    "Duplicate Rings": "环重复",
    "Too few points in geometry component": "点数不足",
    "Ring is not closed": "环不闭合",
    "Valid Geometry": "图形集合中有点、线或多个面",
}


def _reason(geometry: shapely.Geometry) -> str:
    """Chinese for GEOS's validity reason, with the place it names."""
    name, _, place = str(shapely.is_valid_reason(geometry)).partition("[")
    chinese = _REASONS.get(name.strip(), "图形无效")
    return f"{chinese}（{place.rstrip(']').replace(' ', ', ')}）" if place else chinese
