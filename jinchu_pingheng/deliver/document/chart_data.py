"""The charts that a template may ask for with ``[[chart: …]]``: areas of the report in hectares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

from ...core.accounts.balance_rows import BalanceRow
from ...core.accounts.report import Report
from ...core.accounts.schedule import UNDATED
from ...core.landclass import class_name
from ...core.rounding import hectares
from ..wording import month_label

BARS, LINES = "bars", "lines"


@dataclass(frozen=True)
class Chart:
    """``values[i][j]``: hectares of the i-th series in the j-th category, as they are printed."""

    kind: str
    categories: tuple[str, ...]
    series: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        """All of it in words, for readers that see no picture."""
        rows = (
            f"{category}：" + "、".join(f"{name}{row[at]}公顷" for name, row in self._rows)
            for at, category in enumerate(self.categories)
        )
        return "；".join(rows)

    @property
    def _rows(self) -> list[tuple[str, tuple[str, ...]]]:
        return list(zip(self.series, self.values))


def _of_rows(report: Report, categories: list[str], rows: list[BalanceRow]) -> Chart:
    sides = [[row.out_m2 for row in rows], [row.in_m2 for row in rows]]
    return Chart(
        BARS,
        tuple(categories),
        (report.notice.word_out, report.notice.word_in),
        tuple(tuple(map(hectares, side)) for side in sides),
    )


def by_town(report: Report) -> Chart:
    """Out and in of each township."""
    rows = list(report.balance.township_totals)
    return _of_rows(report, [row.unit_name for row in rows], rows)


def by_class(report: Report) -> Chart:
    """Out and in of each cropland class."""
    rows = [row for row in report.balance.county if not row.is_total]
    return _of_rows(report, [class_name(row.balance_class) for row in rows], rows)


def by_month(report: Report) -> Chart:
    """Out and in up to each month."""
    months = [month for month in report.months if month.month != UNDATED]
    sides = [[m.cumulative_out_m2 for m in months], [m.cumulative_in_m2 for m in months]]
    return Chart(
        LINES,
        tuple(map(month_label, months)),
        (f"累计{report.notice.word_out}", f"累计{report.notice.word_in}"),
        tuple(tuple(map(hectares, side)) for side in sides),
    )


CHARTS: dict[str, Callable[[Report], Chart]] = {
    "by_town": by_town,
    "by_class": by_class,
    "by_month": by_month,
}
