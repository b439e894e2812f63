"""Kinds about the plan's year: inflow is done within it, and no later regime has merged the
notice."""

from __future__ import annotations

from collections.abc import Sequence

from ...accounts.lists import month_text
from ...accounts.schedule import UNDATED
from ...errors import listed
from ...model import PASS, Finding, Parcel
from ...notice import Rule
from ...rounding import hectares
from ..evidence import Evidence
from .kind import NUMBER, TEXTS, Kind, Param, failing, finding, unknown
from .plan_balance import NOT_MEASURED, SOURCE


def check_within_year(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Inflow is done by the end of the plan's year: by the day of completion, else by the month
    that is planned. What comes later is told by month; it stays in the sums."""
    months, year, source = evidence.months, evidence.year, "时序安排"
    word = evidence.notice.word_in
    if not months or year is None:
        return [unknown(rule, None, NOT_MEASURED, SOURCE)]
    flows = [month for month in months if month.in_m2]
    late = [month for month in flows if month.month > f"{year}-12"]
    if late:
        said = (f"{month_text(m.month)}完成{word} {hectares(m.in_m2)} 公顷" for m in late)
        rest = hectares(months[-1].lawful_surplus_m2 - sum(m.in_m2 - m.blocked_in_m2 for m in late))
        return [failing(rule, None, f"{'、'.join(said)}；不计则结余 {rest} 公顷", source)]
    if any(month.month == UNDATED for month in flows):
        return [unknown(rule, None, f"有{word}地块未填完成月份", source)]
    return [finding(rule, None, PASS, f"{word}均在 {year} 年内完成", source)]


def check_later_regime(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """No later regulation has merged the notice in the plan's year. By the year, not by the day of
    compiling: a plan is ruled by what holds in its year."""
    year, source = evidence.year, listed(rule.params["documents"])
    if year is None:
        return [unknown(rule, None, "未知方案年度", source)]
    if year >= rule.params["year"]:
        text = f"方案年度 {year}，{source}自 {rule.params['year']} 年起适用"
        return [failing(rule, None, text, source)]
    return [finding(rule, None, PASS, f"方案年度 {year}，早于{source}的适用", source)]


KINDS = (
    Kind("within_year", (), check_within_year),
    Kind(
        "later_regime",
        (Param("documents", TEXTS), Param("year", NUMBER)),
        check_later_regime,
        needs_evidence=False,
    ),
)
