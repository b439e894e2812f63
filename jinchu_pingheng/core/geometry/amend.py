"""What becomes of a parcel whose shape is mended: cut, kept, split, or led along the survey.

Everything is planar, in one projected CRS with metre units, and expects valid polygons. No land is
lost without a word: area before + area added = area after + area gone, within 0.001 m²; else a
PlanError is raised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from ..errors import PlanError
from .overlay import polygonal
from .validity import AGREE_M2

SLIVER_M2 = 1.0
"""A polygon of up to one square metre comes from digitising; nothing of its own is made of it."""
_NOISE_M2, _GRID_M = 1e-6, 1e-6
_MITRE = 20.0
"""Offset corners stay sharp down to angles of 6 degrees, so that an offset and its inverse give the
same corner."""


@dataclass(frozen=True)
class Amendment:
    """``parts`` are what stays of ``before``, largest first, each a polygon or multipolygon (none:
    nothing stays); ``gone`` and ``added`` are the land that leaves and comes, perhaps empty."""

    before: shapely.Geometry
    parts: tuple[shapely.Geometry, ...]
    gone: shapely.Geometry
    added: shapely.Geometry

    @property
    def changes(self) -> bool:
        """Whether anything is other than before."""
        moved = shapely.area(self.gone) + shapely.area(self.added)
        return len(self.parts) != 1 or bool(moved > _NOISE_M2)


def cut_away(parcel: shapely.Geometry, land: shapely.Geometry) -> Amendment:
    """The parcel without ``land``. Slivers that would remain go too."""
    return _as_one(parcel, shapely.difference(parcel, land))


def keep_within(parcel: shapely.Geometry, land: shapely.Geometry) -> Amendment:
    """The parcel's part in ``land``. Slivers that would remain go too."""
    return _as_one(parcel, shapely.intersection(parcel, land))


def split_along(parcel: shapely.Geometry, zones: Sequence[shapely.Geometry]) -> Amendment:
    """The parcel in one part for each zone that it meets, and one for what no zone holds.

    Land in several zones belongs to the first. No sliver becomes a part: it stays with the largest.
    """
    rest, parts = parcel, []
    for zone in zones:
        parts.append(polygonal(shapely.intersection(rest, zone)))
        rest = polygonal(shapely.difference(rest, zone))
    pieces = sorted([*parts, rest], key=shapely.area, reverse=True)
    slivers = [piece for piece in pieces[1:] if 0 < shapely.area(piece) <= SLIVER_M2]
    first = _joined([pieces[0], *slivers]) if slivers else pieces[0]
    others = [piece for piece in pieces[1:] if shapely.area(piece) > SLIVER_M2]
    return _sure(Amendment(parcel, (first, *others), _NOTHING, _NOTHING))


def lead_along(parcel: shapely.Geometry, survey: np.ndarray, tolerance: float) -> Amendment:
    """The parcel with its outline on the boundaries of the survey's polygons (n,) wherever the two
    lie no more than ``tolerance`` m apart.

    Of each survey polygon the narrow strips along the parcel's outline are taken in, or left out,
    so that its own vertices become the parcel's.
    """
    near = shapely.buffer(shapely.boundary(parcel), 1.001 * tolerance)
    kept = []
    for polygon in survey[shapely.intersects(survey, parcel)]:
        inside = polygonal(shapely.intersection(polygon, parcel))
        outside = polygonal(shapely.difference(polygon, parcel))
        thin_in, thin_out = (_strips(land, tolerance, near) for land in (inside, outside))
        added = thin_out if _remains(inside, thin_in) else _NOTHING
        gone = thin_in if _remains(outside, thin_out) else _NOTHING
        kept.append(_exchanged(polygon, inside, outside, gone, added))
    bare = shapely.difference(parcel, shapely.union_all(survey))
    after = _joined([*kept, polygonal(bare)])
    return _sure(
        Amendment(
            before=parcel,
            parts=() if shapely.is_empty(after) else (after,),
            gone=polygonal(shapely.difference(parcel, after)),
            added=polygonal(shapely.difference(after, parcel)),
        )
    )


_NOTHING = shapely.Polygon()


def _sure(amendment: Amendment) -> Amendment:
    """The amendment, where GEOS has lost no land."""
    parts = sum(shapely.area(part) for part in amendment.parts)
    after = parts + shapely.area(amendment.gone) - shapely.area(amendment.added)
    if abs(after - shapely.area(amendment.before)) > AGREE_M2:
        raise PlanError("图形运算前后面积不一致", "修改图形", "请手工修改图形")
    return amendment


def _joined(pieces: Sequence[shapely.Geometry]) -> shapely.Geometry:
    """The union of polygons that share no land. Edges that all but coincide may make GEOS (3.11)
    drop a polygon; on a grid of a micrometre it does not."""
    whole = float(sum(map(shapely.area, pieces)))
    union = polygonal(shapely.union_all(pieces))
    if abs(shapely.area(union) - whole) > AGREE_M2:
        union = polygonal(shapely.union_all(pieces, grid_size=_GRID_M))
    return union


def _as_one(parcel: shapely.Geometry, left: shapely.Geometry) -> Amendment:
    """What is left as one part, without slivers."""
    polygons = shapely.get_parts(polygonal(left))
    polygons = polygons[shapely.area(polygons) > SLIVER_M2]
    if not len(polygons):
        return Amendment(parcel, (), parcel, _NOTHING)
    part = polygons[0] if len(polygons) == 1 else shapely.multipolygons(polygons)
    gone = polygonal(shapely.difference(parcel, part))
    return _sure(Amendment(parcel, (part,), gone, _NOTHING))


def _strips(land: shapely.Geometry, width: float, near: shapely.Geometry) -> shapely.Geometry:
    """The places of ``land`` that are no wider than ``width`` and lie within ``near``."""
    wide = _offset(_offset(land, -width / 2), width / 2)
    parts = shapely.get_parts(polygonal(shapely.difference(land, wide)))
    parts = parts[(shapely.area(parts) > _NOISE_M2) & shapely.covered_by(parts, near)]
    return polygonal(shapely.union_all(parts)) if len(parts) else _NOTHING


def _offset(land: shapely.Geometry, distance: float) -> shapely.Geometry:
    return shapely.buffer(land, distance, join_style="mitre", mitre_limit=_MITRE)


def _remains(land: shapely.Geometry, strips: shapely.Geometry) -> bool:
    """Whether there is more to some land than strips."""
    return bool(shapely.area(land) - shapely.area(strips) > _NOISE_M2)


def _exchanged(
    polygon: shapely.Geometry,
    inside: shapely.Geometry,
    outside: shapely.Geometry,
    gone: shapely.Geometry,
    added: shapely.Geometry,
) -> shapely.Geometry:
    """What the parcel holds of a survey polygon afterwards; all of it with its own vertices."""
    if not _remains(outside, added):
        return polygon
    if not _remains(inside, gone):
        return _NOTHING
    return polygonal(shapely.union(shapely.difference(inside, gone), added))
