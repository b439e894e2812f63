"""Kinds that hold parcels against each other, and against the cropland beside them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from ..adjoining import beside
from ..errors import listed
from ..model import FAIL, PASS, UNKNOWN, Finding, Parcel
from ..notice import Rule
from ..overlay import Pieces, pieces
from ..rounding import hectares, whole
from ..survey import is_cropland
from .kind import CHOICE, NUMBER, TOLERANCES, Evidence, Kind, Param, exceeds, finding, square_metres

SAME, OTHER = "same", "other"


def check_repeats(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Fail parcels that overlap another parcel of the ``same`` or of the ``other`` side."""
    everyone = evidence.parcels
    found = pieces(_land(parcels), _land(everyone))
    return [_judge(rule, parcel, row, everyone, found) for row, parcel in enumerate(parcels)]


def _land(parcels: Sequence[Parcel]) -> np.ndarray:
    return np.array([parcel.geometry for parcel in parcels], dtype=object)


def _judge(rule: Rule, parcel: Parcel, row: int, everyone: Sequence[Parcel], found: Pieces) -> Finding:
    met: dict[str, shapely.Geometry] = {}
    for piece in np.flatnonzero(found.parcel == row):
        other = everyone[found.feature[piece]]
        same = other.direction == parcel.direction
        if other.parcel_id != parcel.parcel_id and same == (rule.params["side"] == SAME):
            met[other.parcel_id] = found.geometry[piece]
    land = shapely.union_all(list(met.values()))
    area = float(shapely.area(land))
    if not exceeds(rule, area, parcel):
        return finding(rule, parcel, PASS, "未与其他地块重叠", "方案地块", area)
    message = f"与地块 {listed(sorted(met))} 重叠 {square_metres(area)}：{rule.text}"
    return finding(rule, parcel, FAIL, message, "方案地块", area, land)


def check_contiguity(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Compare the block of cropland that a parcel belongs to, or would join, with ``min_m2`` or ``max_m2``."""
    if evidence.survey is None:
        return [
            finding(rule, parcel, UNKNOWN, f"未提供地类图斑，无法判定：{rule.text}", "地类图斑")
            for parcel in parcels
        ]
    dltb = evidence.survey.dltb
    cropland = dltb.take(is_cropland(dltb))
    distance = float(evidence.notice.adjoin_m)
    near = beside([p.parcel_id for p in parcels], [p.geometry for p in parcels], cropland, distance)
    results = []
    for parcel in parcels:
        beside_m2 = near[parcel.parcel_id].area if parcel.parcel_id in near else 0.0
        block = whole(beside_m2 + _not_cropland_yet(parcel, evidence))
        low, high = rule.params.get("min_m2"), rule.params.get("max_m2")
        failed = (low is not None and block < low) or (high is not None and block > high)
        message = f"与周边现状耕地集中连片约 {hectares(block)} 公顷"
        source = f"地类图斑（{dltb.name}），相邻距离 {evidence.notice.adjoin_m} 米"
        message = f"{message}：{rule.text}" if failed else message
        results.append(finding(rule, parcel, FAIL if failed else PASS, message, source))
    return results


def _not_cropland_yet(parcel: Parcel, evidence: Evidence) -> float:
    """Land of a parcel that is not among the cropland polygons beside it, so that no land counts twice."""
    areas, rows = evidence.survey_rows(parcel)
    already = is_cropland(evidence.survey.dltb.take(rows)) if evidence.survey else np.empty(0, bool)
    return float(shapely.area(parcel.geometry)) - float(areas[already].sum())


def check_size(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Compare a parcel's own area with ``min_m2`` and ``max_m2``."""
    results = []
    for parcel in parcels:
        m2 = whole(float(shapely.area(parcel.geometry)))
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
