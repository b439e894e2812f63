"""附件1 and 附件2 of the notice: one workbook a township and side."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from ...core.accounts.lists import ParcelList
from ...core.accounts.report import Report
from ...core.model import OUT
from ..wording import list_title
from .list_layout import write_lists
from .workbook import new_workbook, save


def write(report: Report, folder: Path) -> list[tuple[str, Path]]:
    """Write every township's lists; returns (contract role, path). The notice says which of them
    ends with 总计."""
    return [_write_one(report, items, folder) for items in (*report.out_lists, *report.in_lists)]


def _write_one(report: Report, items: ParcelList, folder: Path) -> tuple[str, Path]:
    role = "annex1" if items.direction == OUT else "annex2"
    head = report.notice.list_title(items.direction)
    title = list_title(report, items.direction, items.unit_name)
    mark = head.label
    report = _of_township(report, items.unit_name)
    book = new_workbook(report, title)
    write_lists(book, report, items, mark, grand_total=head.total)
    name = items.unit_name + _code_if_needed(report, items)
    stem = f"{mark}_{name}_{title.replace(items.unit_name, '', 1)}"
    return role, save(book, folder, stem)


def _of_township(report: Report, name: str) -> Report:
    """The township fills its lists in and files them (宁夏通知 二（二）)."""
    office = f"{name}{'人民政府' if name.endswith(('镇', '乡')) else ''}"
    return replace(report, header=replace(report.header, office=office))


def _code_if_needed(report: Report, items: ParcelList) -> str:
    """The township's code where two townships bear one name, so that neither file hides the
    other."""
    lists = report.out_lists if items.direction == OUT else report.in_lists
    names = Counter(other.unit_name for other in lists)
    return f"（{items.unit_code}）" if names[items.unit_name] > 1 else ""
