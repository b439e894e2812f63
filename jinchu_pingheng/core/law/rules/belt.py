"""Kind that keeps a green belt within its distance of the road, railway or channel that it belongs
to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from ...geometry.layer import Layer
from ...geometry.overlay import polygonal
from ...model import PASS, Finding, Parcel
from ...notice import Rule
from ..evidence import Evidence
from .kind import (
    FIELD,
    LIMITS,
    ROLE,
    TOLERANCES,
    Kind,
    Param,
    exceeds,
    failing,
    finding,
    square_metres,
    unknown,
)
from .usable import broken_near, unusable
from .width import limit_of


def check(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Fail a belt with land farther from the role's lines or polygons than the limit of its road
    class.

    The belt stands outside the road's own land, so distance is taken from the edge of a polygon, or
    from a line.
    """
    role = rule.params["role"]
    label = evidence.notice.role_label(role)
    layer = evidence.layers.get(role)
    reason = unusable(layer, label, evidence)
    if layer is None or reason:
        return [unknown(rule, parcel, reason, label) for parcel in parcels]
    source = f"{label}（{layer.name}）"
    widest = max(float(limit) for limit in rule.params["limits"].values())
    broken = broken_near(layer, parcels, widest)
    found = [_judge(rule, parcel, layer, source, parcel.parcel_id in broken) for parcel in parcels]
    return found if evidence.draw else [item._replace(geometry=None) for item in found]


def _judge(rule: Rule, parcel: Parcel, layer: Layer, source: str, broken: bool) -> Finding:
    limit, why = limit_of(rule.params["limits"], rule.params["field"], parcel)
    if limit is None:
        return unknown(rule, parcel, why, source)
    near = shapely.dwithin(layer.geometry, parcel.geometry, float(limit))
    reach = shapely.union_all(
        shapely.buffer(layer.geometry[np.flatnonzero(near)], float(limit), quad_segs=64)
    )
    beyond = polygonal(shapely.difference(parcel.geometry, reach))
    area = float(shapely.area(beyond))
    if not exceeds(rule, area, parcel):
        return finding(rule, parcel, PASS, f"在红线外 {limit} 米以内", source, area=area)
    text = f"距道路（河渠）红线超过 {limit} 米的面积 {square_metres(area)}"
    if broken:
        return unknown(rule, parcel, f"{text}；图层有问题要素", source, area)
    return failing(rule, parcel, text, source, area=area, geometry=beyond)


KINDS = (
    Kind(
        "belt_distance",
        (
            Param("role", ROLE, "DLHX"),
            Param("field", FIELD, "road_class"),
            Param("limits", LIMITS),
            *TOLERANCES,
        ),
        check,
    ),
)
