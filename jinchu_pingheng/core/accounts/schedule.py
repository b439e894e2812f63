"""耕地进出时序安排: what flows out and in month by month, and where outflow runs ahead (先进后出,
宁夏通知 二（六）)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..model import IN, OUT, Cell, Parcel
from ..notice import Notice
from .balance import counted, deducted_parcels

UNDATED = ""
"""Month of parcels whose time is not given."""


@dataclass(frozen=True)
class Month:
    """One month ('YYYY-MM', or UNDATED last): areas of the month and cumulative, whole m²."""

    month: str
    out_m2: int
    in_m2: int
    cumulative_out_m2: int
    cumulative_in_m2: int

    @property
    def ahead(self) -> bool:
        """Cumulative outflow exceeds cumulative inflow."""
        return self.cumulative_out_m2 > self.cumulative_in_m2


def month_of(parcel: Parcel) -> str:
    """Cropland flows out when building starts, and in when restoration ends."""
    return parcel.start_month if parcel.direction == OUT else parcel.end_month


def schedule(
    parcels: Sequence[Parcel], cells: Sequence[Cell], notice: Notice, year: int
) -> tuple[Month, ...]:
    """Every month of the plan's year and every other month that has parcels; parcels without a
    month come last."""
    when = {parcel.parcel_id: month_of(parcel) for parcel in parcels}
    left_out = deducted_parcels(parcels, notice)
    areas: dict[str, dict[str, int]] = {
        f"{year}-{month:02d}": {OUT: 0, IN: 0} for month in range(1, 13)
    }
    for cell in (*counted(cells, OUT), *counted(cells, IN)):
        if cell.parcel_id not in left_out:
            areas.setdefault(when[cell.parcel_id], {OUT: 0, IN: 0})[cell.direction] += cell.m2
    undated = areas.pop(UNDATED, None)
    order = [*sorted(areas.items()), *([(UNDATED, undated)] if undated else [])]
    months: list[Month] = []
    out_sum = in_sum = 0
    for month, sums in order:
        out_sum, in_sum = out_sum + sums[OUT], in_sum + sums[IN]
        months.append(Month(month, sums[OUT], sums[IN], out_sum, in_sum))
    return tuple(months)
