"""What each letter of a kind is about: its parcels, and the values of its tags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...core.accounts.report import Report
from ...core.errors import PlanError, listed
from ...core.model import IN, OUT, Cell, Parcel
from ...core.rounding import hectares, mu
from ..document.members import Member, parcel_member
from ..document.wording import unlisted
from ..wording import date_text
from .kinds import HOUSEHOLD, PARCEL, PLAN, VILLAGE, LetterKind
from .publicity import Days, days_of
from .wanted import Wanted


@dataclass(frozen=True)
class Letter:
    """``name`` tells it from the others of its kind; ``values`` by tag; members by collection."""

    name: str
    values: Mapping[str, str]
    members: Mapping[str, Sequence[Member]]


Share = Mapping[str, Sequence[Cell]]
"""Counted cells of a letter, by parcel."""


def letters_of(kind: LetterKind, report: Report, wanted: Wanted) -> list[Letter]:
    """The letters of a kind. Raises PlanError where no parcel is its subject."""
    found = _UNITS[kind.each](report, wanted)
    if not found:
        raise PlanError(
            f"没有可以写入{kind.title}的地块", report.header.county_name, "请先标注并检查地块"
        )
    return found


def _by_village(report: Report, wanted: Wanted) -> list[Letter]:
    villages: dict[tuple[str, str, str], list[Cell]] = defaultdict(list)
    for cell in _cells(report, (OUT, IN)):
        villages[cell.town_code, cell.town_name, cell.village].append(cell)
    return [
        _letter(
            report,
            f"{town}{village or '（村未知）'}",
            _grouped(cells),
            wanted,
            town=town,
            village=village,
        )
        for (_, town, village), cells in sorted(villages.items())
    ]


def _by_household(report: Report, wanted: Wanted) -> list[Letter]:
    cells = _grouped(_cells(report, (OUT,)))
    strange = sorted({parcel for parcel, _ in wanted.households} - cells.keys())
    if strange:
        do = "请改正承包户名单中的地块编号"
        raise PlanError("承包户名单中的地块不是列入的流出地块", listed(strange), do)
    named: dict[str, list[str]] = defaultdict(list)
    for parcel, household in dict.fromkeys(wanted.households):
        named[household].append(parcel)
    known = {parcel for parcel, _ in wanted.households}
    letters = [
        _letter(report, name, {p: cells[p] for p in parcels}, wanted, household=name)
        for name, parcels in named.items()
    ]
    return letters + [
        _letter(report, parcel, {parcel: own}, wanted)
        for parcel, own in cells.items()
        if parcel not in known
    ]


def _by_parcel(report: Report, wanted: Wanted) -> list[Letter]:
    cells = _grouped(_cells(report, (IN,)))
    return [_letter(report, key, {key: own}, wanted) for key, own in cells.items()]


def _whole(report: Report, wanted: Wanted) -> list[Letter]:
    share = _grouped(_cells(report, (OUT, IN)))
    return [_letter(report, report.header.county_name, share, wanted)] if share else []


_UNITS: Mapping[str, Callable[[Report, Wanted], list[Letter]]] = {
    VILLAGE: _by_village,
    HOUSEHOLD: _by_household,
    PARCEL: _by_parcel,
    PLAN: _whole,
}


def _cells(report: Report, directions: Iterable[str]) -> list[Cell]:
    """Cells of the listed parcels."""
    return [
        cell
        for direction in directions
        for left_out in [{parcel.parcel_id for parcel in unlisted(report, direction)}]
        for cell in report.counted_cells(direction)
        if cell.parcel_id not in left_out
    ]


def _grouped(cells: Iterable[Cell]) -> dict[str, list[Cell]]:
    found: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        found[cell.parcel_id].append(cell)
    return dict(sorted(found.items()))


def _letter(
    report: Report,
    name: str,
    share: Share,
    wanted: Wanted,
    town: str = "",
    village: str = "",
    household: str = "",
) -> Letter:
    parcels = [parcel for parcel in report.parcels if parcel.parcel_id in share]
    days = days_of(report.notice, parcels, wanted.first, wanted.days)
    values = {
        "household": household,
        "town": town,
        "village": village,
        **_days(days),
        **_sums("own_out", OUT, parcels, share),
        **_sums("own_in", IN, parcels, share),
    }
    members = {
        collection: [
            parcel_member(report, parcel, share[parcel.parcel_id])
            for parcel in parcels
            if parcel.direction == direction
        ]
        for collection, direction in (("outflows", OUT), ("inflows", IN))
    }
    return Letter(name, values, members)


def _days(days: Days) -> dict[str, str]:
    return {
        "publicity_from": date_text(days.first, ""),
        "publicity_to": date_text(days.last, ""),
        "publicity_days": str(days.count or ""),
    }


def _sums(name: str, direction: str, parcels: Sequence[Parcel], share: Share) -> dict[str, str]:
    own = [parcel.parcel_id for parcel in parcels if parcel.direction == direction]
    m2 = sum(cell.m2 for key in own for cell in share[key])
    return {f"{name}_count": str(len(own)), f"{name}_area": hectares(m2), f"{name}_mu": mu(m2)}
