"""The workbook of a closed year: verdict, changes by destination and township, reconciliation with
the two surveys, parcels of the plan, what is to be mended, what is in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Callable

from openpyxl import Workbook

from ...core.accounts.year_end import KINDS, PLANNED, Change, Fulfilment
from ...core.accounts.year_report import YearReport
from ...core.destinations import DESTINATIONS
from ...core.landclass import CROPLAND, class_name
from ...core.model import IN, OUT, PASS
from ..wording import headed, side
from .look import PLAIN, verdict_fill
from .sheets import Table, Value, area
from .workbook import new_workbook, save

ROLE = "year_end"
STATES = {True: "已完成", False: "未完成"}


def write(report: YearReport, folder: Path) -> list[tuple[str, Path]]:
    """Write the workbook; returns (role, path)."""
    title = headed(report, "年末核算表")
    book = new_workbook(report, title)
    _verdict(book, report, title)
    _by_destination(book, report)
    _by_town(book, report)
    _reconciliation(book, report)
    _parcels(book, report)
    _to_mend(book, report)
    _doubts(book, report)
    return [(ROLE, save(book, folder, title))]


def _verdict(book: Workbook, report: YearReport, title: str) -> None:
    verdict, notice = report.verdict, report.notice
    out, inflow, test = notice.word_out, notice.word_in, notice.year_end
    table = Table(book, "年末认定", (44, 22, 60))
    table.head(report, title, [f"上年调查：{report.surveys[0]}；本年调查：{report.surveys[1]}。"])
    table.header(["项目", "面积", "说明"])
    clause = f"（{test.clause}）" if test else ""
    rows: Sequence[tuple[str, int | None, str]] = (
        (f"耕地{out}", verdict.out_m2, f"方案内、方案外合计，不含按规定扣除的{_built(report)}"),
        ("按规定扣除", verdict.deducted_m2, "方案中登记了扣除情形和依据文号的地块"),
        (
            f"需{inflow}",
            verdict.required_m2,
            f"{out}×{notice.balance.ratio}，不足1平方米的进位",
        ),
        (f"耕地{inflow}", verdict.in_m2, f"本年调查新增的耕地{_built(report)}"),
        (f"结余（{inflow}－需{inflow}）", verdict.in_m2 - verdict.required_m2, "负数为缺口"),
        (f"存疑：可能的{out}", verdict.doubtful_out_m2, "两期对不上或图斑重叠的上年耕地"),
        (f"存疑：可能的{inflow}", verdict.doubtful_in_m2, "两期对不上或图斑重叠的本年耕地"),
        ("两期都没有有效图形的范围", verdict.unseen_m2, "空白为位置不明，面积无法估计"),
    )
    for name, m2, note in rows:
        table.row([name, None if m2 is None else area(m2), note])
    fill = verdict_fill(verdict.verdict)
    table.row([f"认定{clause}", verdict.text, verdict.reason], fill, bold=verdict.verdict == PASS)


def _built(report: YearReport) -> str:
    test = report.notice.year_end
    return "" if test and test.construction else "，不含与建设用地之间的变化（方案内流入除外）"


def _by_destination(book: Workbook, report: YearReport) -> None:
    found = _grouped(report.account.changes, lambda change: change.partner)
    groups = [(name, found[name]) for name in DESTINATIONS if name in found]
    _changes(book, report, ("流向", "变化流向表", "去向、来源"), groups)


def _by_town(book: Workbook, report: YearReport) -> None:
    found = _grouped(report.account.changes, lambda change: change.town)
    groups = [(report.town_name(code), found[code]) for code in sorted(found)]
    _changes(book, report, ("乡镇", "分乡镇变化表", "乡镇"), groups)


def _grouped(
    changes: Iterable[Change], key: Callable[[Change], str]
) -> Mapping[str, Sequence[Change]]:
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(key(change), []).append(change)
    return found


def _changes(
    book: Workbook,
    report: YearReport,
    names: tuple[str, str, str],
    groups: Iterable[tuple[str, Sequence[Change]]],
) -> None:
    """A row for each group; ``names`` of the sheet, the table and the groups."""
    sheet, title, heading = names
    table = Table(book, sheet, (22, *(14,) * 10))
    table.head(report, headed(report, title))
    kinds = [*KINDS.values(), "合计"]
    table.header([heading, *((f"耕地{side(report.notice, d)}", kinds) for d in (OUT, IN))])
    for name, changes in groups:
        table.row([name, *_sums(changes)])
    table.total(["合计", *_sums(report.account.changes)])


def _sums(changes: Sequence[Change]) -> list[Value]:
    """Areas by side and kind, each side with its sum."""
    found: list[Value] = []
    for direction in (OUT, IN):
        one = [
            sum(c.m2 for c in changes if (c.direction, c.kind) == (direction, kind) and _sure(c))
            for kind in KINDS
        ]
        found += [area(m2) for m2 in (*one, sum(one))]
    return found


def _sure(change: Change) -> bool:
    """Land that overlapping polygons leave in doubt may be cropland in both surveys."""
    return (change.before.code in CROPLAND) != (change.after.code in CROPLAND)


def _reconciliation(book: Workbook, report: YearReport) -> None:
    account = report.account
    table = Table(book, "对账", (20, *(20,) * 6))
    note = (
        "上年面积－流出＋流入－转为其他耕地地类＋由其他耕地地类转入＝本年面积，逐平方米相等；"
        "上年、本年面积为两期调查全部图斑之和（整平方米，与精确合计相差不足1平方米）。"
    )
    table.head(report, headed(report, "与两期调查对账表"), [note])
    out, inflow = report.notice.word_out, report.notice.word_in
    table.header(
        ["地类", "上年面积", out, inflow, "转为其他耕地地类", "由其他耕地地类转入", "本年面积"]
    )
    total = [0] * 6
    for code in CROPLAND:
        row = account.movements(code)
        total = [one + two for one, two in zip(total, row)]
        table.row([class_name(code), *map(area, row)])
    table.total(["耕地合计", *map(area, total)])


def _parcels(book: Workbook, report: YearReport) -> None:
    table = Table(book, "方案地块", (20, 12, 16, 16, 16, 14, 40))
    note = "应变化面积为地块在上年调查中的耕地（流出）、非耕地（流入），重叠处只计先编号的地块。"
    table.head(report, headed(report, "方案实施情况表"), [note])
    table.header(["地块编号", "方向", "应变化面积", "已变化", "未变化", "状态", "说明"])
    for item in report.account.fulfilments:
        table.row(_parcel_row(report, item), verdict_fill("unknown") if item.unsure else PLAIN)
    if not report.account.fulfilments:
        table.nothing()


def _parcel_row(report: YearReport, item: Fulfilment) -> list[Value]:
    areas = map(area, (item.planned_m2, item.done_m2, item.open_m2))
    state = "存疑" if item.unsure else STATES[not item.open_m2]
    note = "部分图斑存疑，见“存疑”" if item.unsure else ""
    return [
        item.parcel.parcel_id, side(report.notice, item.parcel.direction), *areas, state, note,
    ]  # fmt: skip


def _to_mend(book: Workbook, report: YearReport) -> None:
    table = Table(book, "整改清单", (14, 14, 18, 18, 14, 16, 16, 56))
    table.head(report, headed(report, "整改清单"))
    table.header(
        ["上年图斑", "本年图斑", "上年地类", "本年地类", "面积", "乡镇", "方案地块", "事项"]
    )
    changes, unfinished = report.account.to_mend, report.account.unfinished
    for change in changes:
        town = report.town_name(change.town)
        table.row([*_change_row(change), town, change.parcel_id, _what(report, change)])
    for item in unfinished:
        if item.open_m2 and item.parcel.direction == IN:
            what = f"方案内{report.notice.word_in}未完成，应继续{report.notice.words.restore}"
            open_area = area(item.open_m2)
            table.row(["", "", "", "", open_area, "", item.parcel.parcel_id, what])
    if not changes and not any(item.open_m2 for item in unfinished):
        table.nothing()


def _what(report: YearReport, change: Change) -> str:
    if change.kind == PLANNED:
        return "方案内地块成为建设用地：应办理建设用地手续、落实占补平衡"
    if not report.account.counts(change):
        return "未列入方案的建设占用：核实用地手续和占补平衡"
    return "未列入方案：恢复为耕地，确实难以恢复的补充耕地"


def _change_row(change: Change) -> list[Value]:
    names = [class_name(one.code) if one.code else "" for one in (change.before, change.after)]
    return [change.before.id, change.after.id, *names, area(change.m2)]


def _doubts(book: Workbook, report: YearReport) -> None:
    table = Table(book, "存疑", (14, 14, 24, 24, 16, 60))
    table.head(report, headed(report, "存疑图斑表"))
    table.header(["上年图斑", "本年图斑", "上年地类", "本年地类", "面积", "原因"])
    doubtful = [change for change in report.account.changes if change.doubt]
    for change in doubtful:
        table.row([*_change_row(change), change.doubt])
    for problem in report.problems:
        ids = [problem.feature, ""] if problem.role != "DLTB" else ["", problem.feature]
        state = "已修复" if problem.usable else "未采用"
        table.row([*ids, "", "", None, f"{problem.layer}：{problem.message}（{state}）"])
    if not doubtful and not report.problems:
        table.nothing()
