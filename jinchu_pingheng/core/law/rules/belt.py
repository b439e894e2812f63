"""Kind that keeps a green belt within its distance of the road, railway or channel that it belongs
to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from ...geometry.layer import Layer
from ...geometry.overlay import polygonal
from ...model import (
    FAIL,
    PASS,
    UNKNOWN,
    Finding,
    Parcel,
)
from ...notice import Rule
from ..evidence import Evidence
from .kind import LIMITS, ROLE, TEXT, TOLERANCES, Kind, Param, exceeds, finding, square_metres
from .overlap import broken_near, unusable


def check(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Fail a belt with land farther from the role's lines or polygons than the limit of its road
    class.

    The belt stands outside the road's own land, so distance is taken from the edge of a polygon, or
    from a line.
    """
    role = rule.params["role"]
    layer = evidence.layers.get(role)
    reason = unusable(layer, evidence.notice.role_label(role), evidence)
    if layer is None or reason:
        return [
            finding(
                rule,
                p,
                UNKNOWN,
                f"{reason}，无法判定：{rule.text}",
                evidence.notice.role_label(role),
            )
            for p in parcels
        ]
    source = f"{evidence.notice.role_label(role)}（{layer.name}）"
    widest = max(float(limit) for limit in rule.params["limits"].values())
    broken = broken_near(layer, parcels, widest)
    found = [_judge(rule, parcel, layer, source, parcel.parcel_id in broken) for parcel in parcels]
    return found if evidence.draw else [item._replace(geometry=None) for item in found]


def _judge(rule: Rule, parcel: Parcel, layer: Layer, source: str, broken: bool) -> Finding:
    value = str(getattr(parcel, rule.params["field"])).strip()
    limit = rule.params["limits"].get(value)
    if limit is None:
        why = f"等级“{value}”没有对应的距离" if value else "未填道路（河渠）等级"
        return finding(rule, parcel, UNKNOWN, f"{why}，无法判定：{rule.text}", source)
    near = shapely.dwithin(layer.geometry, parcel.geometry, float(limit))
    reach = shapely.union_all(
        shapely.buffer(layer.geometry[np.flatnonzero(near)], float(limit), quad_segs=64)
    )
    beyond = polygonal(shapely.difference(parcel.geometry, reach))
    area = float(shapely.area(beyond))
    if exceeds(rule, area, parcel):
        verdict, more = (UNKNOWN, "；图层有问题要素，无法判定") if broken else (FAIL, "")
        text = f"距道路（河渠）红线超过 {limit} 米的面积 {square_metres(area)}{more}：{rule.text}"
        return finding(rule, parcel, verdict, text, source, area, beyond)
    return finding(rule, parcel, PASS, f"在红线外 {limit} 米以内", source, area)


KINDS = (
    Kind(
        "belt_distance",
        (
            Param("role", ROLE, "DLHX"),
            Param("field", TEXT, "road_class"),
            Param("limits", LIMITS),
            *TOLERANCES,
        ),
        check,
    ),
)
