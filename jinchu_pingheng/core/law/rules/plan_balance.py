"""Kinds that judge the plan as a whole: quantity, classes, quality, sequence, distribution."""

from __future__ import annotations

from collections.abc import Sequence

from ...accounts.lists import month_text
from ...accounts.schedule import UNDATED
from ...landclass import class_name
from ...model import FAIL, PASS, UNKNOWN, Finding, Parcel
from ...notice import Rule
from ...rounding import hectares
from ..evidence import Evidence
from .kind import Kind, finding

SOURCE = "面积单元"


def _not_measured(rule: Rule) -> list[Finding]:
    return [finding(rule, None, UNKNOWN, f"尚未量算面积，无法判定：{rule.text}", SOURCE)]


def check_quantity(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Lawful inflow reaches the ratio of outflow in the notice's unit (宁夏通知 二（九）)."""
    if evidence.balance is None:
        return _not_measured(rule)
    total = evidence.balance.total
    word_in = evidence.notice.word_in
    numbers = (
        f"{evidence.notice.word_out} {hectares(total.out_m2)} 公顷，{word_in} "
        f"{hectares(total.in_m2)} 公顷，"
        f"结余 {hectares(total.surplus_m2)} 公顷"
    )
    if total.blocked_in_m2:
        numbers += f"；其中检查未通过的{word_in}地块 {hectares(total.blocked_in_m2)} 公顷不能作数"
    if evidence.balance.reached:
        return [finding(rule, None, PASS, numbers, SOURCE)]
    return [finding(rule, None, FAIL, f"{numbers}：{rule.text}", SOURCE)]


def check_classes(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Inflow reaches outflow class by class; a class may fail inside a balanced total."""
    if evidence.balance is None:
        return _not_measured(rule)
    failing = evidence.balance.failing_classes
    if not failing:
        return [finding(rule, None, PASS, "水田、水浇地、旱地均平衡", SOURCE)]
    parts = [
        f"{class_name(row.balance_class)}缺 {hectares(-row.lawful_surplus_m2)} 公顷"
        for row in failing
    ]
    return [finding(rule, None, FAIL, f"{'、'.join(parts)}：{rule.text}", SOURCE)]


def check_quality(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Mean 等别 of inflow is no worse than that of outflow (smaller is better)."""
    if evidence.balance is None:
        return _not_measured(rule)
    total = evidence.balance.total
    if total.quality_kept is None:
        return [finding(rule, None, UNKNOWN, f"有地块缺少等别，无法判定：{rule.text}", SOURCE)]
    words = evidence.notice
    text = f"{words.word_out}平均 {total.out_grade} 等，{words.word_in}平均 {total.in_grade} 等"
    if total.quality_kept:
        return [finding(rule, None, PASS, text, SOURCE)]
    return [finding(rule, None, FAIL, f"{text}：{rule.text}", SOURCE)]


def check_sequence(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """No month in which cumulative outflow exceeds cumulative inflow (宁夏通知 二（六）
    先进后出)."""
    if not evidence.months:
        return _not_measured(rule)
    ahead = [
        month_text(month.month)
        for month in evidence.months
        if month.ahead and month.month != UNDATED
    ]
    if ahead:
        text = f"{'、'.join(ahead)}累计{evidence.notice.word_out}大于累计{evidence.notice.word_in}"
        if evidence.months[-1].cumulative_blocked_in_m2:
            text += "（不计检查未通过的地块）"
        return [finding(rule, None, FAIL, f"{text}：{rule.text}", "时序安排")]
    if evidence.months[-1].month == UNDATED:
        return [finding(rule, None, UNKNOWN, f"有地块未填时间，无法判定：{rule.text}", "时序安排")]
    words = evidence.notice
    return [
        finding(rule, None, PASS, f"各月累计{words.word_in}不少于累计{words.word_out}", "时序安排")
    ]


def check_townships(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Name the townships whose own inflow does not reach their outflow (布局, 调剂)."""
    if evidence.balance is None:
        return _not_measured(rule)
    short = [row for row in evidence.balance.township_totals if not row.reached_lawfully]
    if not short:
        return [finding(rule, None, PASS, "各乡镇均平衡", SOURCE)]
    parts = [f"{row.unit_name}缺 {hectares(-row.lawful_surplus_m2)} 公顷" for row in short]
    return [finding(rule, None, FAIL, f"{'、'.join(parts)}：{rule.text}", SOURCE)]


def check_county(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Whether the county is short, so that the city or the region has to help (宁夏通知
    二（八）)."""
    if evidence.balance is None:
        return _not_measured(rule)
    total = evidence.balance.total
    lawful = total.lawful_surplus_m2
    if lawful >= 0:
        return [finding(rule, None, PASS, "县域内可以落实", SOURCE)]
    return [finding(rule, None, FAIL, f"县域内缺 {hectares(-lawful)} 公顷：{rule.text}", SOURCE)]


KINDS = (
    Kind("balance", (), check_quantity),
    Kind("class_balance", (), check_classes),
    Kind("quality", (), check_quality),
    Kind("sequence", (), check_sequence),
    Kind("township_balance", (), check_townships),
    Kind("county_balance", (), check_county),
)
