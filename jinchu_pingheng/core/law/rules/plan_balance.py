"""Kinds that judge the plan as a whole: quantity, classes, quality, sequence, distribution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable

from ...accounts.balance import Balance
from ...accounts.balance_rows import BalanceRow
from ...accounts.lists import month_text
from ...accounts.schedule import UNDATED, Month
from ...landclass import CROPLAND, class_name
from ...model import PASS, Finding, Parcel
from ...notice import Rule
from ...rounding import hectares
from ..evidence import Evidence
from .kind import CHOICE, Kind, Param, failing, finding, unknown

SOURCE = "面积单元"
NOT_MEASURED = "尚未量算面积"
APART, COUNTS = "apart", "counts"


def on_balance(
    name: str, judge: Callable[[Rule, Balance, Evidence], Finding], *params: Param
) -> Kind:
    """A kind that judges the balance; before the parcels are measured nobody knows."""

    def check(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
        if evidence.balance is None:
            return [unknown(rule, None, NOT_MEASURED, SOURCE)]
        return [judge(rule, evidence.balance, evidence)]

    return Kind(name, params, check)


def judge_quantity(rule: Rule, balance: Balance, evidence: Evidence) -> Finding:
    """Lawful inflow reaches the ratio of outflow in the notice's unit (宁夏通知 二（九）)."""
    total, words = balance.total, evidence.notice
    numbers = (
        f"{words.word_out} {hectares(total.out_m2)} 公顷，{words.word_in} "
        f"{hectares(total.in_m2)} 公顷，{_credited(total)}结余 {hectares(total.surplus_m2)} 公顷"
    )
    if total.blocked_in_m2:
        blocked = hectares(total.blocked_in_m2)
        numbers += f"；其中检查未通过的{words.word_in}地块 {blocked} 公顷不能作数"
    if balance.reached:
        return finding(rule, None, PASS, numbers, SOURCE)
    return failing(rule, None, numbers, SOURCE)


def _credited(total: BalanceRow) -> str:
    return f"结转、核销指标 {hectares(total.credited_m2)} 公顷，" if total.credited_m2 else ""


def judge_classes(rule: Rule, balance: Balance, evidence: Evidence) -> Finding:
    """Inflow reaches outflow class by class; a class may fail inside a balanced total.

    Where better classes count (``better``: 'counts') their surplus makes up for a worse class:
    水田 is better than 水浇地, that than 旱地. What is made up for is told all the same.
    """
    rows = {row.balance_class: row.lawful_surplus_m2 for row in balance.county}
    missing, made_up, surplus = [], [], 0
    for cls in CROPLAND:
        own = rows.get(cls, 0)
        surplus = surplus + own if rule.params["better"] == COUNTS else own
        if surplus < 0:
            missing.append(f"{class_name(cls)}缺 {hectares(-surplus)} 公顷")
        elif own < 0:
            made_up.append(f"{class_name(cls)}少 {hectares(-own)} 公顷，由更好的地类补足")
        surplus = max(surplus, 0)
    if missing:
        return failing(rule, None, "、".join((*missing, *made_up)), SOURCE)
    return finding(rule, None, PASS, "、".join(made_up) or "水田、水浇地、旱地均平衡", SOURCE)


def judge_quality(rule: Rule, balance: Balance, evidence: Evidence) -> Finding:
    """Mean 等别 of inflow is no worse than that of outflow (smaller is better)."""
    total, words = balance.total, evidence.notice
    if total.quality_kept is None:
        return unknown(rule, None, "有地块缺少等别", SOURCE)
    with_credits = "（含结转、核销指标）" if total.credited_m2 else ""
    text = (
        f"{words.word_out}平均 {total.out_grade} 等，{words.word_in}{with_credits}平均 "
        f"{total.supply_grade} 等"
    )
    if total.quality_kept:
        return finding(rule, None, PASS, text, SOURCE)
    return failing(rule, None, text, SOURCE)


def judge_townships(rule: Rule, balance: Balance, evidence: Evidence) -> Finding:
    """Name the townships whose own inflow does not reach their outflow (布局, 调剂)."""
    short = balance.short_townships
    if not short:
        return finding(rule, None, PASS, "各乡镇均平衡", SOURCE)
    parts = [f"{row.unit_name}缺 {hectares(-row.lawful_surplus_m2)} 公顷" for row in short]
    return failing(rule, None, "、".join(parts), SOURCE)


def judge_county(rule: Rule, balance: Balance, evidence: Evidence) -> Finding:
    """Whether the county is short, so that the city or the region has to help (宁夏通知
    二（八）)."""
    lawful = balance.total.lawful_surplus_m2
    if lawful >= 0:
        return finding(rule, None, PASS, "县域内可以落实", SOURCE)
    return failing(rule, None, f"县域内缺 {hectares(-lawful)} 公顷", SOURCE)


def check_sequence(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Outflow never runs ahead of inflow (宁夏通知 二（六） 先进后出).

    Outflow begins with its month, inflow is there at the end of its own: outflow that leans on
    inflow of the same month may have come before it.
    """
    words, months, source = evidence.notice, evidence.months, "时序安排"
    if not months:
        return [unknown(rule, None, NOT_MEASURED, SOURCE)]
    dated = [month for month in months if month.month != UNDATED]
    ahead = [month_text(month.month) for month in dated if month.ahead]
    if ahead:
        text = f"{'、'.join(ahead)}累计{words.word_out}大于累计{words.word_in}"
        if months[-1].cumulative_credited_m2:
            text += "与可用结转、核销指标之和"
        if months[-1].cumulative_blocked_in_m2:
            text += "（不计检查未通过的地块）"
        return [failing(rule, None, text, source)]
    if months[-1].month == UNDATED:
        return [unknown(rule, None, "有地块未填时间", source)]
    tight = [month_text(month.month) for month in dated if _leans_on_itself(month)]
    if tight:
        why = f"{'、'.join(tight)}的{words.word_out}要靠当月的{words.word_in}，先后不明"
        return [unknown(rule, None, why, source)]
    text = f"各月累计{words.word_in}不少于累计{words.word_out}"
    return [finding(rule, None, PASS, text, source)]


def _leans_on_itself(month: Month) -> bool:
    """Outflow of a month is more than the inflow before it leaves over."""
    own_m2 = month.in_m2 - month.blocked_in_m2
    return month.out_m2 > 0 and month.lawful_surplus_m2 - own_m2 < 0


KINDS = (
    on_balance("balance", judge_quantity),
    on_balance(
        "class_balance", judge_classes, Param("better", CHOICE, APART, choices=(APART, COUNTS))
    ),
    on_balance("quality", judge_quality),
    Kind("sequence", (), check_sequence),
    on_balance("township_balance", judge_townships),
    on_balance("county_balance", judge_county),
)
