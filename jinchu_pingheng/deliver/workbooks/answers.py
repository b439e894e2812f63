"""The reply to issued polygons: one row a polygon with the columns of the 整改 return, and the
parcels that each of them lies in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from ...core.accounts.answers import BALANCED, BY_OFFICE, DEDUCTED, OPEN, Answer
from ...core.model import UNKNOWN
from ..headed import Headed
from ..wording import headed
from .look import PLAIN, verdict_fill
from .sheets import Table, Value, area
from .workbook import new_workbook, save

ROLE = "polygon_answers"
COLUMNS = (*BY_OFFICE, BALANCED, DEDUCTED, OPEN)


def write(
    report: Headed, answers: Sequence[Answer], layer: str, folder: Path
) -> list[tuple[str, Path]]:
    """Write the workbook on the polygons of ``layer``; returns (role, path)."""
    title = headed(report, "下发图斑核实回复表")
    book = new_workbook(report, title)
    _replies(book, report, answers, title, layer)
    _parcels(book, report, answers)
    return [(ROLE, save(book, folder, title))]


def _replies(
    book: Workbook, report: Headed, answers: Sequence[Answer], title: str, layer: str
) -> None:
    table = Table(book, "核实回复", (14, 14, 13, 13, 13, *(13,) * 6, 13, 44))
    word = report.notice.word_out
    notes = (
        f"下发图层：{layer}。面积按图形量算；“方案{word}地块范围”指方案中的{word}地块，重叠处只计先编号的地块。",
        f"方案{word}地块内的面积列入“{BALANCED}”，登记了扣除情形和文号的列入“{DEDUCTED}”，其余列入“{OPEN}”，"
        f"由本单位核实后改填“{'”“'.join(BY_OFFICE)}”；各栏之和等于图斑面积。",
    )
    table.head(report, title, notes)
    table.header(
        ["批次号", "图斑号", "图斑面积", f"是否在方案{word}地块范围", "其中范围内面积",
         ("整改情况", COLUMNS), "合计", "说明"]
    )  # fmt: skip
    for answer in answers:
        unknown = verdict_fill(UNKNOWN) if answer.m2 is None or answer.blocked else PLAIN
        table.row(_row(report, answer), unknown)
    sure = [answer for answer in answers if answer.m2 is not None]
    sums = [sum(answer.column(name) for answer in sure) for name in COLUMNS]
    total, planned = sum(a.m2 or 0 for a in sure), sum(a.planned_m2 for a in sure)
    table.total(["合计", f"{len(answers)} 个", area(total), "", area(planned), *map(area, sums),
                 area(sum(sums))])  # fmt: skip


def _row(report: Headed, answer: Answer) -> list[Value]:
    if answer.m2 is None:
        blank: list[Value] = [None] * (len(COLUMNS) + 2)
        return [answer.batch, answer.number, None, answer.in_plan, *blank, answer.doubt]
    values = [answer.column(name) for name in COLUMNS]
    split: list[Value] = [*map(area, values), area(sum(values))]
    inside = area(answer.planned_m2)
    head: list[Value] = [answer.batch, answer.number, area(answer.m2), answer.in_plan, inside]
    return [*head, *split, _note(report, answer)]


def _note(report: Headed, answer: Answer) -> str:
    said = []
    inside = [f"{s.parcel_id} {area(s.m2)}" for s in answer.shares if s.parcel_id]
    if inside:
        said.append(f"位于地块 {'、'.join(inside)}")
    if answer.blocked:
        said.append(f"地块 {'、'.join(answer.blocked)} 未通过禁止性检查，须先处理")
    if answer.inflow:
        said.append(f"与方案{report.notice.word_in}地块 {'、'.join(answer.inflow)} 重叠")
    return "；".join(said)


def _parcels(book: Workbook, report: Headed, answers: Sequence[Answer]) -> None:
    table = Table(book, "对应地块", (16, 18, 24, 18, 24))
    table.head(report, headed(report, "下发图斑与方案地块对应表"))
    table.header(["批次号", "图斑号", "方案地块", "面积", "列入"])
    shares = [(answer, share) for answer in answers for share in answer.shares]
    for answer, share in shares:
        parcel = share.parcel_id or "（方案外）"
        table.row([answer.batch, answer.number, parcel, area(share.m2), share.column])
    if not shares:
        table.nothing()
