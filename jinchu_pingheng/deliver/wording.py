"""The words of a judgement, the same in every table."""

from __future__ import annotations

from ..core.accounts.balance import TOTAL, Balance, BalanceRow
from ..core.accounts.report import Report
from ..core.landclass import class_name
from ..core.model import BLOCK, FAIL, IN, INFO, NA, OUT, PASS, UNKNOWN, WARN, Finding
from ..core.notice import Notice
from ..core.rounding import hectares

SEVERITY = {BLOCK: "禁止", WARN: "警示", INFO: "提示"}
VERDICT = {FAIL: "不通过", PASS: "通过", UNKNOWN: "无法判定", NA: "不适用"}

NOT_CHECKED = "尚未运行检查"


def side(notice: Notice, direction: str) -> str:
    """流出 or 流入 in the notice's words; 两侧 and 方案 for rules that are not about one side."""
    return (
        notice.word(direction)
        if direction in (OUT, IN)
        else {"both": "两侧"}.get(direction, "方案")
    )


def headed(report: Report, what: str) -> str:
    """Title of a table of the plan, e.g. “云川县2023年度耕地“进出平衡”检查报告”."""
    regime = report.notice.words.regime
    return f"{report.header.county_name}{report.header.year}年度耕地“{regime}”{what}"


def class_label(balance_class: str) -> str:
    """Name of a cropland class, or 合计 for the sum."""
    return "合计" if balance_class == TOTAL else class_name(balance_class)


def required_m2(row: BalanceRow) -> int:
    """What inflow must reach, in whole m², rounded up: printed 流入 − 需流入 is the printed
    结余."""
    return row.in_m2 - row.surplus_m2


def short_verdict(row: BalanceRow) -> str:
    """Whether inflow reaches what is required, and how much is missing."""
    if not (row.out_m2 or row.in_m2):
        return "—"
    if not row.reached:
        more = (
            f"，不计检查未通过的缺 {hectares(row.blocked_in_m2 - row.surplus_m2)} 公顷"
            if row.blocked_in_m2
            else ""
        )
        return f"不足，缺 {hectares(-row.surplus_m2)} 公顷{more}"
    if not row.reached_lawfully:
        return f"不计检查未通过的地块则不足，缺 {hectares(row.blocked_in_m2 - row.surplus_m2)} 公顷"
    return "满足"


def county_verdict(balance: Balance) -> str:
    """已落实 or 未落实 by the notice's test, with what a reader must know beside it."""
    words = ["已落实" if balance.reached else "未落实"]
    if not balance.checked:
        words.append(NOT_CHECKED)
    if not balance.total.reached or not balance.total.reached_lawfully:
        words.append(short_verdict(balance.total))
    elif not balance.reached:
        names = [
            row.unit_name
            for row in balance.township_totals
            if not (row.reached and row.reached_lawfully)
        ]
        words.append(f"乡镇不足：{'、'.join(names)}")
    failing = short_classes(balance)
    if failing:
        words.append(
            f"{'总量满足，但' if balance.total.reached_lawfully else ''}{'、'.join(failing)}不足"
        )
    return "；".join(words)


def short_classes(balance: Balance) -> list[str]:
    """Names of the classes in which lawful inflow does not reach outflow."""
    classes = [row for row in balance.county if row.balance_class != TOTAL]
    return [class_name(row.balance_class) for row in classes if not row.reached_lawfully]


def quality_verdict(row: BalanceRow) -> str:
    """Whether the mean 等别 is kept (a smaller 等 is better)."""
    if not (row.out_m2 and row.in_m2):
        return "—"
    if row.quality_kept is None:
        return "等别不全，无法判定"
    return "质量不降低" if row.quality_kept else "质量降低"


def finding_text(finding: Finding, rule_text: str) -> str:
    """What was found, without the rule's text (that has a column of its own), and a recorded
    exception."""
    message = finding.message.removesuffix(f"：{rule_text}")
    return f"{message}；{finding.exception}" if finding.exception else message
