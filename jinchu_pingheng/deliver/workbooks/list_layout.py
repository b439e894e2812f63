"""The layout of the official lists (宁夏通知 附件1, 附件2): columns, blocks by 类型, 合计 and
总计."""

from __future__ import annotations

from dataclasses import replace

from openpyxl import Workbook

from ...core.accounts.balance import TOTAL
from ...core.accounts.lists import ClassAreas, ListBlock, ListRow, ParcelList
from ...core.accounts.report import Report
from ...core.landclass import CROPLAND, class_name
from ...core.model import OUT
from ...core.rounding import hectares
from ..wording import list_title
from .sheets import Heading, Table, Value, area, area_or_empty
from .workbook import sheet_name

_CLASSES: tuple[Heading, ...] = tuple((class_name(code), ("面积", "等别")) for code in CROPLAND)
_CLASS_WIDTHS = (9.5, 5.5) * len(CROPLAND)

OUT_HEADINGS: tuple[Heading, ...] = (
    "序号",
    "类型",
    "项目名称",
    *_CLASSES,
    "位置",
    "计划建设时间",
    "备注",
)
OUT_WIDTHS = (5, 24, 20, *_CLASS_WIDTHS, 22, 15, 26)
IN_WIDTHS = (5, 22, 20, *_CLASS_WIDTHS, 18, 9, 15, 26)


def in_headings(report: Report) -> tuple[Heading, ...]:
    """Columns of the list of inflow, in the notice's words."""
    when = f"计划{report.notice.words.restore}时间"
    return ("序号", "类型", "地块名称", *_CLASSES, "位置", "是否与用地主体签订协议", when, "备注")


SIGNATURES = "填报人：　　　　　审核人：　　　　　填报单位（盖章）："
"""Who has filled the list in, checked it and answers for it, at the foot of every page."""


def write_lists(
    book: Workbook, report: Report, items: ParcelList, mark: str, grand_total: bool
) -> None:
    """A sheet with the list of the year, and one for each batch where the plan has several."""
    _write_list(book, report, items, mark, grand_total)
    for part in report.parts:
        own = part.list_like(items)
        if own is not None:
            own_report = replace(part.report, header=report.header)
            _write_list(book, own_report, own, mark, grand_total, part.label)


def _write_list(
    book: Workbook,
    report: Report,
    items: ParcelList,
    mark: str,
    grand_total: bool,
    batch: str = "",
) -> None:
    """One list; ``grand_total`` adds the last row 总计.

    序号 counts the 类型 that have rows. A row without area in a class leaves the cell empty; 合计
    and 总计 print 0.0000.
    """
    outflow = items.direction == OUT
    table = Table(
        book,
        sheet_name(batch or f"耕地{report.notice.word(items.direction)}"),
        OUT_WIDTHS if outflow else IN_WIDTHS,
    )
    title = list_title(report, items.direction, items.unit_name)
    table.head(
        report,
        f"{title}（{batch}）" if batch else title,
        _notes(report, items, grand_total),
        mark,
    )
    table.header(OUT_HEADINGS if outflow else in_headings(report))
    for number, block in enumerate(items.blocks, 1):
        _write_block(table, items.direction, number, block)
    if not items.blocks:
        table.nothing()
    if grand_total:
        table.total(["总计", None, None, *_areas(items.total, empty=False)], merge=3)
    table.sheet.oddFooter.left.text, table.sheet.oddFooter.left.size = SIGNATURES, 9


def _write_block(table: Table, direction: str, number: int, block: ListBlock) -> None:
    rows = [
        table.row(
            [
                number,
                block.type_name,
                row.name,
                *_areas(row.areas, empty=True),
                *_tail(direction, row),
            ]
        )
        if position == 0
        else table.row(
            [None, None, row.name, *_areas(row.areas, empty=True), *_tail(direction, row)]
        )
        for position, row in enumerate(block.rows)
    ]
    last = table.total([None, None, "合计", *_areas(block.total, empty=False)])
    for column in (1, 2):
        table.merge_down(column, rows[0], last)


def _areas(areas: ClassAreas, empty: bool) -> list[Value]:
    """面积 and 等别 of each class."""
    show = area_or_empty if empty else area
    return [value for code in CROPLAND for value in (show(areas.m2[code]), areas.grade[code])]


def _tail(direction: str, row: ListRow) -> tuple[str, ...]:
    if direction == OUT:
        return (row.location, row.time, row.note)
    return (row.location, row.agreement, row.time, row.note)


def _notes(report: Report, items: ParcelList, grand_total: bool) -> list[str]:
    notes = [_grade_note(report, items)]
    deducted = _deducted_m2(report, items)
    if deducted:
        notes.append(
            f"另有按规定扣除的耕地{report.notice.word_out} {hectares(deducted)} 公顷，不列入本表，"
            "见平衡情况表“扣除情况”。"
        )
    head = report.notice.list_title(items.direction)
    if grand_total and not head.total:
        notes.append(f"“总计”行为县级汇总所加，乡镇列表（{head.label}）模板无此行。")
    return notes


def _grade_note(report: Report, items: ParcelList) -> str:
    listed = {
        parcel_id for block in items.blocks for row in block.rows for parcel_id in row.parcel_ids
    }
    cells = [cell for cell in report.counted_cells(items.direction) if cell.parcel_id in listed]
    cells = [cell for cell in cells if items.unit_code in ("", cell.town_code)]
    note = "等别按面积加权平均，保留1位小数。"
    if any(cell.grade_estimated for cell in cells):
        note += "备注为“等别为预估”的，等别按相邻耕地预估，以竣工后的质量等别评定为准。"
    elif items.direction != OUT and cells:
        note += "本表等别均非预估。"
    if any(cell.grade is None for cell in cells):
        note += "等别为空而有面积的，资料中没有等别。"
    return note


def _deducted_m2(report: Report, items: ParcelList) -> int:
    """Granted deductions of the list's unit (outflow only)."""
    if items.direction != OUT:
        return 0
    rows = report.balance.township_totals if items.unit_code else (report.balance.total,)
    return sum(
        row.deducted_m2
        for row in rows
        if row.balance_class == TOTAL and row.unit_code == items.unit_code
    )
