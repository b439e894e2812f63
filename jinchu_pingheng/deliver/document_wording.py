"""How the plan document words a single fact: an area, a date, a parcel; shared by its sentences and tables."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal

from ..core.balance import BalanceRow
from ..core.lists import ParcelList
from ..core.model import OUT, Finding, Parcel
from ..core.report import Report
from ..core.rounding import hectares

LandUse = Sequence[tuple[str, int]]
"""Area of the county by land class: (class name, whole m²)."""


def required_m2(row: BalanceRow) -> int:
    """What inflow must reach, in whole m²: a fraction of a square metre must be reached too."""
    return int(row.required_m2.to_integral_value(rounding=ROUND_CEILING))


def surplus_text(row: BalanceRow) -> str:
    """“节余 1.2345 公顷” or “缺口 1.2345 公顷”."""
    return f"{'缺口' if row.surplus_m2 < 0 else '节余'}{hectares(abs(row.surplus_m2))}公顷"


def grade_text(grade: Decimal | None) -> str:
    """A mean 等别, or a dash when it is not known."""
    return "—" if grade is None else str(grade)


def parcel_text(parcel: Parcel) -> str:
    """Name and id of a parcel."""
    name = parcel.name or parcel.project
    return f"{name}（{parcel.parcel_id}）" if name and name != parcel.parcel_id else parcel.parcel_id


def findings_of(report: Report, direction: str) -> list[Finding]:
    """The findings on parcels of one side."""
    return [f for f in report.findings if f.direction == direction and f.parcel_id]


def county_list(report: Report, direction: str) -> ParcelList:
    """The county's list of one side."""
    return report.county_out if direction == OUT else report.county_in


def town_lists(report: Report, direction: str) -> tuple[ParcelList, ...]:
    """The townships' lists of one side, those without a row left out."""
    return tuple(unit for unit in (report.out_lists if direction == OUT else report.in_lists) if unit.blocks)


def date_text(date: str) -> str:
    """'2023-03-20' as '2023年3月20日'."""
    year, month, day = date.split("-")
    return f"{year}年{int(month)}月{int(day)}日"
