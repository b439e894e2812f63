"""The words of a judgement, the same in every table."""

from __future__ import annotations

from ..core.accounts.balance import TOTAL, Balance, BalanceRow
from ..core.accounts.balance_rows import Amounts
from ..core.accounts.lists import month_text
from ..core.accounts.pool import Candidate
from ..core.accounts.report import Report
from ..core.accounts.schedule import UNDATED, Month
from ..core.codes import understood
from ..core.landclass import class_name
from ..core.model import BLOCK, FAIL, IN, INFO, NA, OUT, PASS, UNKNOWN, WARN, Finding
from ..core.notice import Notice
from ..core.rounding import hectares
from .headed import Headed

SEVERITY = {BLOCK: "禁止", WARN: "警示", INFO: "提示"}
VERDICT = {FAIL: "不通过", PASS: "通过", UNKNOWN: "无法判定", NA: "不适用"}

MARK_NAMES = {"JKHF": "即可恢复", "GCHF": "工程恢复"}

NOT_CHECKED = "尚未运行检查"


def side(notice: Notice, direction: str) -> str:
    """流出 or 流入 in the notice's words; 两侧 and 方案 for rules that are not about one side."""
    return (
        notice.word(direction)
        if direction in (OUT, IN)
        else {"both": "两侧"}.get(direction, "方案")
    )


def date_text(day: str, missing: str = "（未填写）") -> str:
    """'2023-03-20' as '2023年3月20日'; ``missing`` where there is none."""
    if not day:
        return missing
    year, month, number = day.split("-")
    return f"{year}年{int(month)}月{int(number)}日"


def headed(report: Headed, what: str) -> str:
    """Title of a table of the plan, e.g. “云川县2023年度耕地“进出平衡”检查报告”."""
    regime = report.notice.words.regime
    return f"{report.header.county_name}{report.header.year}年度耕地“{regime}”{what}"


def list_title(report: Headed, direction: str, unit: str) -> str:
    """Title of one side's official list for a unit, in the notice's words, e.g.
    “甲镇2023年度‘耕地流出’项目列表”."""
    title = report.notice.list_title(direction).title
    return title.format(unit=unit, year=report.header.year, word=report.notice.word(direction))


def is_draft(report: Report) -> bool:
    """The plan was not checked, or breaks a ban."""
    bans = (f for f in report.findings if (f.severity, f.verdict) == (BLOCK, FAIL))
    return not report.balance.checked or any(bans)


def reason_text(report: Report) -> str:
    """Why a draft goes out."""
    return f"继续导出的理由：{report.reason or '未写明'}"


def class_label(balance_class: str) -> str:
    """Name of a cropland class, or 合计 for the sum."""
    return "合计" if balance_class == TOTAL else class_name(balance_class)


def row_label(row: BalanceRow) -> str:
    """The class of a row of the balance, or 合计: with its ratio where what it requires is no sum
    of the classes above it."""
    if row.is_total and not row.sums_its_classes:
        return f"合计（按{row.ratio_text}计）"
    return class_label(row.balance_class)


def county_label(balance: Balance) -> str:
    """合计 below the townships: with its basis where it requires less than their sum."""
    return "合计（按全县计）" if balance.townships_excess_m2 else "合计"


def ratio_notes(balance: Balance, notice: Notice) -> list[str]:
    """Why rows of 合计 require what they do, where that is no sum of the rows above."""
    notes, total = [], balance.total
    if not total.sums_its_classes:
        notes.append(
            f"{row_label(total)}：需{notice.word_in}为{notice.word_out}的"
            f"{total.ratio.normalize():f}倍（{notice.balance.clause}），各地类按等量比较，"
            f"故该行需{notice.word_in}、结余不是各地类之和。"
        )
    if balance.townships_excess_m2:
        notes.append(
            f"各乡镇需{notice.word_in}分别进到平方米，其和比全县多"
            f"{hectares(balance.townships_excess_m2)}公顷；县合计按全县{notice.word_out}计算一次。"
        )
    return notes


def extra_areas(balance: Balance) -> tuple[tuple[str, str], ...]:
    """(heading, attribute of a row) of the columns beside inflow: only where a plan has them."""
    credits = (("结转、核销指标", "credited_m2"),) if balance.has_credits else ()
    transfers = (("调入", "received_m2"), ("调出", "given_m2")) if balance.has_transfers else ()
    return (*credits, *transfers)


def extra_m2(balance: Balance, row: Amounts) -> list[int]:
    """The areas of a row in these columns, whole m²."""
    return [getattr(row, name) for _, name in extra_areas(balance)]


def surplus_formula(balance: Balance, notice: Notice) -> str:
    """How 结余 follows from the columns before it."""
    credits = "＋结转、核销指标" if balance.has_credits else ""
    transfers = "＋调入－调出" if balance.has_transfers else ""
    return f"{notice.word_in}{credits}{transfers}－需{notice.word_in}"


def supply_words(balance: Balance, notice: Notice) -> str:
    """What stands against outflow: 流入, or 流入与结转、核销指标之和."""
    return f"{notice.word_in}与结转、核销指标之和" if balance.has_credits else notice.word_in


def month_label(month: Month) -> str:
    """'2023年4月', or '时间未定' for parcels without a month."""
    return "时间未定" if month.month == UNDATED else month_text(month.month)


def ahead_remark(notice: Notice, month: Month, if_ahead: str = "") -> str:
    """Outflow ahead of inflow (``if_ahead`` says what that means); '' where it is not."""
    if not month.ahead:
        return ""
    without = "不计检查未通过的，" if month.surplus_m2 >= 0 else ""
    credits = "与可用指标之和" if month.cumulative_credited_m2 else ""
    return f"{without}累计{notice.word_out}大于累计{notice.word_in}{credits}{if_ahead}"


def month_remarks(notice: Notice, month: Month, if_ahead: str = "") -> list[str]:
    """Outflow ahead of inflow, and inflow that does not count, with the surplus without it."""
    into = notice.word_in
    ahead = ahead_remark(notice, month, if_ahead)
    remarks = [ahead] if ahead else []
    if month.cumulative_blocked_in_m2:
        remarks.append(
            f"累计{into}中{hectares(month.cumulative_blocked_in_m2)}公顷检查未通过，"
            f"不计则累计结余{hectares(month.lawful_surplus_m2)}公顷"
        )
    return remarks


def short_verdict(row: BalanceRow) -> str:
    """Whether inflow reaches what is required, and how much is missing."""
    if row.empty:
        return "—"
    if not row.reached:
        more = (
            f"，不计检查未通过的缺 {hectares(-row.lawful_surplus_m2)} 公顷"
            if row.blocked_in_m2
            else ""
        )
        return f"不足，缺 {hectares(-row.surplus_m2)} 公顷{more}"
    if not row.reached_lawfully:
        return f"不计检查未通过的地块则不足，缺 {hectares(-row.lawful_surplus_m2)} 公顷"
    return "满足"


def county_verdict(balance: Balance) -> str:
    """已落实 or 未落实 by the notice's test, with what a reader must know beside it."""
    words = ["已落实" if balance.reached else "未落实"]
    if not balance.checked:
        words.append(NOT_CHECKED)
    if not balance.total.reached_lawfully:
        words.append(short_verdict(balance.total))
    elif not balance.reached:
        words.append(f"乡镇不足：{'、'.join(row.unit_name for row in balance.short_townships)}")
    failing = short_classes(balance)
    if failing:
        words.append(
            f"{'总量满足，但' if balance.total.reached_lawfully else ''}{'、'.join(failing)}不足"
        )
    return "；".join(words)


def short_classes(balance: Balance) -> list[str]:
    """Names of the classes in which lawful inflow does not reach outflow."""
    return [class_name(row.balance_class) for row in balance.failing_classes]


def quality_verdict(row: BalanceRow) -> str:
    """Whether the mean 等别 is kept (a smaller 等 is better)."""
    if not (row.out_m2 and row.available_m2 > 0):
        return "—"
    if row.quality_kept is None:
        return "等别不全，无法判定"
    return "质量不降低" if row.quality_kept else "质量降低"


def finding_text(finding: Finding, rule_text: str) -> str:
    """What was found, without the rule's text (that has a column of its own), and a recorded
    exception."""
    message = finding.message.removesuffix(f"：{rule_text}")
    return f"{message}；{finding.exception}" if finding.exception else message


def mark_name(item: Candidate) -> str:
    """即可恢复 or 工程恢复, however the survey writes it; '' for neither."""
    return MARK_NAMES.get(understood("ZZSXDM", item.source.mark) or "", "")
