"""Sheet 县级声明 of the check report: what the county states of layers that are missing or
empty."""

from __future__ import annotations

from openpyxl import Workbook

from ...core.accounts.report import Report
from ...core.declarations import STATEMENTS
from .look import PLAIN
from .sheets import Table


def write(book: Workbook, report: Report) -> None:
    """One row for each statement; no sheet without any."""
    if not report.declarations:
        return
    table = Table(book, "县级声明", (6, 22, 18, 36, 26, 22, 14))
    note = "声明在图层缺失或为空时作为依据，结论中写明；图层有要素的，以图层为准。"
    table.head(report, "县级声明", [note], unit="")
    table.header(("序号", "图层", "声明", "说明", "文号", "出具机关", "出具日期"))
    for number, item in enumerate(report.declarations, 1):
        table.row(
            [
                number,
                report.notice.role_label(item.role),
                STATEMENTS.get(item.statement, item.statement),
                item.text,
                item.document,
                item.signed_by,
                item.stated_on,
            ],
            PLAIN,
        )
