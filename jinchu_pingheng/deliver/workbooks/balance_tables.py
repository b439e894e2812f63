"""The tables of chapters 4（四） and 5 of the plan document: quantity, classes, quality,
deductions, forecast."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Callable

from openpyxl import Workbook

from ...core.accounts.balance import BalanceRow, deducted_parcels
from ...core.accounts.lists import location
from ...core.accounts.report import Report
from ...core.model import OUT, Cell, Parcel
from ...core.parcel_fields import label
from ..wording import (
    NOT_CHECKED,
    class_label,
    county_verdict,
    extra_areas,
    extra_m2,
    headed,
    quality_verdict,
    ratio_notes,
    row_label,
    short_classes,
    short_verdict,
    surplus_formula,
)
from . import batch_sheets, indicator_sheets, ledger_sheet
from .look import PLAIN, TOTAL_FILL, WARNING
from .sheets import Table, Value, area
from .workbook import new_workbook, save

ROLE = "balance_tables"


def write(report: Report, folder: Path) -> list[tuple[str, Path]]:
    """Write the workbook; returns (contract role, path)."""
    title = headed(report, "情况表")
    book = new_workbook(report, title)
    for sheet in (_quantity, _classes, _quality, _deductions):
        sheet(book, report)
    batch_sheets.write_balance(book, report)
    indicator_sheets.write(book, report)
    ledger_sheet.write(book, report)
    for sheet in (_forecast, _explanations):
        sheet(book, report)
    return [(ROLE, save(book, folder, title))]


def _verdict_notes(report: Report) -> list[str]:
    """The county's verdict, and the inflow that checks reject."""
    notes = [f"结论：{county_verdict(report.balance)}。"]
    if report.balance.total.blocked_in_m2:
        notes.append(f"“其中检查未通过”为违反禁止性条款的{report.notice.word_in}地块，不计入判定。")
    return notes


def _fill(report: Report, row: BalanceRow) -> str | None:
    """Marks a row that is short, and the county's total while a township is."""
    if row is report.balance.total:
        return PLAIN if report.balance.reached else WARNING
    return PLAIN if row.reached_lawfully else WARNING


def _amounts(report: Report, row: BalanceRow) -> list[Value]:
    """流出, 扣除, 需流入, 流入, 其中检查未通过, what stands beside inflow, 结余,
    不计未通过的结余."""
    amounts = (
        row.out_m2,
        row.deducted_m2,
        row.required_m2,
        row.in_m2,
        row.blocked_in_m2,
        *extra_m2(report.balance, row),
        row.surplus_m2,
        row.lawful_surplus_m2,
    )
    return [area(m2) for m2 in amounts]


def _amount_columns(report: Report) -> tuple[str, ...]:
    out, inflow = report.notice.word_out, report.notice.word_in
    return (
        f"{out}面积\n（不含扣除）", "扣除面积", f"需{inflow}面积", f"{inflow}面积",
        "其中检查未通过", *(heading for heading, _ in extra_areas(report.balance)),
        f"结余\n（{surplus_formula(report.balance, report.notice)}）", "不计未通过的\n结余",
    )  # fmt: skip


def _extra_widths(report: Report) -> list[int]:
    return [12 for _ in extra_areas(report.balance)]


def _units(report: Report) -> list[list[BalanceRow]]:
    """Rows of each township, then of the county."""
    codes = dict.fromkeys(row.unit_code for row in report.balance.rows)
    by_town = [[row for row in report.balance.rows if row.unit_code == code] for code in codes]
    return [*by_town, list(report.balance.county)]


def _verdict(report: Report, row: BalanceRow) -> str:
    """已落实 / 未落实 stand in the county's total only; other rows tell whether the sum is
    reached."""
    if row is not report.balance.total:
        return short_verdict(row)
    verdict = "已落实" if report.balance.reached else "未落实"
    return verdict if report.balance.checked else f"{verdict}（{NOT_CHECKED}）"


def _write_units(
    table: Table,
    report: Report,
    values: Callable[[BalanceRow], list[Value]],
    fill: Callable[[BalanceRow], str | None],
) -> None:
    """The rows of each unit, all with its name: a page may begin with any of them. ``values``: what
    follows it."""
    for rows in _units(report):
        for row in rows:
            cells: list[Value] = [row.unit_name, *values(row)]
            if row.is_total and fill(row) is PLAIN:
                table.total(cells)
            else:
                table.row(cells, fill(row), row.is_total)


def _quantity(book: Workbook, report: Report) -> None:
    widths = (12, 18, 13, 11, 12, 11, 11, *_extra_widths(report), 16, 13, 30)
    table = Table(book, "数量平衡", widths)
    unit = "乡镇" if report.balance.unit == "township" else "县"
    notes = [*_verdict_notes(report), f"以{unit}为单位判定（{report.notice.balance.clause}）。"]
    if unit == "县":
        notes[-1] += "乡镇各行供布局分析参考。"
    notes += ratio_notes(report.balance, report.notice)
    table.head(report, headed(report, "数量平衡表"), notes)
    table.header(("单位", "地类", *_amount_columns(report), "判定"))
    _write_units(
        table,
        report,
        lambda row: [row_label(row), *_amounts(report, row), _verdict(report, row)],
        partial(_fill, report),
    )


def _classes(book: Workbook, report: Report) -> None:
    out, inflow = report.notice.word_out, report.notice.word_in
    widths = (18, 13, 10, 11, 11, 11, *_extra_widths(report), 16, 13, 9, 9, 26)
    table = Table(book, "分地类", widths)
    notes = [*_verdict_notes(report), *ratio_notes(report.balance, report.notice)[:1]]
    table.head(report, headed(report, "地类平衡表"), notes)
    table.header(("地类", *_amount_columns(report), f"{out}平均等别", f"{inflow}平均等别", "判定"))
    for row in report.balance.county:
        values = [
            row_label(row),
            *_amounts(report, row),
            row.out_grade,
            row.in_grade,
            _verdict(report, row),
        ]
        if row is report.balance.total:
            table.row(values, WARNING if not report.balance.reached else TOTAL_FILL, bold=True)
        else:
            table.row(values, _fill(report, row))


def _quality(book: Workbook, report: Report) -> None:
    out, inflow = report.notice.word_out, report.notice.word_in
    beside = report.balance.has_credits or report.balance.has_transfers
    widths = (16, 12, 16, 14, 16, 14, *((14, 14) if beside else ()), 34)
    table = Table(book, "质量", widths)
    notes = ["等别按面积加权平均，保留1位小数；等别数值越小，质量越好。"]
    if any(cell.grade_estimated for cell in report.cells):
        notes.append(f"耕地{inflow}等别含按相邻耕地预估的数值，以竣工后的质量等别评定为准。")
    if beside:
        notes.append(f"“可用面积”为{inflow}、结转核销指标与调入之和减去调出，按其平均等别比较。")
    table.head(report, headed(report, "质量平衡表"), notes)
    table.header(
        (
            "单位", "地类", f"{out}面积", f"{out}平均等别", f"{inflow}面积", f"{inflow}平均等别",
            *(("可用面积", "可用面积\n平均等别") if beside else ()), "判定",
        )
    )  # fmt: skip

    def values(row: BalanceRow) -> list[Value]:
        return [
            class_label(row.balance_class),
            area(row.out_m2), row.out_grade, area(row.in_m2), row.in_grade,
            *((area(row.available_m2), row.supply_grade) if beside else ()), quality_verdict(row),
        ]  # fmt: skip

    _write_units(table, report, values, lambda row: WARNING if row.quality_kept is False else PLAIN)


def _deductions(book: Workbook, report: Report) -> None:
    table = Table(book, "扣除情况", (6, 11, 20, 22, 9, 18, 9, 22, 20))
    notes = [f"只有属于{report.notice.paper}所列情形并有批准文件的，才予扣除；其余仍计入平衡。"]
    table.head(report, headed(report, "扣除情况表"), notes)
    labels = map(label, ("parcel_id", "project", "deduction"))
    table.header(("序号", *labels, "条款", label("deduction_doc"), "面积", "位置", "处理"))
    claimed = [parcel for parcel in report.parcels_of(OUT) if parcel.deduction]
    granted = deducted_parcels(report.parcels, report.notice)
    for number, parcel in enumerate(claimed, 1):
        table.row(_deduction_row(report, number, parcel, parcel.parcel_id in granted))
    if not claimed:
        table.nothing()
    total = ["予以扣除合计", None, None, None, None, None, area(report.balance.total.deducted_m2)]
    table.total(total, merge=6)


def _deduction_row(report: Report, number: int, parcel: Parcel, granted: bool) -> list[Value]:
    kinds = {deduction.code: deduction for deduction in report.notice.deductions}
    kind = kinds.get(parcel.deduction)
    cells: list[Cell] = [
        cell for cell in report.counted_cells(OUT) if cell.parcel_id == parcel.parcel_id
    ]
    refused = "未扣除：缺少批准文件" if kind else f"未扣除：{report.notice.paper}无此情形"
    return [
        number,
        parcel.parcel_id,
        parcel.project or parcel.name,
        kind.name if kind else parcel.deduction,
        kind.clause if kind else "",
        parcel.deduction_doc,
        area(sum(cell.m2 for cell in cells)),
        "、".join(dict.fromkeys(location(parcel, cell) for cell in cells)),
        "予以扣除" if granted else refused,
    ]


def _forecast(book: Workbook, report: Report) -> None:
    out, inflow = report.notice.word_out, report.notice.word_in
    extra = extra_areas(report.balance)
    table = Table(book, "指标预测与节余", (16, 18, 18, 18, *(18 for _ in extra), 18, 18, 18))
    beside = "；结转、核销指标和调剂单列，计入节余" if extra else ""
    notes = [
        f"{inflow}指标预测＝计划{inflow}面积；{out}需用指标＝需{inflow}面积；节余预测＝"
        f"{surplus_formula(report.balance, report.notice)}，负数为缺口{beside}。",
        "实际指标以验收、复核入库的面积为准。",
        *ratio_notes(report.balance, report.notice),
    ]
    table.head(report, headed(report, f"耕地{inflow}指标预测与节余预测表"), notes)
    table.header(
        (
            "单位", "地类", f"{inflow}指标预测", "其中检查未通过", *(name for name, _ in extra),
            f"{out}需用指标", "节余预测", "不计未通过的节余预测",
        )
    )  # fmt: skip

    def values(row: BalanceRow) -> list[Value]:
        amounts = (
            row.in_m2,
            row.blocked_in_m2,
            *extra_m2(report.balance, row),
            row.required_m2,
            row.surplus_m2,
            row.lawful_surplus_m2,
        )
        return [row_label(row), *map(area, amounts)]

    _write_units(table, report, values, lambda row: PLAIN if row.reached_lawfully else WARNING)


def _explanations(book: Workbook, report: Report) -> None:
    notice = report.notice
    out, inflow = notice.word_out, notice.word_in
    names = "、".join(short_classes(report.balance))
    table = Table(book, "说明", (6, 120))
    table.head(report, headed(report, "情况表说明"), unit="")
    table.header(("序号", "说明"))
    texts = [
        f"结论：{county_verdict(report.balance)}。",
        f"判定标准：{inflow}面积≥{notice.balance.ratio}×（{out}面积－扣除面积），"
        f"见{notice.paper}{notice.balance.clause}；"
        "违反禁止性条款的地块不作数。",
        "面积以“地块×地类×等别×乡镇”为最小单元，四舍五入到平方米（0.0001公顷）一次，"
        "各表合计均为单元之和，另有说明的除外。",
        f"需{inflow}面积不足1平方米的部分进到1平方米（少于该数即未达到{notice.balance.ratio}倍），"
        f"结余＝{surplus_formula(report.balance, notice)}。",
        *ratio_notes(report.balance, notice),
        *indicator_sheets.notes(report),
        f"耕地{inflow}的地类为{notice.words.restore}后的地类；"
        f"耕地{out}的地类为现状地类（三调工作分类）。",
        "总量平衡不等于各地类平衡："
        f"{names + '不足，已在表中标出' if names else '本方案各地类均满足'}。",
        "底色为浅红的行：不足、质量降低或未落实；判定栏有文字说明。",
    ]
    if not report.balance.checked:
        texts.insert(1, f"{NOT_CHECKED}：本表尚未考虑禁止性条款，运行检查后须重新导出。")
    for number, text in enumerate(texts, 1):
        table.row([number, text], WARNING if number == 1 and not report.balance.reached else PLAIN)
