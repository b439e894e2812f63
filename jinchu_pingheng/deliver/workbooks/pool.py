"""The workbook of the pool: sums by township and type, every polygon, why others are not in it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook

from ...core.accounts.pool import OPEN, Candidate, Tally
from ...core.landclass import class_name
from ...core.model import UNKNOWN
from ..headed import Headed
from ..wording import MARK_NAMES, headed, mark_name
from .look import PLAIN, verdict_fill
from .sheets import Table, Value, area
from .workbook import new_workbook, save

ROLE = "potential_pool"


def write(
    report: Headed, pool: Sequence[Candidate], tally: Tally, unseen: Sequence[str], folder: Path
) -> list[tuple[str, Path]]:
    """Write the workbook; returns (role, path)."""
    title = headed(report, f"{report.notice.word_in}潜力表")
    book = new_workbook(report, title)
    _sums(book, report, pool, title)
    _polygons(book, report, pool)
    _others(book, report, tally, unseen)
    return [(ROLE, save(book, folder, title))]


def _sums(book: Workbook, report: Headed, pool: Sequence[Candidate], title: str) -> None:
    table = Table(book, "潜力汇总", (18, 60, 10, *(14,) * 7))
    word = report.notice.word_in
    note = (
        "潜力为按通知中只看土地的条款可以恢复为耕地的面积；知情同意、协议、公示等尚须逐块落实。"
        f"已用为方案（及所选以前年度方案）{word}地块占去的面积，剩余＝潜力－已用。"
        "待查为有禁止性条款因缺少资料无法判定。"
    )
    table.head(report, title, [note])
    table.header(
        [
            "乡镇",
            "类型",
            "图斑数",
            ("潜力", [*MARK_NAMES.values(), "未标注", "合计"]),
            "其中待查",
            "已用",
            "剩余",
        ]
    )
    keys = sorted({(item.town_code, item.type.number) for item in pool})
    for town, number in keys:
        mine = [i for i in pool if (i.town_code, i.type.number) == (town, number)]
        table.row([mine[0].town_name, f"{number} {mine[0].type.name}", *_amounts(mine)])
    table.total(["合计", "", *_amounts(pool)])


def _amounts(pool: Sequence[Candidate]) -> list[Value]:
    by_mark = [
        sum(i.m2 for i in pool if mark_name(i) == name) for name in (*MARK_NAMES.values(), "")
    ]
    total, used = sum(item.m2 for item in pool), sum(item.used_m2 for item in pool)
    doubtful = sum(item.m2 for item in pool if item.state == OPEN)
    return [len(pool), *map(area, (*by_mark, total, doubtful, used, total - used))]


def _polygons(book: Workbook, report: Headed, pool: Sequence[Candidate]) -> None:
    table = Table(book, "潜力图斑", (11, 14, 8, 16, 12, 16, 11, 8, 12, 12, 12, 8, 9, 70))
    note = "等别带“*”的为按附近耕地预估；部分图斑是去掉禁止范围后剩下的部分。"
    table.head(report, headed(report, f"{report.notice.word_in}潜力图斑表"), [note])
    table.header(
        ["编号", "图斑", "类型", "现状地类", "恢复属性", "乡镇", "可成为", "等别",
         "潜力", "已用", "剩余", "得分", "状态", "障碍和已用地块"]
    )  # fmt: skip
    for item in pool:
        table.row(_row(item), verdict_fill(UNKNOWN) if item.state == OPEN else PLAIN)
    if not pool:
        table.nothing()


def _row(item: Candidate) -> list[Value]:
    grade = "" if item.grade is None else f"{item.grade}{'*' if item.grade_estimated else ''}"
    areas: list[Decimal] = [area(m2) for m2 in (item.m2, item.used_m2, item.left_m2)]
    notes = ["为图斑的一部分"] if item.part else []
    notes += [f"已用于 {'、'.join(item.used_by)}"] if item.used_by else []
    return [
        item.id, item.source.bsm, item.type.number, class_name(item.source.dlbm), mark_name(item),
        item.town_name, class_name(item.planned_class), grade, *areas, item.score, item.state,
        "；".join([*notes, *item.obstacles]),
    ]  # fmt: skip


def _others(book: Workbook, report: Headed, tally: Tally, unseen: Sequence[str]) -> None:
    table = Table(book, "未列入", (24, 16, 70, 14))
    table.head(
        report, headed(report, f"未列入{report.notice.word_in}潜力的原因"), unit="图斑数（个）"
    )
    table.header(["条款", "规则", "内容", "图斑数"])
    rules = {rule.id: rule for rule in report.notice.rules}
    for rule_id, number in sorted(tally.ruled_out.items(), key=lambda pair: (-pair[1], pair[0])):
        rule = rules[rule_id]
        table.row([rule.clause, rule_id, rule.text, number])
    for kind, number in sorted(tally.looked_at.items()):
        table.row(["", f"类型 {kind}", "按地类、恢复属性等初选的图斑", number])
    for text in unseen:
        table.row(["", "没有查找或无法判定", text, None])
