"""A mended shape of a parcel, proposed before it is made: what goes, what comes, what stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import shapely
from qgis.core import QgsFeature, QgsGeometry

from ..core.errors import PlanError
from ..core.geometry.amend import Amendment
from ..core.rounding import half_up
from ..intake.shapes import judge
from ..judging.amend import BY_BAN, BY_CLASS, CUT, TO_CROPLAND, TO_OTHER, TO_SURVEY, Wish
from ..survey.features import value
from ..survey.rows import shapes_of

__all__ = [
    "BY_BAN", "BY_CLASS", "CUT", "TO_CROPLAND", "TO_OTHER", "TO_SURVEY", "VALID",
    "Proposal", "Wish", "apply_to", "mended", "not_checked", "proposed",
]  # fmt: skip

VALID = "valid"


@dataclass(frozen=True)
class Proposal:
    """``wish`` as an edit that can be shown and made. Geometries are WKB in the plan's CRS;
    ``parts`` as in core.geometry.amend.Amendment, areas in m² with two decimals. ``remark``: what
    else there is to say."""

    wish: Wish
    before: bytes
    parts: tuple[bytes, ...]
    gone: bytes
    added: bytes
    before_m2: Decimal
    parts_m2: tuple[Decimal, ...]
    gone_m2: Decimal
    added_m2: Decimal
    changes: bool
    remark: str = ""


def proposed(wish: Wish, amendment: Amendment) -> Proposal:
    """The proposal of an amendment."""
    return Proposal(
        wish=wish,
        before=_wkb(amendment.before),
        parts=tuple(map(_wkb, amendment.parts)),
        gone=_wkb(amendment.gone),
        added=_wkb(amendment.added),
        before_m2=_m2(amendment.before),
        parts_m2=tuple(map(_m2, amendment.parts)),
        gone_m2=_m2(amendment.gone),
        added_m2=_m2(amendment.added),
        changes=amendment.changes,
    )


def not_checked(wish: Wish) -> PlanError:
    """What is said while nobody knows what lies around the parcels."""
    where = f"地块 {wish.parcel_id}"
    return PlanError("尚未检查，不知道地块周围的情况", where, "请选择地类图斑，等检查完成后重试")


def mended(feature: QgsFeature) -> Proposal:
    """An invalid shape repaired, where all readings of it give the same land; raises PlanError with
    the reason where they do not, and where there is nothing to repair."""
    name = str(value(feature["parcel_id"]) or feature.id())
    given = shapes_of([feature])
    shapes = judge(given)
    if shapes.refused:
        where = f"地块 {name}"
        raise PlanError(f"图形不能自动修复（{shapes.refused[0]}）", where, "请手工修改图形")
    if not shapes.repaired:
        raise PlanError("图形有效", f"地块 {name}", "不需要修复")
    nothing = shapely.Polygon()
    repaired = Amendment(given[0], (shapes.geometry[0],), nothing, nothing)
    return replace(proposed(Wish(name, VALID), repaired), changes=True, remark=shapes.repaired[0])


def apply_to(feature: QgsFeature, proposal: Proposal) -> list[QgsFeature]:
    """The feature's geometry becomes the first part; returns new features of the others, which have
    its values but no id.

    Raises PlanError where the feature is not any more what the proposal was made of.
    """
    now, then = shapes_of([feature])[0], shapely.from_wkb(proposal.before, on_invalid="ignore")
    if now is None or not shapely.equals_exact(shapely.normalize(now), shapely.normalize(then)):
        where = f"地块 {proposal.wish.parcel_id}"
        raise PlanError("地块图形在预览之后已经改变", where, "请重新预览")
    first, *others = map(_geometry, proposal.parts)
    feature.setGeometry(first)
    return [_copy(feature, geometry) for geometry in others]


def _copy(feature: QgsFeature, geometry: QgsGeometry) -> QgsFeature:
    made = QgsFeature(feature.fields())
    made.setAttributes(feature.attributes())
    for name in ("fid", "parcel_id"):
        made[name] = None
    made.setGeometry(geometry)
    return made


def _geometry(wkb: bytes) -> QgsGeometry:
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    geometry.convertToMultiType()
    return geometry


def _wkb(geometry: shapely.Geometry) -> bytes:
    return bytes(shapely.to_wkb(geometry))


def _m2(geometry: shapely.Geometry) -> Decimal:
    return half_up(float(shapely.area(geometry)), 2)
