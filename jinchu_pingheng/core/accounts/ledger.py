"""台账: one account of every loss and gain of a county's cropland over its plans, by date (宁夏
二（六）先进后出, 二（七）指标核销).

Planned land stands in it without counting; what counts is what was done: credits that can be used,
inflow from the stage on at which the notice counts it, outflow from the day on which it was carried
out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ..indicators import CARRY_OVER, Credit
from ..model import IN, OUT, Cell, Parcel
from ..notice import Notice
from ..rounding import hectares
from ..stages import StageRecord, by_parcel, state_of
from .balance import deducted_parcels
from .balance_rows import requirement_m2
from .report import Report

PLANNED, CREDITED, STAGED, APPROVED, TRANSFERRED = (
    "计划", "结转核销指标", "阶段", "批准", "乡镇间调剂",
)  # fmt: skip
"""What an entry is of."""


@dataclass(frozen=True)
class Entry:
    """A line of the ledger. ``day`` is 'YYYY-MM-DD', 'YYYY-MM' of what is planned, or ''. Areas in
    whole m²; ``counts``: they are in the running balance. ``deducted``: outflow outside it."""

    day: str
    kind: str
    what: str
    year: int
    town: str = ""
    balance_class: str = ""
    parcel_id: str = ""
    gain_m2: int = 0
    loss_m2: int = 0
    counts: bool = False
    deducted: bool = False
    document: str = ""


@dataclass(frozen=True)
class Line:
    """An entry that counts, with what stands after it: gains less what the losses demand."""

    entry: Entry
    surplus_m2: int


@dataclass(frozen=True)
class Standing:
    """A parcel in the ledger: its area, its state, its records by stage."""

    parcel: Parcel
    year: int
    town: str
    m2: int
    deducted: bool
    state: str
    records: Mapping[str, StageRecord]


@dataclass(frozen=True)
class YearPlan:
    """A plan of one year, with what was done of it."""

    report: Report
    records: tuple[StageRecord, ...] = ()

    @property
    def year(self) -> int:
        """The plan's year."""
        return self.report.header.year


@dataclass(frozen=True)
class Sums:
    """Areas in whole m² of a year, a township or a class: planned, done, outside the balance."""

    planned_out_m2: int = 0
    planned_in_m2: int = 0
    done_out_m2: int = 0
    done_in_m2: int = 0
    credited_m2: int = 0
    deducted_m2: int = 0

    def plus(self, entry: Entry) -> Sums:
        """With one more entry."""
        gain, loss = entry.gain_m2, entry.loss_m2
        if entry.deducted:
            return replace(self, deducted_m2=self.deducted_m2 + loss)
        if entry.kind == PLANNED:
            planned_out, planned_in = self.planned_out_m2 + loss, self.planned_in_m2 + gain
            return replace(self, planned_out_m2=planned_out, planned_in_m2=planned_in)
        if entry.kind == CREDITED and entry.counts:
            return replace(self, credited_m2=self.credited_m2 + gain)
        if entry.counts:
            done_out, done_in = self.done_out_m2 + loss, self.done_in_m2 + gain
            return replace(self, done_out_m2=done_out, done_in_m2=done_in)
        return self


@dataclass(frozen=True)
class LedgerBook:
    """``entries`` by date, ``lines`` those that count; ``remarks``: sentences on what is wrong."""

    entries: tuple[Entry, ...]
    lines: tuple[Line, ...]
    standings: tuple[Standing, ...]
    remarks: tuple[str, ...]

    def sums(self, key: str) -> dict[str, Sums]:
        """By a field of the entries: 'year', 'town' or 'balance_class'."""
        found: dict[str, Sums] = defaultdict(Sums)
        for entry in self.entries:
            if entry.gain_m2 or entry.loss_m2:
                name = str(getattr(entry, key))
                found[name] = found[name].plus(entry)
        return dict(sorted(found.items()))


def keep(plans: Sequence[YearPlan]) -> LedgerBook:
    """The ledger of plans of one county, each of its own year."""
    plans = sorted(plans, key=lambda plan: plan.year)
    years = {plan.year for plan in plans}
    entries = [entry for plan in plans for entry in _entries(plan, years)]
    # on one day gains come first: nothing tells their order
    entries.sort(key=lambda entry: (entry.day or "9999", entry.loss_m2 > 0))
    lines = _lines(entries, plans[-1].report.notice.balance.ratio)
    standings = [standing for plan in plans for standing in _standings(plan)]
    remarks = [*_ahead(lines), *_overdrawn(plans, entries)]
    return LedgerBook(tuple(entries), tuple(lines), tuple(standings), tuple(remarks))


def _entries(plan: YearPlan, years: set[int]) -> Iterator[Entry]:
    report = plan.report
    for credit in report.balance.indicators.credits:
        yield _credited(credit, plan.year, years)
    for transfer in report.balance.indicators.transfers:
        what = f"{transfer.from_name}调给{transfer.to_name}"
        one = Entry("", TRANSFERRED, what, plan.year, document=transfer.document)
        area, cls = transfer.m2, transfer.balance_class
        yield replace(one, town=transfer.from_name, loss_m2=area, balance_class=cls)
        yield replace(one, town=transfer.to_name, gain_m2=area, balance_class=cls)
    approval = report.edition.approval
    if approval is not None:
        what = f"{approval.approved_by}批准第 {approval.revision} 版"
        yield Entry(approval.approved_on, APPROVED, what, plan.year, document=approval.document)
    cells: dict[str, list[Cell]] = defaultdict(list)
    for cell in report.cells:
        if cell.counts:
            cells[cell.parcel_id].append(cell)
    deducted = deducted_parcels(report.parcels, report.notice)
    held = by_parcel(plan.records)
    for parcel in report.parcels:
        for entry in _of_parcel(plan, parcel, held[parcel.parcel_id]):
            for cell in cells[parcel.parcel_id]:
                yield _on_cell(entry, parcel, cell, parcel.parcel_id in deducted)


def _of_parcel(plan: YearPlan, parcel: Parcel, records: Sequence[StageRecord]) -> Iterator[Entry]:
    """What is planned of a parcel and what was done, before it is spread over its cells."""
    notice = plan.report.notice
    word, name = notice.word(parcel.direction), parcel.parcel_id
    month = parcel.start_month if parcel.direction == OUT else parcel.end_month
    yield Entry(month, PLANNED, f"计划{word}", plan.year, parcel_id=name)
    stages = {stage.code: stage for stage in notice.stages_of(parcel.direction)}
    held = [item for item in records if item.stage in stages]
    for item in held:
        stage = stages[item.stage]
        yield Entry(
            item.reached_on, STAGED, stage.name, plan.year, parcel_id=name, counts=stage.counts,
            document=item.document,
        )  # fmt: skip
    counted = any(stages[item.stage].counts for item in held)
    if parcel.completed_on and not counted and (parcel.direction == OUT or not stages):
        yield Entry(
            parcel.completed_on, STAGED, f"完成{word}", plan.year, parcel_id=name, counts=True,
            document=parcel.completion_doc,
        )  # fmt: skip


def _on_cell(entry: Entry, parcel: Parcel, cell: Cell, deducted: bool) -> Entry:
    out = parcel.direction == OUT
    return replace(
        entry,
        town=cell.town_name,
        balance_class=cell.balance_class,
        loss_m2=cell.m2 if out else 0,
        gain_m2=0 if out else cell.m2,
        counts=entry.counts and not deducted,
        deducted=deducted,
    )


def _credited(credit: Credit, year: int, years: set[int]) -> Entry:
    """A 结余 of a year whose own plan stands in the ledger is in its balance already."""
    twice = credit.kind == CARRY_OVER and credit.year in years
    return Entry(
        day=credit.since or f"{year}-01-01",
        kind=CREDITED,
        what=f"{credit.text}（{credit.year}年度方案的结余，已在台账中）" if twice else credit.text,
        year=year,
        town=credit.unit_name,
        balance_class=credit.balance_class,
        gain_m2=credit.m2,
        counts=not twice,
        document=credit.document,
    )


def _lines(entries: Iterable[Entry], ratio: Decimal) -> list[Line]:
    lines, gains, losses = [], 0, 0
    for entry in entries:
        if entry.counts:
            gains, losses = gains + entry.gain_m2, losses + entry.loss_m2
            lines.append(Line(entry, gains - requirement_m2(losses, ratio)))
    return lines


def _ahead(lines: Sequence[Line]) -> Iterator[str]:
    """先进后出 at every date: the days on which losses ran ahead."""
    last = {line.entry.day: line.surplus_m2 for line in lines}
    short = {day: surplus for day, surplus in last.items() if surplus < 0}
    if short:
        day, worst = min(short), min(short.values())
        yield (
            f"{day} 起流出先于流入：累计缺口最大 {hectares(-worst)} 公顷，"
            f"共 {len(short)} 个日期不足"
        )


def _overdrawn(plans: Sequence[YearPlan], entries: Sequence[Entry]) -> Iterator[str]:
    """结余 that a later plan uses, against what the year has really left over."""
    for plan in plans:
        used = sum(
            credit.m2
            for later in plans
            for credit in later.report.balance.indicators.credits
            if credit.kind == CARRY_OVER and credit.year == plan.year
        )
        own = [e for e in entries if e.counts and e.year == plan.year]
        ratio = plan.report.notice.balance.ratio
        gain = sum(e.gain_m2 for e in own)
        left = gain - requirement_m2(sum(e.loss_m2 for e in own), ratio)
        if used > max(left, 0):
            yield (
                f"以后年度使用 {plan.year} 年度结余 {hectares(used)} 公顷，"
                f"该年度台账只有 {hectares(max(left, 0))} 公顷"
            )


def _standings(plan: YearPlan) -> Iterator[Standing]:
    report = plan.report
    deducted = deducted_parcels(report.parcels, report.notice)
    areas: dict[str, int] = defaultdict(int)
    towns: dict[str, str] = {}
    for cell in report.cells:
        if cell.counts:
            areas[cell.parcel_id] += cell.m2
            towns.setdefault(cell.parcel_id, cell.town_name)
    records = by_parcel(plan.records)
    for parcel in sorted(report.parcels, key=lambda p: (p.direction == IN, p.parcel_id)):
        name, held = parcel.parcel_id, records[parcel.parcel_id]
        yield Standing(
            parcel=parcel,
            year=plan.year,
            town=towns.get(name, ""),
            m2=areas[name],
            deducted=name in deducted,
            state=state_of(held, report.notice.stages_of(parcel.direction)),
            records={item.stage: item for item in held},
        )


def eligible(book: LedgerBook, notice: Notice, code: str) -> list[str]:
    """Parcels from which the sample of a stage is drawn: those that have reached the stage before
    it (宁夏 二（五）: 经市级验收合格的)."""
    stages = notice.stages_of(next(s.side for s in notice.stages if s.code == code))
    place = [stage.code for stage in stages].index(code)
    before = stages[place - 1].code if place else None
    side = stages[place].side
    mine = [s for s in book.standings if s.parcel.direction == side]
    return [s.parcel.parcel_id for s in mine if before is None or before in s.records]
