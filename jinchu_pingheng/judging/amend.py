"""How the shape of a parcel may be mended by what lies beside it: a finding's conflict, the
survey's classes, its boundaries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Callable

import numpy as np
import shapely

from ..core.errors import PlanError
from ..core.geometry.amend import (
    SLIVER_M2,
    Amendment,
    cut_away,
    keep_within,
    lead_along,
    split_along,
)
from ..core.land.survey import Survey
from ..core.law.check import check_rule
from ..core.law.evidence import Evidence
from ..core.law.reach import ON_PLAN
from ..core.model import BLOCK, Parcel
from ..core.notice import Rule
from ..core.rounding import half_up

CUT, TO_CROPLAND, TO_OTHER = "cut", "to_cropland", "to_other"
BY_CLASS, BY_BAN, TO_SURVEY = "by_class", "by_ban", "to_survey"


@dataclass(frozen=True)
class Wish:
    """``how`` is one of the names above; ``rule_id`` of the finding for CUT; ``tolerance``: metres
    for TO_SURVEY."""

    parcel_id: str
    how: str
    rule_id: str = ""
    tolerance: float = 0.0


def amended(wish: Wish, parcel: Parcel, evidence: Evidence) -> Amendment:
    """The parcel as it would be. ``evidence`` is read around this parcel alone.

    Raises PlanError where what it is to be mended by is not known.
    """
    ways: dict[str, Callable[[], Amendment]] = {
        CUT: partial(_cut, wish.rule_id, parcel, evidence),
        TO_CROPLAND: partial(_to_class, parcel, evidence, cropland=True),
        TO_OTHER: partial(_to_class, parcel, evidence, cropland=False),
        BY_CLASS: partial(_by_class, parcel, evidence),
        BY_BAN: lambda: split_along(parcel.geometry, _bans(parcel, evidence)),
        TO_SURVEY: partial(_to_survey, parcel, evidence, wish.tolerance),
    }
    return ways[wish.how]()


def conflict_of(rule: Rule, parcel: Parcel, evidence: Evidence) -> Any:
    """The land in which a parcel breaks a rule; None where there is none."""
    found = check_rule(rule, replace(evidence, draw=True))
    return next((item.geometry for item in found if item.parcel_id == parcel.parcel_id), None)


def _cut(rule_id: str, parcel: Parcel, evidence: Evidence) -> Amendment:
    rule = next(rule for rule in evidence.notice.rules if rule.id == rule_id)
    conflict = conflict_of(rule, parcel, evidence)
    if conflict is None:
        raise PlanError("该条结论已没有冲突范围", f"地块 {parcel.parcel_id}", "请等检查完成后重试")
    return cut_away(parcel.geometry, conflict)


def _bans(parcel: Parcel, evidence: Evidence) -> list[Any]:
    """Land in which the parcel breaks blocking rules, small first: a ban on all of it hides none
    on a part."""
    rules = [rule for rule in evidence.notice.rules if rule.severity == BLOCK]
    found = [conflict_of(rule, parcel, evidence) for rule in rules if rule.direction != ON_PLAN]
    return sorted((land for land in found if land is not None), key=shapely.area)


def _to_class(parcel: Parcel, evidence: Evidence, cropland: bool) -> Amendment:
    survey = _covering_survey(parcel, evidence)
    _, rows = evidence.ground.pieces(parcel)
    wanted = rows[survey.is_crop[rows] == cropland]
    return keep_within(parcel.geometry, shapely.union_all(survey.dltb.geometry[wanted]))


def _by_class(parcel: Parcel, evidence: Evidence) -> Amendment:
    survey = _covering_survey(parcel, evidence)
    _, rows = evidence.ground.pieces(parcel)
    classes = survey.dltb.column("DLBM")[rows].astype(str)
    zones = [
        shapely.union_all(survey.dltb.geometry[rows[classes == code]])
        for code in np.unique(classes)
    ]
    return split_along(parcel.geometry, zones)


def _to_survey(parcel: Parcel, evidence: Evidence, tolerance: float) -> Amendment:
    return lead_along(parcel.geometry, _survey(parcel, evidence).dltb.geometry, tolerance)


def _survey(parcel: Parcel, evidence: Evidence) -> Survey:
    if evidence.survey is None:
        raise PlanError("未提供地类图斑", f"地块 {parcel.parcel_id}", "请先选择地类图斑图层")
    return evidence.survey


def _covering_survey(parcel: Parcel, evidence: Evidence) -> Survey:
    """The survey, where it tells the class of all the parcel's land."""
    survey = _survey(parcel, evidence)
    bare = parcel.area - float(evidence.ground.pieces(parcel)[0].sum())
    if bare > SLIVER_M2:
        what = f"地块有 {half_up(bare, 2)} 平方米没有可用的地类图斑，地类不明"
        raise PlanError(what, f"地块 {parcel.parcel_id}", "请核对地类图斑，或手工修改图形")
    return survey
