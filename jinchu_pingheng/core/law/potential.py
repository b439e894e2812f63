"""Which survey polygons could become cropland under a notice, by the rules that need no paper of a
parcel: those that look at the land."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np

from ..errors import PlanError, listed
from ..geometry.layer import Layer
from ..land.survey import is_cropland
from ..model import IN
from ..notice import Notice, ParcelType, Rule
from .evidence import marks_of

ON_LAND = ("overlap", "within", "survey_attribute", "slope", "contiguity")
"""Kinds of rules that look at land alone. What they cannot see (consent, documents, publicity) is
still to come for every polygon of the pool."""
RECOGNISING = ("survey_attribute", "within")
"""Kinds that tell which land is of a type; a type without any of them cannot be looked for."""


def on_land(notice: Notice, weights: Mapping[str, Decimal]) -> Notice:
    """The notice with the rules that look at land of inflow, its priorities weighed anew.

    Raises PlanError for a weight of no part of the notice, or below zero.
    """
    rules = tuple(
        rule for rule in notice.rules if rule.kind in ON_LAND and rule.direction in (IN, "both")
    )
    names = [part.name for part in notice.priorities_in]
    wrong = [name for name in weights if name not in names]
    if wrong:
        do = f"可用的评分项：{listed(names) or '无'}"
        raise PlanError(f"没有评分项 {listed(wrong)}", notice.title, do)
    if any(weight < 0 for weight in weights.values()):
        raise PlanError("评分项的权重小于零", notice.title, "请更正权重")
    parts = tuple(
        replace(part, weight=weights.get(part.name, part.weight)) for part in notice.priorities_in
    )
    return replace(notice, rules=rules, priorities_in=parts)


def about(notice: Notice, number: int) -> tuple[Rule, ...]:
    """The rules that tell of which type land is."""
    return tuple(rule for rule in notice.rules if number in rule.types)


def recognisable(notice: Notice) -> tuple[ParcelType, ...]:
    """Types of inflow whose land the layers can tell, in the notice's order."""
    return tuple(
        item
        for item in notice.types_in
        if not item.before and any(rule.kind in RECOGNISING for rule in about(notice, item.number))
    )


def may_be(notice: Notice, number: int, dltb: Layer) -> np.ndarray:
    """Mask (n,) of survey polygons that are no cropland, and whose attributes speak for a type or
    leave it open."""
    mask = ~is_cropland(dltb)
    for rule in about(notice, number):
        if rule.kind == "survey_attribute" and rule.params["test"] == "all":
            mask &= _speaks_for(rule, dltb)
    return np.asarray(mask)


def _speaks_for(rule: Rule, dltb: Layer) -> np.ndarray:
    hit = marks_of(dltb, rule.params["column"], rule.params["values"]).hit
    classes = rule.params["classes"]
    return hit & marks_of(dltb, "DLBM", classes).hit if classes else hit


def lacking_column(notice: Notice, columns: Sequence[str]) -> tuple[str, ...]:
    """Columns of the survey without which a type cannot be told."""
    needed = (
        rule.params["column"]
        for item in recognisable(notice)
        for rule in about(notice, item.number)
        if rule.kind == "survey_attribute"
    )
    return tuple(dict.fromkeys(column for column in needed if column not in columns))
