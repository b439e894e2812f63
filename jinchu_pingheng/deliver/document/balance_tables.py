"""Tables of the plan document that set both sides against each other: schedule, balance, quality,
forecast."""

from __future__ import annotations

from collections.abc import Iterable

from ...core.accounts.balance import BalanceRow, deducted_parcels
from ...core.accounts.lists import class_areas
from ...core.accounts.report import Report
from ...core.model import OUT
from ...core.rounding import hectares
from ..wording import class_label, county_label, month_label, month_remarks, row_label
from .grid import MIDDLE, NUMBER, Column, Grid, Line
from .list_tables import SUM, area, with_total
from .wording import LandUse, grade_text, parcel_text


def schedule(report: Report, _: LandUse) -> Grid:
    """耕地进出时序安排情况表."""
    out, into = report.notice.word_out, report.notice.word_in
    columns = (
        Column("时间", 2.4, MIDDLE), Column(f"{out}面积", 2.1, NUMBER),
        Column(f"{into}面积", 2.1, NUMBER), Column(f"累计{out}", 2.1, NUMBER),
        Column(f"累计{into}", 2.1, NUMBER), Column("说明", 4.2),
    )  # fmt: skip
    lines = []
    for month in report.months:
        areas = (area(month.out_m2), area(month.in_m2))
        sums = (hectares(month.cumulative_out_m2), hectares(month.cumulative_in_m2))
        note = "；".join(month_remarks(report.notice, month))
        lines.append(Line((month_label(month), *areas, *sums, note)))
    return Grid(columns, tuple(lines))


def _verdict(row: BalanceRow) -> str:
    if not row.reached:
        return "不足"
    return "满足" if row.reached_lawfully else "扣除未通过检查的地块后不足"


def _balance_grid(report: Report, label: str, rows: Iterable[tuple[str, BalanceRow, bool]]) -> Grid:
    out, into = report.notice.word_out, report.notice.word_in
    columns = (
        Column(label, 2.0), Column(f"{out}", 1.9, NUMBER), Column("扣除", 1.8, NUMBER),
        Column(f"需{into}", 1.9, NUMBER), Column(f"{into}", 1.9, NUMBER),
        Column("其中未通过禁止性检查", 1.9, NUMBER), Column("节余（负为缺口）", 2.0, NUMBER),
        Column("判定", 1.9, MIDDLE),
    )  # fmt: skip
    lines = [
        Line(
            (
                name, hectares(row.out_m2), area(row.deducted_m2), hectares(row.required_m2),
                hectares(row.in_m2), area(row.blocked_in_m2), hectares(row.surplus_m2),
                _verdict(row),
            ),
            strong,
        )
        for name, row, strong in rows
    ]  # fmt: skip
    return Grid(columns, tuple(lines))


def balance_by_class(report: Report, _: LandUse) -> Grid:
    """The county's balance by cropland class."""
    return _balance_grid(
        report, "地类", ((row_label(row), row, row.is_total) for row in report.balance.county)
    )


def balance_by_town(report: Report, _: LandUse) -> Grid:
    """The balance of each township, and of the county."""
    towns = [(row.unit_name, row, False) for row in report.balance.township_totals]
    county = (county_label(report.balance), report.balance.total, True)
    return _balance_grid(report, "乡镇", [*towns, county])


def quality(report: Report, _: LandUse) -> Grid:
    """Area and mean 等别 of both sides by class."""
    out, into = report.notice.word_out, report.notice.word_in
    words = {True: f"{into}不低于{out}", False: f"{into}低于{out}", None: "不可比"}
    columns = (
        Column("地类", 2.0), Column(f"{out}面积", 2.4, NUMBER),
        Column(f"{out}平均等别", 2.2, MIDDLE), Column(f"{into}面积", 2.4, NUMBER),
        Column(f"{into}平均等别", 2.2, MIDDLE), Column("质量比较", 3.6, MIDDLE),
    )  # fmt: skip
    lines = tuple(
        Line(
            (
                class_label(row.balance_class), hectares(row.out_m2), grade_text(row.out_grade),
                hectares(row.in_m2), grade_text(row.in_grade), words[row.quality_kept],
            ),
            row.is_total,
        )
        for row in report.balance.county
    )  # fmt: skip
    return Grid(columns, lines)


def forecast(report: Report, _: LandUse) -> Grid:
    """耕地流入指标预测."""
    columns = (
        Column("地类", 3.0), Column("预计形成指标", 4.0, NUMBER),
        Column("预计平均等别", 3.0, MIDDLE), Column("其中未通过禁止性检查", 4.5, NUMBER),
    )  # fmt: skip
    lines = tuple(
        Line(
            (
                class_label(row.balance_class),
                hectares(row.in_m2),
                grade_text(row.in_grade),
                area(row.blocked_in_m2),
            ),
            row.is_total,
        )
        for row in report.balance.county
    )
    return Grid(columns, lines)


def surplus(report: Report, _: LandUse) -> Grid:
    """耕地流入指标节余预测."""
    into = report.notice.word_in
    columns = (
        Column("地类", 3.0), Column(f"{into}指标", 3.6, NUMBER), Column("平衡所需", 3.6, NUMBER),
        Column("节余（负为缺口）", 4.2, NUMBER),
    )  # fmt: skip
    lines = tuple(
        Line(
            (
                row_label(row),
                hectares(row.in_m2),
                hectares(row.required_m2),
                hectares(row.surplus_m2),
            ),
            row.is_total,
        )
        for row in report.balance.county
    )
    return Grid(columns, lines)


def deductions(report: Report, _: LandUse) -> Grid:
    """Outflow that the notice leaves out of the balance, with its documents."""
    names = {item.code: item.name for item in report.notice.deductions}
    granted = deducted_parcels(report.parcels, report.notice)
    lines = []
    for parcel in report.parcels_of(OUT):
        if parcel.parcel_id in granted:
            cells = [
                cell for cell in report.counted_cells(OUT) if cell.parcel_id == parcel.parcel_id
            ]
            area = hectares(class_areas(cells).total_m2)
            lines.append(
                Line((parcel_text(parcel), names[parcel.deduction], parcel.deduction_doc, area))
            )
    columns = (
        Column("地块", 4.0), Column("扣除情形", 4.5), Column("依据文件", 4.0),
        Column("面积", 2.5, NUMBER)
    )  # fmt: skip
    return with_total(columns, lines, (SUM, "", "", hectares(report.balance.total.deducted_m2)))
