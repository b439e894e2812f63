"""The workbook of a choice of inflow: needs and what is left of them, the parcels and why."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook

from ...core.accounts.choice_report import ChoiceReport, NeedRow
from ...core.landclass import class_name
from ...core.model import UNKNOWN
from ..wording import headed
from .look import PLAIN, verdict_fill
from .sheets import Table, Value, area
from .workbook import new_workbook, save

ROLE = "inflow_choice"


def write(report: ChoiceReport, folder: Path) -> list[tuple[str, Path]]:
    """Write the workbook; returns (role, path)."""
    title = headed(report, f"{report.notice.word_in}选取表")
    book = new_workbook(report, title)
    _needs(book, report, title)
    _parcels(book, report)
    return [(ROLE, save(book, folder, title))]


def _needs(book: Workbook, report: ChoiceReport, title: str) -> None:
    table = Table(book, "需要和缺口", (28, 24, 18, 18, 18, 22, 40))
    total = sum(row.m2 for row in report.chosen)
    said = f"从 {report.candidates} 个图斑中选取 {len(report.chosen)} 个，{area(total)} 公顷"
    cost = f"，费用 {_yuan(sum(row.cost for row in report.chosen))} 元" if report.priced else ""
    order = "先无缺口，再费用最少" if report.priced else "先无缺口，再面积最少"
    notes = [f"{said}{cost}。{order}，再集中连片：{report.label}。", *report.notes]
    table.head(report, title, notes)
    table.header(["需要", "条款", "原缺口", "已补", "仍缺", "再补1公顷的费用（元）", "说明"])
    for row in report.needs:
        table.row(_need(row), verdict_fill(UNKNOWN) if row.missing else PLAIN)


def _need(row: NeedRow) -> list[Value]:
    if row.graded:
        said = "平均等别不劣于流出" if not row.missing else "潜力图斑不足以使平均等别不劣于流出"
        return [row.name, row.clause, None, None, None, None, said]
    said = f"潜力图斑不足，仍缺 {area(row.missing)} 公顷" if row.missing else "已满足"
    amounts = map(area, (row.before, row.before - row.missing, row.missing))
    return [row.name, row.clause, *amounts, row.yuan_per_ha, said]


def _yuan(cost: int) -> Decimal:
    return Decimal(cost).scaleb(-2)


def _parcels(book: Workbook, report: ChoiceReport) -> None:
    table = Table(book, "选取地块", (14, 14, 8, 12, 16, 14, 16, 48, 16))
    note = "“可替换的图斑”为不增加任何缺口时最省的另一个图斑，空白为没有。"
    table.head(report, headed(report, f"选取的{report.notice.word_in}地块"), [note])
    cost = "费用（元）" if report.priced else "费用（未给单价）"
    table.header(
        ["地块编号", "潜力图斑", "类型", "可成为", "乡镇", "面积", cost, "用于", "可替换的图斑"]
    )
    for row in report.chosen:
        price = _yuan(row.cost) if report.priced else None
        planned = class_name(row.planned_class) if row.planned_class else ""
        table.row(
            [row.parcel_id, row.pool_id, row.type, planned, row.town_name, area(row.m2), price,
             "、".join(row.serves), row.replacement]
        )  # fmt: skip
    if not report.chosen:
        table.nothing()
