"""Sheets about 指标 beside inflow: credits and transfers, with those that do not count. A plan that
has none gets no sheet."""

from __future__ import annotations

from openpyxl import Workbook

from ...core.accounts.report import Report
from ...core.indicators import CREDIT_KINDS, TRANSFER_KINDS, Refused
from ...core.landclass import class_name
from ...core.notice import IndicatorClause
from ..wording import headed
from .sheets import Table, area


def write(book: Workbook, report: Report) -> None:
    """The sheets of what the plan has."""
    held = report.indicators
    if held.credits or held.refused_credits:
        _credits(book, report)
    if held.transfers or held.refused_transfers:
        _transfers(book, report)


def notes(report: Report) -> list[str]:
    """How credits and transfers enter the balance."""
    inflow = report.notice.word_in
    found = []
    if report.balance.has_credits:
        found.append(
            f"结转、核销指标不是本年度的{inflow}，单列并计入结余；没有文号的不计入。按可用时间计入"
            "时序，未填的自年初可用。"
        )
    if report.balance.has_transfers:
        found.append("乡镇间调剂计入调出、调入乡镇各自的结余，全县调入与调出相等，合计不变。")
    return found


def _clauses(items: tuple[IndicatorClause, ...]) -> dict[str, str]:
    return {item.kind: item.clause for item in items}


def _credits(book: Workbook, report: Report) -> None:
    table = Table(book, "结转核销指标", (6, 16, 14, 8, 14, 10, 8, 12, 12, 30, 24))
    table.head(report, headed(report, "结转、核销指标表"), notes(report)[:1])
    table.header(
        (
            "序号", "来源", "条款", "年度", "单位", "地类", "等别", "可用时间", "面积", "文号",
            "备注",
        )
    )  # fmt: skip
    clauses = _clauses(report.notice.credits)
    for number, item in enumerate(report.indicators.credits, 1):
        table.row(
            [
                number, CREDIT_KINDS[item.kind], clauses[item.kind], item.year,
                item.unit_name or "县级", class_name(item.balance_class), item.grade,
                item.since or "年初", area(item.m2), item.document, item.note,
            ]
        )  # fmt: skip
    total = area(report.balance.total.credited_m2)
    table.total(["合计", None, None, None, None, None, None, None, total], merge=8)
    _not_counted(table, report.indicators.refused_credits)


def _transfers(book: Workbook, report: Report) -> None:
    table = Table(book, "乡镇间调剂", (6, 14, 14, 14, 14, 10, 8, 12, 12, 12, 28, 24))
    table.head(report, headed(report, "乡镇间调剂表"), notes(report)[-1:])
    table.header(
        (
            "序号", "方式", "条款", "调出乡镇", "调入乡镇", "地类", "等别", "面积",
            "价格\n（元/亩）", "费用\n（万元）", "文号", "备注",
        )
    )  # fmt: skip
    clauses = _clauses(report.notice.transfers)
    for number, item in enumerate(report.indicators.transfers, 1):
        table.row(
            [
                number, TRANSFER_KINDS[item.kind], clauses[item.kind], item.from_name,
                item.to_name, class_name(item.balance_class), item.grade, area(item.m2),
                item.price, item.cost, item.document, item.note,
            ]
        )  # fmt: skip
    total = area(report.balance.total.given_m2)
    table.total(["合计", None, None, None, None, None, None, total], merge=7)
    _not_counted(table, report.indicators.refused_transfers)


def _not_counted(table: Table, items: tuple[Refused, ...]) -> None:
    for item in items:
        table.line(f"未计入：{item.why}")
