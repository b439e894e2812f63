"""Sheet 图层问题 of the check report: features that were repaired or set aside by the validity
gate."""

from __future__ import annotations

from openpyxl import Workbook

from ...core.accounts.report import Report
from ...core.roles import role_label
from .look import CAUTION, PLAIN
from .sheets import Table


def write(book: Workbook, report: Report) -> None:
    """One row for each feature; those set aside make the rules that they touch unknown."""
    table = Table(book, "图层问题", (6, 16, 18, 20, 24, 40))
    note = (
        "“已修复”的要素按修复后的图形参与计算；"
        "“未参与计算”的要素可能触及的地块，相应规则为无法判定。"
    )
    table.head(report, "图层问题要素", [note], unit="")
    table.header(("序号", "图层角色", "图层名", "要素", "处理", "说明"))
    for number, problem in enumerate(report.problems, 1):
        state = "已修复" if problem.usable else "未参与计算"
        row: list[str | int] = [
            number,
            role_label(problem.role),
            problem.layer,
            problem.feature,
            state,
            problem.message,
        ]
        table.row(row, PLAIN if problem.usable else CAUTION)
    if not report.problems:
        table.nothing("（无）")
