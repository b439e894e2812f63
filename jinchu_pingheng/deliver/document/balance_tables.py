"""Tables of the plan document that compare both sides: schedule, balance, quality, forecast."""

from __future__ import annotations

from collections.abc import Iterable

from ...core.accounts.balance import BalanceRow, deducted_parcels
from ...core.accounts.lists import class_areas
from ...core.accounts.report import Report
from ...core.model import OUT
from ...core.parcel_fields import label
from ...core.rounding import hectares
from ..wording import (
    ahead_remark,
    class_label,
    county_label,
    extra_areas,
    extra_m2,
    month_label,
    row_label,
)
from .grid import MIDDLE, NUMBER, Column, Grid, Line
from .list_tables import SUM, area, with_total
from .wording import LandUse, grade_text, parcel_text


def months(report: Report, _: LandUse) -> Grid:
    """耕地进出时序安排情况表, with what is left when inflow that fails a ban is left out."""
    out, into, credits = report.notice.word_out, report.notice.word_in, report.balance.has_credits
    rejected = any(month.cumulative_blocked_in_m2 for month in report.months)
    columns = (
        Column("时间", 2.2, MIDDLE), Column(f"{out}面积", 2.0, NUMBER),
        Column(f"{into}面积", 2.0, NUMBER),
        *([Column("可用结转、核销指标", 2.0, NUMBER)] if credits else []),
        Column(f"累计{out}", 2.0, NUMBER), Column(f"累计{into}", 2.0, NUMBER),
        *([Column("累计可用指标", 2.0, NUMBER)] if credits else []),
        *(_REJECTED if rejected else ()), Column("说明", 2.8),
    )  # fmt: skip
    lines = []
    for month in report.months:
        now = [month.out_m2, month.in_m2, *([month.credited_m2] if credits else [])]
        so_far = [month.cumulative_out_m2, month.cumulative_in_m2]
        so_far += [month.cumulative_credited_m2] if credits else []
        so_far += [month.cumulative_blocked_in_m2, month.lawful_surplus_m2] if rejected else []
        areas, sums = map(area, now), map(hectares, so_far)
        note = ahead_remark(report.notice, month)
        lines.append(Line((month_label(month), *areas, *sums, note)))
    return Grid(columns, tuple(lines))


_REJECTED = (
    Column("其中检查未通过", 2.0, NUMBER),
    Column("不计其的累计结余", 2.0, NUMBER),
)


def _verdict(row: BalanceRow) -> str:
    if row.empty:
        return "—"
    if not row.reached:
        return "不足"
    return "满足" if row.reached_lawfully else "扣除未通过检查的地块后不足"


def _balance_grid(report: Report, label: str, rows: Iterable[tuple[str, BalanceRow, bool]]) -> Grid:
    out, into = report.notice.word_out, report.notice.word_in
    columns = (
        Column(label, 2.7), Column(f"{out}", 1.9, NUMBER), Column("扣除", 1.8, NUMBER),
        Column(f"需{into}", 1.9, NUMBER), Column(f"{into}", 1.9, NUMBER),
        Column("其中未通过禁止性检查", 1.9, NUMBER),
        *(Column(heading, 1.8, NUMBER) for heading, _ in extra_areas(report.balance)),
        Column("节余（负为缺口）", 2.0, NUMBER), Column("判定", 1.9, MIDDLE),
    )  # fmt: skip
    lines = [
        Line(
            (
                name, hectares(row.out_m2), area(row.deducted_m2), hectares(row.required_m2),
                hectares(row.in_m2), area(row.blocked_in_m2),
                *map(area, extra_m2(report.balance, row)), hectares(row.surplus_m2),
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
    balance = report.balance
    county_level = [balance.county_level] if balance.county_level else []
    rows = (*balance.township_totals, *county_level)
    towns = [(row.unit_name, row, False) for row in rows]
    county = (county_label(balance), balance.total, True)
    return _balance_grid(report, "乡镇", [*towns, county])


def quality(report: Report, _: LandUse) -> Grid:
    """Area and mean 等别 of both sides by class; credits beside inflow, and both together."""
    out, into, credits = report.notice.word_out, report.notice.word_in, report.balance.has_credits
    words = {True: f"{into}不低于{out}", False: f"{into}低于{out}", None: "不可比"}
    columns = (
        Column("地类", 2.0), Column(f"{out}面积", 2.4, NUMBER),
        Column(f"{out}平均等别", 2.2, MIDDLE), Column(f"{into}面积", 2.4, NUMBER),
        Column(f"{into}平均等别", 2.2, MIDDLE), *(_QUALITY_OF_CREDITS if credits else ()),
        Column("质量比较", 3.6, MIDDLE),
    )  # fmt: skip
    lines = tuple(
        Line(
            (
                class_label(row.balance_class), hectares(row.out_m2), grade_text(row.out_grade),
                hectares(row.in_m2), grade_text(row.in_grade),
                *(_credit_quality(row) if credits else ()), words[row.quality_kept],
            ),
            row.is_total,
        )
        for row in report.balance.county
    )  # fmt: skip
    return Grid(columns, lines)


_QUALITY_OF_CREDITS = (
    Column("结转、核销指标", 2.4, NUMBER),
    Column("指标平均等别", 2.2, MIDDLE),
    Column("二者平均等别", 2.2, MIDDLE),
)


def _credit_quality(row: BalanceRow) -> tuple[str, ...]:
    return area(row.credited_m2), grade_text(row.credit_grade), grade_text(row.supply_grade)


def forecast(report: Report, _: LandUse) -> Grid:
    """耕地流入指标预测 and 节余预测, with what was carried over or taken from the 库 beside it."""
    credits = report.balance.has_credits
    columns = (
        Column("地类", 2.4), Column("预计形成指标", 2.2, NUMBER),
        Column("预计平均等别", 2.2, MIDDLE), Column("其中未通过禁止性检查", 2.2, NUMBER),
        *([Column("另有结转、核销指标", 2.2, NUMBER)] if credits else []),
        Column("平衡所需", 2.2, NUMBER), Column("节余（负为缺口）", 2.2, NUMBER),
    )  # fmt: skip
    lines = tuple(
        Line(
            (
                row_label(row), hectares(row.in_m2), grade_text(row.in_grade),
                area(row.blocked_in_m2), *([area(row.credited_m2)] if credits else []),
                hectares(row.required_m2), hectares(row.surplus_m2),
            ),
            row.is_total,
        )
        for row in report.balance.county
    )  # fmt: skip
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
        Column("地块", 4.0),
        Column(label("deduction"), 4.5),
        Column(label("deduction_doc"), 4.0),
        Column("面积", 2.5, NUMBER),
    )
    return with_total(columns, lines, (SUM, "", "", hectares(report.balance.total.deducted_m2)))
