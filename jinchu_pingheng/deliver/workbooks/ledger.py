"""台账: sums by year, township and class; every loss and gain by date with what stands after it;
the state of each parcel; samples to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from ...core.accounts.ledger import PLANNED, Entry, LedgerBook, Standing, Sums
from ...core.accounts.report import Report
from ...core.landclass import class_name
from ...core.model import FAIL, IN, OUT
from ...core.notice import StageClause
from ...core.stages import Sample
from ..wording import headed
from .look import PLAIN, verdict_fill
from .sheets import Table, Value, area, area_or_empty
from .workbook import new_workbook, save

ROLE = "ledger"
KEYS = (("year", "年度"), ("town", "乡镇"), ("balance_class", "地类"))


def write(
    report: Report, book: LedgerBook, samples: Sequence[Sample], folder: Path
) -> list[tuple[str, Path]]:
    """Write the workbook; returns (role, path)."""
    title = headed(report, "台账")
    target = new_workbook(report, title)
    _sums(target, report, book, title)
    _by_date(target, report, book)
    for side in (OUT, IN):
        _states(target, report, book, side)
    _samples(target, report, samples)
    return [(ROLE, save(target, folder, title))]


def _sums(target: Workbook, report: Report, book: LedgerBook, title: str) -> None:
    table = Table(target, "汇总", (12, 20, *(14,) * 7))
    out, into = report.notice.word_out, report.notice.word_in
    notes = [
        f"计划为方案所列地块；已{out}按实施（或填写的完成日期），已{into}自通知规定的阶段起计入；"
        f"扣除的{out}不计入结余。",
        *(f"注意：{remark}。" for remark in book.remarks),
    ]
    table.head(report, title, notes)
    table.header(
        ["分类", "名称", f"计划{out}", f"计划{into}", f"已{out}", f"已{into}", "指标",
         f"扣除的{out}", f"已{into}＋指标－已{out}"]
    )  # fmt: skip
    for key, word in KEYS:
        for name, sums in book.sums(key).items():
            shown = class_name(name) if key == "balance_class" and name else name
            table.row([word, shown or "未分", *_amounts(sums)])
    if not book.entries:
        table.nothing()


def _amounts(sums: Sums) -> list[Value]:
    left = sums.done_in_m2 + sums.credited_m2 - sums.done_out_m2
    return [
        *map(
            area,
            (
                sums.planned_out_m2, sums.planned_in_m2, sums.done_out_m2, sums.done_in_m2,
                sums.credited_m2, sums.deducted_m2, left,
            ),
        )
    ]  # fmt: skip


def _by_date(target: Workbook, report: Report, book: LedgerBook) -> None:
    table = Table(target, "按日期", (12, 8, 14, 22, 12, 16, 12, 12, 12, 12, 30))
    ratio = report.notice.balance.ratio
    notes = [
        f"结余＝计入的收入－{ratio}×计入的支出（向上取整到平方米）；计划、批准和未到计入阶段的"
        "事项不改变结余；同一天先记收入。"
    ]
    table.head(report, headed(report, "台账（按日期）"), notes)
    table.header(
        ["日期", "年度", "事项", "内容", "地块", "乡镇", "地类", "收入", "支出", "结余", "依据"]
    )
    after = {id(line.entry): line.surplus_m2 for line in book.lines}
    for entry in book.entries:
        if entry.kind != PLANNED:
            table.row(_entry(entry, after.get(id(entry))), _look(after.get(id(entry))))
    if all(entry.kind == PLANNED for entry in book.entries):
        table.nothing()


def _entry(entry: Entry, surplus: int | None) -> list[Value]:
    content = f"{entry.what}（扣除，不计入）" if entry.deducted else entry.what
    return [
        entry.day, entry.year, entry.kind, content, entry.parcel_id, entry.town,
        class_name(entry.balance_class) if entry.balance_class else "",
        area_or_empty(entry.gain_m2), area_or_empty(entry.loss_m2),
        None if surplus is None else area(surplus), entry.document,
    ]  # fmt: skip


def _look(surplus: int | None) -> str | None:
    return verdict_fill(FAIL) if surplus is not None and surplus < 0 else PLAIN


def _states(target: Workbook, report: Report, book: LedgerBook, side: str) -> None:
    notice, stages = report.notice, report.notice.stages_of(side)
    word = notice.word(side)
    table = Table(target, f"{word}地块状态", (6, 10, 20, 12, 10, 11, *(19,) * len(stages)))
    notes = [f"各阶段列日期和文件；{_clauses(stages) or '通知没有规定阶段'}。"]
    table.head(report, headed(report, f"{word}地块实施状态"), notes)
    table.header(
        ["年度", "地块编号", "项目（地块）名称", "乡镇", "面积", "状态", *(s.name for s in stages)]
    )
    mine = [standing for standing in book.standings if standing.parcel.direction == side]
    for standing in mine:
        table.row(_state(standing, stages))
    if not mine:
        table.nothing()


def _clauses(stages: Sequence[StageClause]) -> str:
    return "，".join(f"{stage.name}（{stage.clause}）" for stage in stages)


def _state(standing: Standing, stages: Sequence[StageClause]) -> list[Value]:
    parcel = standing.parcel
    records = (standing.records.get(stage.code) for stage in stages)
    return [
        standing.year, parcel.parcel_id, parcel.project or parcel.name, standing.town,
        area(standing.m2), "扣除" if standing.deducted else standing.state,
        *(f"{item.reached_on}\n{item.document}" if item else "" for item in records),
    ]  # fmt: skip


def _samples(target: Workbook, report: Report, samples: Sequence[Sample]) -> None:
    for sample in samples:
        table = Table(target, f"{sample.stage}抽查", (8, 14, 40))
        note = (
            f"从已通过前一阶段的 {sample.among} 个地块中抽取不少于 "
            f"{(sample.share * 100).normalize():f}%（{sample.clause}），"
            f"共 {len(sample.parcels)} 个；"
            f"种子 {sample.seed}：按“种子:地块编号”的 SHA-256 由小到大取，任何人可以重新抽取。"
        )
        table.head(report, headed(report, f"{sample.stage}实地核查抽查地块"), [note], unit="")
        table.header(["序号", "地块编号", "项目（地块）名称"])
        names = {parcel.parcel_id: parcel.project or parcel.name for parcel in report.parcels}
        for number, parcel_id in enumerate(sample.parcels, 1):
            table.row([number, parcel_id, names.get(parcel_id, "")])
        if not sample.parcels:
            table.nothing()
