"""The county's lists (宁夏通知 附件3 第七章（一）): the columns of the annexes, 位置 carries the
township."""

from __future__ import annotations

from pathlib import Path

from ...core.accounts.report import Report
from ...core.model import OUT
from ..wording import list_title
from .list_layout import write_lists
from .workbook import new_workbook, save


def write(report: Report, folder: Path) -> list[tuple[str, Path]]:
    """Write both county lists, each with 总计; returns (contract role, path)."""
    written = []
    for items in (report.county_out, report.county_in):
        title = list_title(report, items.direction, items.unit_name)
        book = new_workbook(report, title)
        write_lists(book, report, items, mark="", grand_total=True)
        role = "county_out_list" if items.direction == OUT else "county_in_list"
        written.append((role, save(book, folder, title)))
    return written
