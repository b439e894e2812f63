"""The balance: inflow against outflow by unit and cropland class, as exact sums of cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..documents import is_document
from ..findings import Findings
from ..indicators import NO_INDICATORS, Indicators
from ..model import BLOCK, FAIL, OUT, Cell, Finding, Parcel
from ..notice import Notice
from .balance_rows import TOTAL, Balance, BalanceRow
from .running_balance import RunningBalance

__all__ = [
    "TOTAL",
    "Balance",
    "BalanceRow",
    "balance",
    "blocked_parcels",
    "counted",
    "deducted_parcels",
]


def counted(cells: Iterable[Cell], direction: str) -> list[Cell]:
    """The cells of one side that the balance counts."""
    return [cell for cell in cells if cell.direction == direction and cell.counts]


def deducted_parcels(parcels: Iterable[Parcel], notice: Notice) -> set[str]:
    """Ids of outflow parcels that the notice leaves out of the balance: a known deduction with its
    document."""
    codes = {deduction.code for deduction in notice.deductions}
    return {
        p.parcel_id
        for p in parcels
        if p.direction == OUT and p.deduction in codes and is_document(p.deduction_doc)
    }


def blocked_parcels(findings: Iterable[Finding]) -> set[str]:
    """Ids of parcels that fail a blocking rule."""
    columns = map(Findings.of(findings).column, ("parcel_id", "severity", "verdict"))
    return {
        parcel
        for parcel, severity, verdict in zip(*columns)
        if (severity, verdict) == (BLOCK, FAIL) and parcel
    }


def balance(
    parcels: Sequence[Parcel],
    cells: Sequence[Cell],
    findings: Iterable[Finding],
    notice: Notice,
    county_name: str,
    indicators: Indicators = NO_INDICATORS,
) -> Balance:
    """Sum the cells by township and county, by class and in total (宁夏通知 二（九）), with the
    credits and transfers that count."""
    findings = Findings.of(findings)
    sums = RunningBalance(
        notice,
        county_name,
        deducted_parcels(parcels, notice),
        blocked_parcels(findings),
        indicators,
    )
    for cell in cells:
        sums.add(cell)
    return sums.balance(checked=bool(findings))
