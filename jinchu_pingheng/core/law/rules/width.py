"""Kind that limits the width of a belt, road or ditch, measured from the parcels' own shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import shapely

from ...codes import plain, understood
from ...geometry.strips import length_of, mean_width, narrow_places, wide_places, widest
from ...model import PASS, Finding, Parcel
from ...notice import Rule
from ...rounding import half_up
from ..evidence import Evidence
from .kind import CHOICE, FIELD, LIMITS, NUMBER, Kind, Param, failing, finding, unknown

ALLOWED, BANNED = "allowed", "banned"
SOURCE = "地块图形量算"

MUCH, FIELD_M = 4, 40.0
"""How many limits, or metres without a limit, are measured out: what is wider is no strip."""

HALF_CENTIMETRE = 0.005
"""A width that is printed as the limit is the limit itself."""


def check(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Fail a parcel that is wider at some place than its limit (by its class, else ``max_m``) or
    narrower than ``min_m``.

    Parcels of the rule that lie side by side, no more than ``beside_m`` apart, are one belt or
    road: two strips of 3 m are 6 m wide. Where a notice says 小于, the limit itself is too wide
    already (``limit_itself``: 'banned').
    """
    strips = _strips(rule, parcels, evidence)
    return [_judge(rule, parcel, strip, evidence) for parcel, strip in zip(parcels, strips)]


@dataclass(frozen=True)
class _Strip:
    """A parcel with the parcels beside it: what is measured, and the ids of those parcels."""

    land: shapely.Geometry
    others: tuple[str, ...] = ()


def _strips(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[_Strip]:
    """Each parcel with those of the same side, type and class beside it."""
    everyone = evidence.ground.everyone
    apart = float(rule.params["beside_m"])
    own, all_land = (np.array([p.geometry for p in some]) for some in (parcels, everyone))
    near = shapely.STRtree(all_land).query(own, predicate="dwithin", distance=apart)
    beside: list[list[Parcel]] = [[] for _ in parcels]
    for row, other in zip(*(side.tolist() for side in near)):
        one, two = parcels[row], everyone[other]
        if one.parcel_id != two.parcel_id and _alike(rule, one, two):
            beside[row].append(two)
    return [_joined(parcel, others, apart) for parcel, others in zip(parcels, beside)]


def _alike(rule: Rule, one: Parcel, two: Parcel) -> bool:
    names = ["direction", "type", rule.params["field"], *(when.field for when in rule.when)]
    return all(getattr(one, name) == getattr(two, name) for name in names)


def _joined(parcel: Parcel, others: Sequence[Parcel], apart: float) -> _Strip:
    """One polygon of parcels side by side: gaps up to ``apart`` m are closed."""
    if not others:
        return _Strip(parcel.geometry)
    pieces = [parcel.geometry, *(other.geometry for other in others)]
    half = max(apart / 2, 0.001)
    grown = shapely.union_all(shapely.buffer(pieces, half, join_style="mitre"))
    land = shapely.buffer(grown, -half, join_style="mitre")
    return _Strip(land, tuple(sorted(other.parcel_id for other in others)))


def _judge(rule: Rule, parcel: Parcel, strip: _Strip, evidence: Evidence) -> Finding:
    limit, why = _limit(rule, parcel)
    measured = _measured(parcel, strip, limit)
    if why:
        return unknown(rule, parcel, f"{measured}；{why}", SOURCE)
    tolerance, low = float(rule.params["tolerance_m"]), rule.params.get("min_m")
    if limit is not None:
        banned = rule.params["limit_itself"] == BANNED
        allowed = float(limit) + (-HALF_CENTIMETRE if banned else tolerance)
        wide = _too_wide(parcel, strip, allowed)
        if wide is not None:
            text = f"{measured}，{'不小于' if banned else '超过'} {limit} 米"
            return failing(rule, parcel, text, SOURCE, geometry=wide if evidence.draw else None)
    if low is not None:
        narrow = _too_narrow(parcel, strip, float(low) - tolerance)
        if narrow is not None:
            text = f"{measured}，有不足 {low} 米的地段"
            return failing(rule, parcel, text, SOURCE, geometry=narrow if evidence.draw else None)
    return finding(rule, parcel, PASS, measured, SOURCE)


def _measured(parcel: Parcel, strip: _Strip, limit: Decimal | None) -> str:
    """What a parcel measures, in words; far beyond the limit nobody needs to know how far."""
    most = MUCH * float(limit) if limit is not None else FIELD_M
    greatest = widest(parcel.geometry, most)
    more = "以上" if greatest == most else ""
    text = f"平均宽 {half_up(mean_width(parcel.geometry), 2)} 米，"
    text += f"最宽处（交叉、转弯处除外）{half_up(greatest, 2)} 米{more}"
    if strip.others:
        text += f"；与并排的 {'、'.join(strip.others[:5])} 合并判定"
    return text


def _too_wide(parcel: Parcel, strip: _Strip, limit: float) -> shapely.Geometry | None:
    """Where a parcel is too wide by itself, or together with parcels along its side.

    What a neighbour is too wide by, the neighbour answers for: beyond the end of this parcel its
    wide place reaches into it by no more than the limit.
    """
    own = list(wide_places(parcel.geometry, limit))
    if own or not strip.others:
        return _together(own)
    shared = (shapely.intersection(parcel.geometry, p) for p in wide_places(strip.land, limit))
    return _together([land for land in shared if length_of(land) > 2 * limit])


def _too_narrow(parcel: Parcel, strip: _Strip, limit: float) -> shapely.Geometry | None:
    """Where a parcel is too narrow, also together with those beside it."""
    places = (shapely.intersection(parcel.geometry, p) for p in narrow_places(strip.land, limit))
    return _together([land for land in places if float(shapely.area(land)) > 0.01])


def _together(places: list[shapely.Geometry]) -> shapely.Geometry | None:
    return shapely.union_all(places) if places else None


def _limit(rule: Rule, parcel: Parcel) -> tuple[Decimal | None, str]:
    """The upper limit in metres, or why there is none."""
    limits = rule.params["limits"]
    if not limits:
        return rule.params.get("max_m"), ""
    return limit_of(limits, rule.params["field"], parcel)


def limit_of(limits: dict[str, Decimal], name: str, parcel: Parcel) -> tuple[Decimal | None, str]:
    """The limit for the class that a field of a parcel names, or why there is none."""
    value = str(getattr(parcel, name)).strip()
    if not plain(value):
        return None, "未填道路（河渠）等级"
    limit = limits.get(value, limits.get(understood(name, value) or ""))
    return limit, "" if limit is not None else f"等级“{value}”没有对应的限值"


KINDS = (
    Kind(
        "width",
        (
            Param("field", FIELD, "road_class"),
            Param("limits", LIMITS, {}),
            Param("max_m", NUMBER, optional=True),
            Param("min_m", NUMBER, optional=True),
            Param("limit_itself", CHOICE, ALLOWED, choices=(ALLOWED, BANNED)),
            Param("tolerance_m", NUMBER, Decimal("0.01")),
            Param("beside_m", NUMBER, Decimal("0.5")),
        ),
        check,
    ),
)
