"""The validity gate before every overlay: nothing invalid is measured, nothing invalid vanishes in silence."""

from __future__ import annotations

import numpy as np
import shapely

from .model import Problem
from .rounding import half_up

AGREE_M2 = 0.001
"""Repairs that differ by less than this (m²) are the same repair."""


def gate(
    ids: np.ndarray, geometry: np.ndarray, lines: bool = False
) -> tuple[np.ndarray, np.ndarray, tuple[Problem, ...]]:
    """Repair or set aside invalid polygons.

    ids: (n,) str; geometry: (n,) shapely objects or None. Returns geometry (n,), a mask (n,) of usable features,
    and the problems. A feature is repaired only when two independent methods (winding, linework) give one area; otherwise it is set
    aside, and rules that touch it become unknown. With ``lines`` a line is as good as a polygon.
    """
    geometry = geometry.copy()
    usable = np.ones(len(geometry), dtype=bool)
    problems: list[Problem] = []
    dimension = shapely.get_dimensions(geometry)
    good = (
        shapely.is_valid(geometry)
        & ~shapely.is_empty(geometry)
        & ((dimension == 2) | (lines & (dimension == 1)))
    )
    for index in np.flatnonzero(~good):
        repaired, message = _repair(geometry[index])
        problems.append(Problem(str(ids[index]), message, repaired is not None, geometry[index]))
        if repaired is None:
            usable[index] = False
        else:
            geometry[index] = repaired
    return geometry, usable, tuple(problems)


def _repair(geometry: shapely.Geometry | None) -> tuple[shapely.Geometry | None, str]:
    if geometry is None or shapely.is_empty(geometry):
        return None, "图形为空"
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        return None, "坐标不是有效数值，或不能换算到方案坐标系"
    if shapely.get_dimensions(geometry) != 2:
        return None, "图形不是面"
    reason = _reason(geometry)
    repairs = _repairs(geometry)
    areas = [shapely.area(repair) for repair in repairs]
    if max(areas) - min(areas) > AGREE_M2 or max(areas) == 0:
        return None, f"{reason}，修复结果不唯一"
    drawn, fixed = half_up(abs(float(shapely.area(geometry))), 2), half_up(float(areas[0]), 2)
    return repairs[0], f"{reason}，已修复：原图形面积 {drawn} 平方米，修复后 {fixed} 平方米"


def _repairs(geometry: shapely.Geometry) -> list[shapely.Geometry]:
    """What the geometry may mean. Valid parts that overlap mean their union; else winding and linework must agree."""
    parts = shapely.get_parts(geometry)
    if len(parts) > 1 and shapely.is_valid(parts).all():
        return [shapely.union_all(parts)]
    return [shapely.buffer(geometry, 0), shapely.make_valid(geometry)]


def _reason(geometry: shapely.Geometry) -> str:
    """Chinese for GEOS's validity reason, with the place it names."""
    text = str(shapely.is_valid_reason(geometry))
    name, _, place = text.partition("[")
    words = {
        "Self-intersection": "自相交",
        "Ring Self-intersection": "环自相交",
        "Hole lies outside shell": "洞在外环之外",
        "Holes are nested": "洞相互嵌套",
        "Nested shells": "部件相互嵌套",
        "Interior is disconnected": "内部不连通",
        "Duplicate Rings": "环重复",
        "Too few points in geometry component": "点数不足",
    }
    chinese = words.get(name.strip(), name.strip())
    return f"{chinese}（{place.rstrip(']').replace(' ', ', ')}）" if place else chinese
