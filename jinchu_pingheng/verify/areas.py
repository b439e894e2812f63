"""Whether the cells of a package are its parcels' land."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from ..core.accounts.report import Report
from ..core.rounding import half_up

_HUNDREDTH = Decimal("0.01")


def area_faults(report: Report) -> Iterator[tuple[str, str]]:
    """(parcel, sentence) for each parcel whose shape does not have the area of its cells.

    A cell's planar area has two decimals, so each may be half a hundredth off.
    """
    sums: dict[str, Decimal] = defaultdict(Decimal)
    counts: dict[str, int] = defaultdict(int)
    for cell in report.cells:
        sums[cell.parcel_id] += cell.planar
        counts[cell.parcel_id] += 1
    known = {parcel.parcel_id for parcel in report.parcels}
    for parcel_id in sorted(counts.keys() - known):
        yield parcel_id, "有面积单元，没有图形"
    for parcel in report.parcels:
        drawn = half_up(parcel.area, 2)
        off = abs(drawn - sums[parcel.parcel_id])
        if off > _HUNDREDTH * (counts[parcel.parcel_id] + 1):
            yield (
                parcel.parcel_id,
                f"图形面积 {drawn} 平方米，面积单元之和 {sums[parcel.parcel_id]} 平方米",
            )
