"""The table of the plan document about its batches."""

from __future__ import annotations

from ...core.accounts.balance_rows import Amounts
from ...core.accounts.report import Report
from ...core.rounding import hectares
from ..batch_words import BESIDE, year_label
from .grid import MIDDLE, NUMBER, Column, Grid, Line
from .list_tables import SUM
from .wording import LandUse


def batches(report: Report, _: LandUse) -> Grid:
    """Each batch with its day, document and areas; the last row is the year."""
    out, into = report.notice.word_out, report.notice.word_in
    columns = (
        Column("批次", 2.6), Column("报批日期", 2.5, MIDDLE), Column("文号", 3.2),
        Column(f"{out}", 2.0, NUMBER), Column(f"需{into}", 2.0, NUMBER),
        Column(f"{into}", 2.0, NUMBER), Column("节余（负为缺口）", 2.4, NUMBER),
    )  # fmt: skip
    lines = []
    for part in report.parts:
        batch = part.batch
        about = (batch.reported_on, batch.document or "尚无") if batch else ("没有登记", "")
        lines.append(Line((part.label, *about, *_amounts(part.report.balance.total))))
    for row in report.beside_parts[-1:]:
        lines.append(Line((BESIDE, "", "", *_amounts(row))))
    year = (year_label(report, SUM), "", "", *_amounts(report.balance.total))
    lines.append(Line(year, True))
    return Grid(columns, tuple(lines) if report.parts else ())


def _amounts(row: Amounts) -> tuple[str, ...]:
    areas = row.out_m2, row.required_m2, row.in_m2, row.surplus_m2
    return tuple(map(hectares, areas))
