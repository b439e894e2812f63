"""Kinds that hold parcels against each other, and against the cropland beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import shapely

from ...errors import listed
from ...geometry.overlay import meet
from ...land.survey import is_cropland
from ...model import FAIL, PASS, UNKNOWN, Finding, Parcel
from ...notice import Rule
from ...rounding import hectares, whole
from ..evidence import Evidence
from .kind import CHOICE, NUMBER, TOLERANCES, Kind, Param, exceeds, finding, square_metres

SAME, OTHER = "same", "other"


def check_repeats(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Fail parcels that overlap another parcel of the ``same`` or of the ``other`` side."""
    met: dict[int, list[Parcel]] = defaultdict(list)
    meetings = evidence.ground.meetings
    for row, other in zip(meetings.parcel.tolist(), meetings.feature.tolist()):
        one, two = evidence.parcels[row], evidence.ground.everyone[other]
        if (one.direction == two.direction) == (rule.params["side"] == SAME):
            met[row].append(two)
    rows = evidence.rows(parcels).tolist()
    return [
        _judge(rule, parcel, met.get(row, ()), evidence.draw) for parcel, row in zip(parcels, rows)
    ]


def _judge(rule: Rule, parcel: Parcel, others: Sequence[Parcel], draw: bool) -> Finding:
    if not others:
        return finding(rule, parcel, PASS, "未与其他地块重叠", "方案地块", 0.0)
    land = meet(parcel.geometry, np.array([other.geometry for other in others], dtype=object))
    area = float(shapely.area(land))
    if not exceeds(rule, area, parcel):
        return finding(rule, parcel, PASS, "未与其他地块重叠", "方案地块", area)
    names = listed(sorted({other.parcel_id for other in others}))
    message = f"与地块 {names} 重叠 {square_metres(area)}：{rule.text}"
    return finding(rule, parcel, FAIL, message, "方案地块", area, land if draw else None)


def check_contiguity(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Compare the block of cropland that a parcel belongs to, or would join, with ``min_m2`` or
    ``max_m2``."""
    if evidence.survey is None:
        message = f"未提供地类图斑，无法判定：{rule.text}"
        return [finding(rule, parcel, UNKNOWN, message, "地类图斑") for parcel in parcels]
    source = f"地类图斑（{evidence.survey.dltb.name}），相邻距离 {evidence.notice.adjoin_m} 米"
    near, is_crop = evidence.ground.adjoining, is_cropland(evidence.survey.dltb)
    results = []
    for parcel in parcels:
        beside_m2 = near[parcel.parcel_id].area if parcel.parcel_id in near else 0.0
        areas, rows = evidence.ground.pieces(parcel)
        # Land that is among the cropland polygons beside the parcel already must not count twice.
        block = whole(beside_m2 + parcel.area - float(areas[is_crop[rows]].sum()))
        low, high = rule.params.get("min_m2"), rule.params.get("max_m2")
        failed = (low is not None and block < low) or (high is not None and block > high)
        message = f"与周边现状耕地集中连片约 {hectares(block)} 公顷"
        message = f"{message}：{rule.text}" if failed else message
        results.append(finding(rule, parcel, FAIL if failed else PASS, message, source))
    return results


def check_size(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Compare a parcel's own area with ``min_m2`` and ``max_m2``."""
    results = []
    for parcel in parcels:
        m2 = whole(parcel.area)
        low, high = rule.params.get("min_m2"), rule.params.get("max_m2")
        failed = (low is not None and m2 < low) or (high is not None and m2 > high)
        text = f"地块面积 {hectares(m2)} 公顷"
        message = f"{text}：{rule.text}" if failed else text
        results.append(finding(rule, parcel, FAIL if failed else PASS, message, "地块面积"))
    return results


_BOUNDS = (Param("min_m2", NUMBER, optional=True), Param("max_m2", NUMBER, optional=True))

KINDS = (
    Kind("repeat", (Param("side", CHOICE, choices=(SAME, OTHER)), *TOLERANCES), check_repeats),
    Kind("contiguity", _BOUNDS, check_contiguity, roles=("DLTB",)),
    Kind("size", _BOUNDS, check_size),
)
