"""耕地进出时序安排情况表 (宁夏通知 附件3 第七章（一）): month by month, with 先进后出 (二（六）)
judged."""

from __future__ import annotations

from pathlib import Path

from ...core.accounts.report import Report
from ...core.accounts.schedule import UNDATED, Month
from ..wording import month_label, month_remarks
from . import batch_sheets
from .look import PLAIN, WARNING
from .sheets import Table, Value, area
from .workbook import new_workbook, save

ROLE = "schedule"


def schedule_title(report: Report) -> str:
    """The table's official name."""
    movement = report.notice.words.movement
    return f"{report.header.county_name}{report.header.year}年度耕地{movement}时序安排情况表"


def month_remark(report: Report, month: Month) -> str:
    """What a reader must know of a month: outflow ahead of inflow, or no time given."""
    remarks = ["地块未填计划时间"] if month.month == UNDATED else []
    notice = report.notice
    demand = f"，不符合{notice.words.sequence}" if notice.sequenced else ""
    return "；".join([*remarks, *month_remarks(notice, month, demand)])


def write(report: Report, folder: Path) -> list[tuple[str, Path]]:
    """Write the table; returns (contract role, path)."""
    title = schedule_title(report)
    out, inflow = report.notice.word_out, report.notice.word_in
    book = new_workbook(report, title)
    credits = report.balance.has_credits
    table = Table(book, "时序安排", (16, 16, 16, *((16, 16) if credits else ()), 16, 16, 16, 40))
    table.head(report, title, _notes(report))
    columns = (
        "月份",
        f"{out}面积",
        f"{inflow}面积",
        *(("可用结转、核销指标",) if credits else ()),
        f"累计{out}",
        f"累计{inflow}",
        *(("累计可用指标",) if credits else ()),
        "累计结余",
        "说明",
    )
    table.header(columns)
    for month in report.months:
        sums = (
            month.out_m2,
            month.in_m2,
            *((month.credited_m2,) if credits else ()),
            month.cumulative_out_m2,
            month.cumulative_in_m2,
            *((month.cumulative_credited_m2,) if credits else ()),
            month.surplus_m2,
        )
        values: list[Value] = [month_label(month), *map(area, sums), month_remark(report, month)]
        table.row(values, WARNING if month.ahead else PLAIN)
    last = report.months[-1]
    all_m2 = [last.cumulative_out_m2, last.cumulative_in_m2]
    all_m2 += [last.cumulative_credited_m2] if credits else []
    table.total(["合计", *map(area, (*all_m2, *all_m2, last.surplus_m2))])
    batch_sheets.write_schedule(book, report, title)
    return [(ROLE, save(book, folder, title))]


def _notes(report: Report) -> list[str]:
    out, inflow = report.notice.word_out, report.notice.word_in
    done = "（已完成的按实际完成日期）" if any(p.completed_on for p in report.parcels) else ""
    note = (
        f"耕地{out}按计划建设开始月份、耕地{inflow}按计划{report.notice.words.restore}完成月份{done}计入；"
        f"累计结余＝累计{inflow}{'＋累计可用指标' if report.balance.has_credits else ''}－累计{out}"
    )
    if report.balance.has_credits:
        note += "；结转、核销指标按可用时间计入，未填的自年初可用"
    if report.balance.total.deducted_m2:
        note += f"；按规定扣除的{out}不计入"
    return [f"{note}；“合计”行的累计各列为年末累计数。"]
