"""Kinds that hold parcels against each other, and against the cropland beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import shapely

from ...errors import listed
from ...geometry.overlay import meet
from ...land.survey import mean_grade
from ...model import PASS, Finding, Parcel
from ...notice import Rule
from ...roles import SURVEY
from ...rounding import hectares, whole
from ..evidence import Evidence
from .kind import (
    CHOICE,
    NUMBER,
    TOLERANCES,
    Kind,
    Param,
    exceeds,
    failing,
    finding,
    square_metres,
    unknown,
)

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
    source = "方案地块"
    if not others:
        return finding(rule, parcel, PASS, "未与其他地块重叠", source, area=0.0)
    land = meet(parcel.geometry, np.array([other.geometry for other in others], dtype=object))
    area = float(shapely.area(land))
    if not exceeds(rule, area, parcel):
        return finding(rule, parcel, PASS, "未与其他地块重叠", source, area=area)
    names = listed(sorted({other.parcel_id for other in others}))
    text = f"与地块 {names} 重叠 {square_metres(area)}"
    return failing(rule, parcel, text, source, area=area, geometry=land if draw else None)


def check_contiguity(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Compare the block of cropland that a parcel belongs to, or would join, with ``min_m2`` or
    ``max_m2``.

    With ``good_grade`` only land of that 等别 or a better one is 优质; land whose 等别 is not known
    may be.
    """
    if evidence.survey is None:
        return [unknown(rule, parcel, "未提供地类图斑", "地类图斑") for parcel in parcels]
    source = f"地类图斑（{evidence.survey.dltb.name}），相邻距离 {evidence.notice.adjoin_m} 米"
    near, is_crop = evidence.ground.adjoining, evidence.survey.is_crop
    results = []
    for parcel in parcels:
        beside_m2 = near[parcel.parcel_id].area if parcel.parcel_id in near else 0.0
        areas, rows = evidence.ground.pieces(parcel)
        # Land that is among the cropland polygons beside the parcel already must not count twice.
        block = whole(beside_m2 + parcel.area - float(areas[is_crop[rows]].sum()))
        text = f"与周边现状耕地集中连片约 {hectares(block)} 公顷"
        if not _outside(rule, block):
            results.append(finding(rule, parcel, PASS, text, source))
            continue
        results.append(_of_quality(rule, parcel, text, source, evidence))
    return results


def _of_quality(rule: Rule, parcel: Parcel, text: str, source: str, evidence: Evidence) -> Finding:
    """The failure of a block's size, where the rule is about all land or the land is good."""
    good = rule.params.get("good_grade")
    if good is None or evidence.survey is None:
        return failing(rule, parcel, text, source)
    grade = mean_grade(evidence.survey, *evidence.ground.pieces(parcel))
    if grade is not None and grade > good:
        return finding(rule, parcel, PASS, f"{text}，平均 {grade} 等，不属优质", source)
    known = f"平均 {grade} 等" if grade else "等别不详"
    return failing(rule, parcel, f"{text}，{known}", source)


def check_size(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Compare a parcel's own area with ``min_m2`` and ``max_m2``."""
    results, source = [], "地块面积"
    for parcel in parcels:
        m2 = whole(parcel.area)
        text = f"地块面积 {hectares(m2)} 公顷"
        failed = _outside(rule, m2)
        results.append(
            failing(rule, parcel, text, source)
            if failed
            else finding(rule, parcel, PASS, text, source)
        )
    return results


def _outside(rule: Rule, m2: int) -> bool:
    low, high = rule.params.get("min_m2"), rule.params.get("max_m2")
    return (low is not None and m2 < low) or (high is not None and m2 > high)


_BOUNDS = (Param("min_m2", NUMBER, optional=True), Param("max_m2", NUMBER, optional=True))

KINDS = (
    Kind(
        "repeat",
        (Param("side", CHOICE, choices=(SAME, OTHER)), *TOLERANCES),
        check_repeats,
        needs_evidence=False,
        on_deducted=True,
    ),
    Kind(
        "contiguity",
        (*_BOUNDS, Param("good_grade", NUMBER, optional=True)),
        check_contiguity,
        roles=(SURVEY,),
    ),
    Kind("size", _BOUNDS, check_size, needs_evidence=False),
)
