"""Sheets of the check report about areas: data that needs care, rounding differences, areas by each
method."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from openpyxl import Workbook

from ...core.accounts.lists import location
from ...core.accounts.report import Report
from ...core.accounts.rounding_effects import RoundingEffect, rounding_effects
from ...core.model import COUNTED, REPEATED, UNCOVERED, Cell
from ...core.rounding import hectares
from ..wording import class_label, side
from .look import CAUTION, PLAIN
from .sheets import Table, Value, area

_NO_AREA = Decimal("0.00")


def data_and_rounding(book: Workbook, report: Report) -> None:
    """Two sheets: cells that need a look, and sums of rounded cells against unrounded sums."""
    _data_problems(book, report)
    _rounding(book, report)


def _data_problems(book: Workbook, report: Report) -> None:
    table = Table(book, "数据问题", (6, 12, 8, 40, 14, 40))
    table.head(report, "数据问题清单", ["列出面积量算中需要核对的地块；面积为该部分的面积。"])
    table.header(("序号", "地块编号", "方向", "问题", "面积", "位置"))
    by_id = {parcel.parcel_id: parcel for parcel in report.parcels}
    rows = [(cell, text) for cell in report.cells for text in _issues(cell)]
    for number, (cell, text) in enumerate(rows, 1):
        where = location(by_id[cell.parcel_id], cell)
        table.row(
            [
                number,
                cell.parcel_id,
                side(report.notice, cell.direction),
                text,
                area(cell.m2),
                where,
            ]
        )
    if not rows:
        table.nothing()


def _issues(cell: Cell) -> list[str]:
    issues = []
    if cell.status == UNCOVERED:
        issues.append("地类图斑没有覆盖，未计入平衡")
    if cell.status == REPEATED:
        issues.append("与同侧其他地块重复，未重复计入")
    if cell.status == COUNTED and cell.grade is None:
        issues.append("没有等别")
    return issues


def _rounding(book: Workbook, report: Report) -> None:
    """宁夏通知 附件3 第七章（一）: 保留4位小数; a total is the sum of printed cells, and the
    difference is named."""
    table = Table(book, "舍入说明", (8, 12, 8, 17, 21, 21, 13, 46))
    notes = [
        "打印的合计是各单元四舍五入后的面积之和；若先求和后舍入结果不同，差值在此列出。"
        "包括按规定扣除的地块。"
    ]
    table.head(report, "面积舍入说明", notes, unit="")
    table.header(
        (
            "方向",
            "单位",
            "地类",
            "打印合计（公顷）",
            "未舍入合计（平方米）",
            "未舍入合计舍入（公顷）",
            "差值（公顷）",
            "说明",
        )
    )
    for effect in rounding_effects(report.cells, report.notice.area, report.header.county_name):
        table.row(_rounding_row(report, effect), CAUTION if effect.difference_m2 else PLAIN)


def _rounding_row(report: Report, effect: RoundingEffect) -> list[Value]:
    difference = effect.difference_m2
    return [
        side(report.notice, effect.direction),
        effect.unit_name,
        class_label(effect.balance_class),
        area(effect.printed_m2),
        effect.exact_m2,
        area(effect.rounded_once_m2),
        area(difference),
        f"先舍入后求和与先求和后舍入相差 {hectares(abs(difference))} 公顷"
        if difference
        else "一致",
    ]


def comparison(book: Workbook, report: Report) -> None:
    """Per parcel: printed area, planar, 田坎 deducted, ellipsoidal, in m²."""
    table = Table(book, "面积对照", (10, 40, 8, 14, 14, 18, 14, 16))
    note = "只含计入平衡的部分；“打印面积”是本套成果采用的面积，取整到平方米（0.0001公顷）。"
    table.head(report, "地块面积对照表", [note], unit="平方米")
    table.header(
        (
            "地块编号",
            "名称",
            "方向",
            "打印面积",
            "平面面积",
            "平面面积扣除田坎",
            "椭球面积",
            "椭球与平面之差",
        )
    )
    cells_of: dict[str, list[Cell]] = defaultdict(list)
    for cell in report.cells:
        if cell.status == COUNTED:
            cells_of[cell.parcel_id].append(cell)
    for parcel in report.parcels:
        cells = cells_of[parcel.parcel_id]
        planar = sum((cell.planar for cell in cells), _NO_AREA)
        net = sum((cell.net for cell in cells), _NO_AREA)
        surfaces = [cell.ellipsoidal for cell in cells if cell.ellipsoidal is not None]
        ellipsoidal = sum(surfaces, _NO_AREA) if len(surfaces) == len(cells) else None
        table.row(
            [
                parcel.parcel_id, parcel.name or parcel.project,
                side(report.notice, parcel.direction), sum(cell.m2 for cell in cells), planar, net,
                _or_dash(ellipsoidal),
                _or_dash(None if ellipsoidal is None else ellipsoidal - planar),
            ]
        )  # fmt: skip
    if not report.parcels:
        table.nothing()


def _or_dash(value: Decimal | None) -> Value:
    """'—' where the survey was no longer at hand when areas on the ellipsoid were asked for."""
    return "—" if value is None else value
