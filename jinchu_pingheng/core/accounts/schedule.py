"""耕地进出时序安排: what flows out and in month by month, and where outflow runs ahead (先进后出,
宁夏通知 二（六）)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from ..indicators import Credit
from ..model import OUT, Cell, Parcel
from ..notice import Notice
from .balance import deducted_parcels

UNDATED = ""
"""Month of parcels whose time is not given."""


@dataclass
class _Flow:
    """Areas of one month, whole m²."""

    out_m2: int = 0
    in_m2: int = 0
    blocked_in_m2: int = 0
    credited_m2: int = 0


@dataclass(frozen=True)
class Month:
    """One month ('YYYY-MM', or UNDATED last): areas of the month and cumulative, whole m².

    ``blocked`` areas are the part of inflow on parcels that a blocking rule rejects: they stand in
    the plan, but no outflow may lean on them. ``credited`` areas are credits that can be used from
    that month on (宁夏 二（七）: 结余 is there before outflow is approved).
    """

    month: str
    out_m2: int = 0
    in_m2: int = 0
    blocked_in_m2: int = 0
    cumulative_out_m2: int = 0
    cumulative_in_m2: int = 0
    cumulative_blocked_in_m2: int = 0
    credited_m2: int = 0
    cumulative_credited_m2: int = 0

    @property
    def surplus_m2(self) -> int:
        """Cumulative inflow and credits less cumulative outflow (negative: outflow runs ahead)."""
        return self.cumulative_in_m2 + self.cumulative_credited_m2 - self.cumulative_out_m2

    @property
    def lawful_surplus_m2(self) -> int:
        """The same with lawful inflow alone."""
        return self.surplus_m2 - self.cumulative_blocked_in_m2

    @property
    def ahead(self) -> bool:
        """Cumulative outflow exceeds cumulative lawful inflow and credits."""
        return self.lawful_surplus_m2 < 0


def month_of(parcel: Parcel) -> str:
    """Cropland flows out when building starts, and in when restoration ends: by the day on which it
    was done, else by the plan."""
    if parcel.direction == OUT:
        return parcel.start_month
    return parcel.completed_on[:7] or parcel.end_month


def schedule(
    parcels: Sequence[Parcel],
    cells: Sequence[Cell],
    notice: Notice,
    year: int,
    blocked: Set[str],
    credits: Iterable[Credit] = (),
) -> tuple[Month, ...]:
    """Every month of the plan's year and every other month that has parcels; parcels without a
    month come last. ``blocked``: ids of the parcels that a blocking rule rejects; ``credits``:
    those that count."""
    when = {parcel.parcel_id: month_of(parcel) for parcel in parcels}
    left_out = deducted_parcels(parcels, notice)
    flows = {f"{year}-{month:02d}": _Flow() for month in range(1, 13)}
    for cell in cells:
        if cell.counts and cell.parcel_id not in left_out:
            flow = flows.setdefault(when[cell.parcel_id], _Flow())
            if cell.direction == OUT:
                flow.out_m2 += cell.m2
            else:
                flow.in_m2 += cell.m2
                flow.blocked_in_m2 += cell.m2 * (cell.parcel_id in blocked)
    for credit in credits:
        flows[credit.month(year)].credited_m2 += credit.m2
    dated = sorted(month for month in flows if month != UNDATED)
    months = [*dated, *([UNDATED] if UNDATED in flows else [])]
    return _cumulated([(month, flows[month]) for month in months])


def _cumulated(flows: Sequence[tuple[str, _Flow]]) -> tuple[Month, ...]:
    months: list[Month] = []
    before = Month("")
    for month, flow in flows:
        before = Month(
            month=month,
            out_m2=flow.out_m2,
            in_m2=flow.in_m2,
            blocked_in_m2=flow.blocked_in_m2,
            cumulative_out_m2=before.cumulative_out_m2 + flow.out_m2,
            cumulative_in_m2=before.cumulative_in_m2 + flow.in_m2,
            cumulative_blocked_in_m2=before.cumulative_blocked_in_m2 + flow.blocked_in_m2,
            credited_m2=flow.credited_m2,
            cumulative_credited_m2=before.cumulative_credited_m2 + flow.credited_m2,
        )
        months.append(before)
    return tuple(months)
