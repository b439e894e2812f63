"""What a template may go through in a loop: parcels, townships, types, classes, each with named
items, all texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Callable

from ...core.accounts.balance_rows import BalanceRow
from ...core.accounts.lists import ListBlock, location, month_text
from ...core.accounts.report import Report
from ...core.landclass import class_name
from ...core.model import IN, OUT, Cell, Parcel
from ...core.rounding import hectares, mu
from ..wording import class_label, date_text
from .wording import county_list

Member = Mapping[str, str]

TAKEN = (
    "project", "name", "implementer", "agreement", "approval_doc", "consent_doc",
    "owner_consent_doc", "forest_consent_doc", "decided_by", "batch", "note",
)  # fmt: skip
"""Items of a parcel that are its fields as they stand."""


def parcel_member(report: Report, parcel: Parcel, cells: Iterable[Cell]) -> Member:
    """A parcel with the sums of its counted ``cells``; '' where nothing is known."""
    own = list(cells)
    m2 = sum(cell.m2 for cell in own)
    before = _joined(class_name(cell.dlbm) for cell in own)
    grades = _joined(str(cell.grade) for cell in own if cell.grade is not None)
    return {
        "id": parcel.parcel_id,
        **{name: getattr(parcel, name) for name in TAKEN},
        "town": _joined(cell.town_name for cell in own),
        "village": _joined(cell.village for cell in own if cell.village),
        "group": parcel.group_name,
        "location": _joined(location(parcel, cell) for cell in own),
        "direction": report.notice.word(parcel.direction),
        "type": report.notice.type_name(parcel.direction, parcel.type),
        "type_number": str(parcel.type),
        "area": hectares(m2),
        "mu": mu(m2),
        "class_before": before,
        "class_after": _class_after(parcel, own),
        "use_before": parcel.former_use or before,
        "use_after": parcel.target_use or _class_after(parcel, own),
        "grade": grades,
        "start": month_text(parcel.start_month) if parcel.start_month else "",
        "end": month_text(parcel.end_month) if parcel.end_month else "",
        "publicity_from": date_text(parcel.publicity_from, ""),
        "publicity_to": date_text(parcel.publicity_to, ""),
    }


def _class_after(parcel: Parcel, cells: Iterable[Cell]) -> str:
    """What outflow becomes; the cropland that inflow is restored to."""
    if parcel.direction == IN:
        return _joined(class_name(cell.balance_class) for cell in cells)
    return class_name(parcel.target_class) if parcel.target_class else ""


def _joined(texts: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(texts))


def parcel_members(report: Report, direction: str) -> list[Member]:
    """The parcels of one side that the county's list holds, in the order of their ids."""
    rows = [row for block in county_list(report, direction).blocks for row in block.rows]
    listed = {key for row in rows for key in row.parcel_ids}
    cells: dict[str, list[Cell]] = {}
    for cell in report.counted_cells(direction):
        cells.setdefault(cell.parcel_id, []).append(cell)
    parcels = [parcel for parcel in report.parcels_of(direction) if parcel.parcel_id in listed]
    return [parcel_member(report, parcel, cells[parcel.parcel_id]) for parcel in parcels]


def _kind(block: ListBlock) -> Member:
    return {
        "number": str(block.number),
        "name": block.type_name,
        "rows": str(len(block.rows)),
        "area": hectares(block.total.total_m2),
        "mu": mu(block.total.total_m2),
    }


def _sums(row: BalanceRow) -> Member:
    surplus = row.lawful_surplus_m2
    return {
        "out_area": hectares(row.out_m2),
        "required": hectares(row.required_m2),
        "in_area": hectares(row.in_m2),
        "surplus": hectares(surplus),
        "verdict": "满足" if surplus >= 0 else "不足",
    }


def _towns(report: Report) -> list[Member]:
    return [{"name": row.unit_name, **_sums(row)} for row in report.balance.township_totals]


def _classes(report: Report) -> list[Member]:
    rows = [row for row in report.balance.county[:-1] if not row.empty]
    return [{"name": class_label(row.balance_class), **_sums(row)} for row in rows]


COLLECTIONS: Mapping[str, Callable[[Report], list[Member]]] = {
    "outflows": lambda report: parcel_members(report, OUT),
    "inflows": lambda report: parcel_members(report, IN),
    "townships": _towns,
    "out_kinds": lambda report: [_kind(block) for block in report.county_out.blocks],
    "in_kinds": lambda report: [_kind(block) for block in report.county_in.blocks],
    "classes": _classes,
}

PARCEL_ITEMS = (
    "id", *TAKEN, "town", "village", "group", "location", "direction", "type", "type_number",
    "area", "mu", "class_before", "class_after", "use_before", "use_after", "grade", "start", "end",
    "publicity_from", "publicity_to",
)  # fmt: skip
_SUM_ITEMS = ("name", "out_area", "required", "in_area", "surplus", "verdict")
_KIND_ITEMS = ("number", "name", "rows", "area", "mu")

ITEMS: Mapping[str, tuple[str, ...]] = {
    "outflows": PARCEL_ITEMS,
    "inflows": PARCEL_ITEMS,
    "townships": _SUM_ITEMS,
    "out_kinds": _KIND_ITEMS,
    "in_kinds": _KIND_ITEMS,
    "classes": _SUM_ITEMS,
}
"""The items of a member of each collection."""
