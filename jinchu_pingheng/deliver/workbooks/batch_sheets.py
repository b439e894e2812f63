"""Sheets of a plan of several batches: each by itself, and all together as the year's sums."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook

from ...core.accounts.balance import BalanceRow
from ...core.accounts.report import Part, Report
from ...core.accounts.schedule import Month
from ..batch_words import BESIDE, batch_kind, batch_notes, year_label
from ..wording import (
    extra_areas,
    extra_m2,
    headed,
    month_label,
    row_label,
    surplus_formula,
)
from .sheets import Heading, Table, Value, area


def write_balance(book: Workbook, report: Report) -> None:
    """What each batch brings in and takes, by class, and the year. No sheet for a plan of one
    batch."""
    if not report.parts:
        return
    out, inflow = report.notice.word_out, report.notice.word_in
    extra = [heading for heading, _ in extra_areas(report.balance)]
    widths = (14, 14, 11, 18, 16, 12, 10, 11, 10, 11, *(11 for _ in extra), 16)
    table = Table(book, "分批", widths)
    table.head(report, headed(report, "分批情况表"), batch_notes(report))
    table.header(
        (
            "批次", "种类", "报批日期", "文号", "地类", f"{out}面积\n（不含扣除）", "扣除面积",
            f"需{inflow}面积", f"{inflow}面积", "其中检查未通过", *extra,
            f"结余\n（{surplus_formula(report.balance, report.notice)}）",
        )
    )  # fmt: skip
    for part in report.parts:
        _write_part(table, report, _about(report, part), part.report.balance.county)
    if report.beside_parts:
        _write_part(table, report, (BESIDE, "", "", ""), report.beside_parts)
    amounts = _amounts(report, report.balance.total)
    table.total([year_label(report, "总计"), *[None] * 4, *amounts], merge=5)


def _about(report: Report, part: Part) -> Sequence[str]:
    """Name, kind, day and document."""
    batch = part.batch
    known = (batch.reported_on, batch.document or "尚无") if batch else ("", "")
    return (part.label, batch_kind(report, part), *known)


def _write_part(
    table: Table, report: Report, about: Sequence[str], rows: Sequence[BalanceRow]
) -> None:
    """Rows by class below each other; what they are about stands once."""
    numbers: list[int] = []
    for row in rows:
        if row.empty and not row.is_total:
            continue
        head: Sequence[Value] = [None] * len(about) if numbers else about
        values = [*head, row_label(row), *_amounts(report, row)]
        numbers.append(table.total(values) if row.is_total else table.row(values))
    for column in range(1, len(about) + 1):
        table.merge_down(column, numbers[0], numbers[-1])


def _amounts(report: Report, row: BalanceRow) -> list[Value]:
    """The row's areas, in the columns that the whole plan has."""
    amounts = (
        row.out_m2, row.deducted_m2, row.required_m2, row.in_m2, row.blocked_in_m2,
        *extra_m2(report.balance, row), row.surplus_m2,
    )  # fmt: skip
    return [area(m2) for m2 in amounts]


def write_schedule(book: Workbook, report: Report, title: str) -> None:
    """Outflow and inflow of each batch by month; the first sheet judges the year."""
    if not report.parts:
        return
    out, inflow = report.notice.word_out, report.notice.word_in
    names = [part.label for part in report.parts]
    table = Table(book, "分批", (14, *[14] * (2 * len(names) + 2)))
    table.head(report, f"{title}（分批）", batch_notes(report)[:1])
    groups: Sequence[Heading] = [(name, (f"{out}面积", f"{inflow}面积")) for name in names]
    table.header(("月份", *groups, ("合计", (f"{out}面积", f"{inflow}面积"))))
    months = [{month.month: month for month in part.report.months} for part in report.parts]
    for month in report.months:
        flows = [_flows(own.get(month.month)) for own in months]
        values = [month.out_m2, month.in_m2]
        table.row([month_label(month), *map(area, [*sum(flows, []), *values])])
    last = [part.report.months[-1] for part in report.parts] + [report.months[-1]]
    sums = [m2 for month in last for m2 in (month.cumulative_out_m2, month.cumulative_in_m2)]
    table.total(["合计", *map(area, sums)])


def _flows(month: Month | None) -> list[int]:
    return [month.out_m2, month.in_m2] if month else [0, 0]
