"""Kinds about the procedure: publicity, the body that decides, entrusting cost, deductions,
validity of the notice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from ...model import FAIL, NA, PASS, UNKNOWN, Finding, Parcel
from ...notice import Rule
from ...rounding import half_up, hectares, mu, whole
from ..evidence import Evidence
from .kind import NUMBER, TEXT, Kind, Param, finding


def check_publicity(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """The parcel was made public for at least ``min_days`` days (first and last day counted)."""
    return [_judge_publicity(rule, parcel) for parcel in parcels]


def _judge_publicity(rule: Rule, parcel: Parcel) -> Finding:
    first, last = parcel.publicity_from, parcel.publicity_to
    if not first or not last:
        return finding(
            rule, parcel, UNKNOWN, f"未填公示起止日期，无法判定：{rule.text}", "公示日期"
        )
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    text = f"公示 {first} 至 {last}，共 {days} 日"
    if days < rule.params["min_days"]:
        return finding(rule, parcel, FAIL, f"{text}：{rule.text}", "公示日期")
    return finding(rule, parcel, PASS, text, "公示日期")


def check_body(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Tell which body decides on a parcel: ``body`` from the threshold on, ``body_below`` under it.

    The verdict is 'fail' only for a parcel at or over the threshold whose approval is not recorded
    as ``body``'s.
    """
    return [_judge_body(rule, parcel) for parcel in parcels]


def _judge_body(rule: Rule, parcel: Parcel) -> Finding:
    m2 = whole(parcel.area)
    area = f"单宗 {hectares(m2)} 公顷（{mu(m2)} 亩）"
    if m2 < rule.params["threshold_m2"]:
        return finding(rule, parcel, PASS, f"{area}，由{rule.params['body_below']}", "地块面积")
    text = f"{area}，须由{rule.params['body']}"
    if not parcel.decided_by:
        return finding(
            rule, parcel, UNKNOWN, f"{text}，未填审议机关，无法判定：{rule.text}", "审议机关"
        )
    if rule.params["body_word"] not in parcel.decided_by:
        return finding(
            rule, parcel, FAIL, f"{text}，现为{parcel.decided_by}：{rule.text}", "审议机关"
        )
    return finding(rule, parcel, PASS, f"{text}，已由{parcel.decided_by}审议", "审议机关")


def check_cost(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Cost of entrusting the inflow that is missing, at ``yuan_per_mu`` (1 m² = 0.0015 亩)."""
    if evidence.balance is None:
        return [finding(rule, None, UNKNOWN, f"尚未量算面积，无法判定：{rule.text}", "面积单元")]
    short = [row for row in evidence.balance.township_totals if not row.reached_lawfully]
    if not short:
        return [finding(rule, None, PASS, "各乡镇均能自行落实，不需委托", "面积单元")]
    parts = []
    for row in short:
        missing = -row.lawful_surplus_m2
        cost = half_up(Decimal(missing) * Decimal("0.0015") * rule.params["yuan_per_mu"] / 10000, 2)
        parts.append(
            f"{row.unit_name}缺 {hectares(missing)} 公顷（{mu(missing)} 亩），委托费用约 {cost} "
            "万元"
        )
    return [finding(rule, None, FAIL, f"{'；'.join(parts)}：{rule.text}", "面积单元")]


def check_pool(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """The share of lawful inflow that the county may dispose of, from townships that reach what
    they need themselves (建宁 四（五）).

    The clause has two sentences: inflow at 1:1.05, and 5% of inflow for the county. They do not
    add up: at exactly 1:1.05 the share is 5.25% of outflow, and what is left (99.75%) would not
    even be 1:1. So the share is not taken off before a township is judged; a township that does
    not reach the ratio has nothing to give.
    """
    if evidence.balance is None:
        return [finding(rule, None, UNKNOWN, f"尚未量算面积，无法判定：{rule.text}", "面积单元")]
    total = evidence.balance.total
    text = (
        f"可供县域统筹 {hectares(total.lawful_share_m2(rule.params['share']))} 公顷，"
        f"按可计入的{evidence.notice.word_in} {hectares(total.lawful_in_m2)} 公顷计"
    )
    short = [row.unit_name for row in evidence.balance.short_townships if row.lawful_in_m2]
    if short:
        what = f"{'、'.join(short)}自身不足，不能提供统筹"
        return [finding(rule, None, FAIL, f"{text}；{what}：{rule.text}", "面积单元")]
    return [finding(rule, None, PASS, text, "面积单元")]


def check_deductions(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """A parcel that claims a deduction needs the document that grants it; without it nothing is
    deducted."""
    names = {item.code: item.name for item in evidence.notice.deductions}
    results = []
    for parcel in parcels:
        if not parcel.deduction:
            results.append(finding(rule, parcel, NA, "不涉及", "扣除情形"))
        elif parcel.deduction not in names:
            results.append(
                finding(
                    rule, parcel, FAIL, f"扣除情形“{parcel.deduction}”不在通知范围内", "扣除情形"
                )
            )
        elif not parcel.deduction_doc.strip():
            text = f"{names[parcel.deduction]}：未填扣除依据文号，未予扣除"
            results.append(
                finding(rule, parcel, UNKNOWN, f"{text}，无法判定：{rule.text}", "扣除依据文号")
            )
        else:
            text = f"{names[parcel.deduction]}，依据 {parcel.deduction_doc}"
            results.append(finding(rule, parcel, PASS, text, "扣除依据文号"))
    return results


def check_validity(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """The day of compiling lies in the notice's validity, and not in its last ``warn_days``
    days."""
    notice, today = evidence.notice, evidence.today
    span = f"有效期 {notice.valid_from or '未载明'} 至 {notice.valid_to or '未载明'}"
    if not today:
        return [finding(rule, None, UNKNOWN, f"{span}；未知编制日期，无法判定", notice.title)]
    if (notice.valid_from and today < notice.valid_from) or (
        notice.valid_to and today > notice.valid_to
    ):
        return [finding(rule, None, FAIL, f"{today} 不在通知{span}内：{rule.text}", notice.title)]
    if notice.valid_to:
        left = (date.fromisoformat(notice.valid_to) - date.fromisoformat(today)).days
        if left <= rule.params["warn_days"]:
            return [
                finding(
                    rule, None, FAIL, f"通知{span}，还有 {left} 日到期：{rule.text}", notice.title
                )
            ]
    return [finding(rule, None, PASS, span, notice.title)]


KINDS = (
    Kind("publicity", (Param("min_days", NUMBER),), check_publicity),
    Kind(
        "deciding_body",
        (
            Param("threshold_m2", NUMBER),
            Param("body", TEXT),
            Param("body_word", TEXT),
            Param("body_below", TEXT),
        ),
        check_body,
    ),
    Kind("entrust_cost", (Param("yuan_per_mu", NUMBER),), check_cost),
    Kind("county_pool", (Param("share", NUMBER),), check_pool),
    Kind("deduction", (), check_deductions),
    Kind("validity", (Param("warn_days", NUMBER, Decimal(31)),), check_validity),
)
