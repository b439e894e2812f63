"""Kind that limits the width of a belt or road, measured from the parcel's own shape."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import shapely

from ...model import FAIL, PASS, UNKNOWN, Finding, Parcel
from ...notice import Rule
from ...rounding import half_up
from ..evidence import Evidence
from .kind import CHOICE, LIMITS, NUMBER, TEXT, Kind, Param, finding

ALLOWED, BANNED = "allowed", "banned"

BEND = 1.2
"""At a right-angled bend the largest circle inside a strip is 1.17 times as wide as the strip."""


def widths(polygon: shapely.Geometry) -> tuple[float, float]:
    """Mean and greatest width of an elongated polygon in metres.

    Mean: the width of the rectangle with the polygon's area and perimeter. Greatest: the diameter
    of the largest circle that fits inside, to 0.01 m.
    """
    parts = shapely.get_parts(polygon)
    return max(_mean_width(part) for part in parts), 2 * _inner_radius(polygon)


def _inner_radius(polygon: shapely.Geometry) -> float:
    """Radius in metres of the largest circle inside: what the polygon can be shrunk by before
    nothing is left."""
    low, high = 0.0, float(np.sqrt(shapely.area(polygon) / np.pi))
    while high - low > 0.005:
        middle = (low + high) / 2
        if shapely.is_empty(shapely.buffer(polygon, -middle)):
            high = middle
        else:
            low = middle
    return low


def _mean_width(part: shapely.Polygon) -> float:
    half_perimeter = float(shapely.length(part)) / 2
    rest = half_perimeter**2 - 4 * float(shapely.area(part))
    return (half_perimeter - float(np.sqrt(max(rest, 0.0)))) / 2


def check(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Fail a parcel that is wider than its limit (by its class, else ``max_m``) or narrower than
    ``min_m``.

    Where a notice says 小于, the limit itself is too wide already (``limit_itself``: 'banned').
    """
    return [_judge(rule, parcel) for parcel in parcels]


def _judge(rule: Rule, parcel: Parcel) -> Finding:
    mean, greatest = widths(parcel.geometry)
    measured = f"平均宽 {half_up(mean, 2)} 米，最宽 {half_up(max(mean, greatest), 2)} 米"
    limit, why = _limit(rule, parcel)
    source = "地块图形量算"
    if why:
        return finding(rule, parcel, UNKNOWN, f"{measured}；{why}，无法判定：{rule.text}", source)
    tolerance = float(rule.params["tolerance_m"])
    low: Decimal | None = rule.params.get("min_m")
    if limit is not None and _too_wide(rule, mean, greatest, limit):
        relation = "不小于" if rule.params["limit_itself"] == BANNED else "超过"
        return finding(
            rule, parcel, FAIL, f"{measured}，{relation} {limit} 米：{rule.text}", source
        )
    if low is not None and mean < float(low) - tolerance:
        return finding(rule, parcel, FAIL, f"{measured}，不足 {low} 米：{rule.text}", source)
    return finding(rule, parcel, PASS, measured, source)


def _too_wide(rule: Rule, mean: float, greatest: float, limit: Decimal) -> bool:
    tolerance = rule.params["tolerance_m"]
    if greatest > float(limit) * BEND + float(tolerance):
        return True
    if rule.params["limit_itself"] == BANNED:
        return half_up(mean, 2) >= limit + tolerance
    return mean > float(limit + tolerance)


def _limit(rule: Rule, parcel: Parcel) -> tuple[Decimal | None, str]:
    """The upper limit in metres, or why there is none."""
    limits = rule.params["limits"]
    if not limits:
        return rule.params.get("max_m"), ""
    value = str(getattr(parcel, rule.params["field"])).strip()
    if value in limits:
        return limits[value], ""
    return None, f"等级“{value}”没有对应的限宽" if value else "未填道路（河渠）等级"


KINDS = (
    Kind(
        "width",
        (
            Param("field", TEXT, "road_class"),
            Param("limits", LIMITS, {}),
            Param("max_m", NUMBER, optional=True),
            Param("min_m", NUMBER, optional=True),
            Param("limit_itself", CHOICE, ALLOWED, choices=(ALLOWED, BANNED)),
            Param("tolerance_m", NUMBER, Decimal("0.05")),
        ),
        check,
    ),
)
