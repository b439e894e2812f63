"""The 台账 that a notice demands (建宁 四（二）): each parcel with its place, area, who carries it
out, and its use before and after. A notice without one gets no sheet."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl import Workbook

from ...core.accounts.lists import location
from ...core.accounts.report import Report
from ...core.landclass import class_name
from ...core.model import IN, OUT, Cell, Parcel
from ...core.parcel_fields import label
from .sheets import Table, Value, area
from .workbook import sheet_name


def write(book: Workbook, report: Report) -> None:
    """Both sides, outflow first, each with its sum."""
    ledger = report.notice.ledger
    if ledger is None:
        return
    header = report.header
    table = Table(book, sheet_name(ledger.title), (6, 12, 24, 24, 16, 12, 22, 20, 20, 18, 20))
    note = f"“{label('former_use')}”没有填写的，按现状地类列出（{ledger.clause}）。"
    table.head(report, f"{header.county_name}{header.year}年度{ledger.title}", [note])
    table.header(
        (
            "序号", label("parcel_id"), "项目（地块）名称", "位置", "地类", "面积",
            label("implementer"), label("former_use"), "变化后用途", label("decided_by"),
            label("note"),
        )
    )  # fmt: skip
    for direction in (OUT, IN):
        cells = report.counted_cells(direction)
        parcels = [p for p in report.parcels_of(direction) if any(_of(p, cells))]
        for number, parcel in enumerate(parcels, 1):
            table.row(_row(number, parcel, list(_of(parcel, cells))))
        word = f"{report.notice.word(direction)}合计"
        sums: list[Value] = [word, *[None] * 4, area(sum(cell.m2 for cell in cells))]
        table.total(sums, merge=5)


def _of(parcel: Parcel, cells: Iterable[Cell]) -> Iterable[Cell]:
    return (cell for cell in cells if cell.parcel_id == parcel.parcel_id)


def _row(number: int, parcel: Parcel, cells: list[Cell]) -> list[Value]:
    present = _names(cell.dlbm for cell in cells)
    return [
        number,
        parcel.parcel_id,
        parcel.project or parcel.name,
        "、".join(dict.fromkeys(location(parcel, cell) for cell in cells)),
        present,
        area(sum(cell.m2 for cell in cells)),
        parcel.implementer or "未填写",
        parcel.former_use or present,
        _use_after(parcel, cells),
        parcel.decided_by or "未填写",
        parcel.note,
    ]


def _use_after(parcel: Parcel, cells: list[Cell]) -> str:
    """Outflow: as declared, else its class. Inflow becomes cropland of the planned class."""
    if parcel.direction == IN:
        return _names(cell.balance_class for cell in cells)
    return parcel.target_use or (class_name(parcel.target_class) if parcel.target_class else "")


def _names(codes: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(class_name(code) for code in codes))
