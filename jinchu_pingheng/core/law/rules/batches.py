"""Kinds about the batches of a year's plan: parcels belong to one, batches come in time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ...batches import Batch, batch_fault, clause_of, names
from ...errors import listed
from ...model import FAIL, NA, OUT, PASS, UNKNOWN, Finding, Parcel
from ...notice import Notice, Rule
from ...parcel_fields import label
from ..deadlines import day_of
from ..evidence import Evidence
from .kind import Kind, failing, finding, unknown

SOURCE = "批次"


def check_parcels(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """A parcel belongs to a recorded batch, and outflow does not begin before its batch is handed
    in. Land that has changed before the plan is not asked when it began."""
    known = names(evidence.batches)
    return [_judge_parcel(rule, parcel, known, evidence.notice) for parcel in parcels]


def _judge_parcel(rule: Rule, parcel: Parcel, known: dict[str, Batch], notice: Notice) -> Finding:
    said = parcel.batch.strip()
    if not known and not said:
        return finding(rule, parcel, NA, "方案没有分批", SOURCE)
    if not said:
        return unknown(rule, parcel, f"未填{label('batch')}", SOURCE)
    batch = known.get(said)
    if batch is None:
        recorded = f"方案登记的批次：{listed(known)}" if known else "方案没有登记批次"
        return unknown(rule, parcel, f"批次“{said}”没有登记（{recorded}）", SOURCE)
    if parcel.direction != OUT or notice.changed_already(OUT, parcel.type):
        return finding(rule, parcel, PASS, f"属于{said}", SOURCE)
    return _judge_start(rule, parcel, batch)


def _judge_start(rule: Rule, parcel: Parcel, batch: Batch) -> Finding:
    start, day = parcel.start_month, _date(batch.reported_on)
    if not start or day is None:
        missing = f"{batch.name}的报批日期" if start else label("start_month")
        return unknown(rule, parcel, f"未填{missing}", SOURCE)
    if start < day.isoformat()[:7]:
        return failing(rule, parcel, f"{start} 开始，{batch.name} {day} 才报批", SOURCE)
    return finding(rule, parcel, PASS, f"属于{batch.name}，{day} 报批，{start} 开始", SOURCE)


def check_windows(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Each batch is of a kind that the notice knows, not more often than it allows, and handed in
    by the last day that it gives."""
    batches = list(names(evidence.batches).values())
    if not batches:
        return [finding(rule, None, NA, "方案没有登记批次", SOURCE)]
    found = [*_too_many(batches, evidence.notice)]
    found += [_judge_window(batch, evidence) for batch in batches]
    verdicts = [verdict for verdict, _ in found]
    worst = next(verdict for verdict in (FAIL, UNKNOWN, PASS) if verdict in verdicts)
    text = "；".join(said for verdict, said in found if verdict == worst)
    if worst == PASS:
        return [finding(rule, None, PASS, text, SOURCE)]
    return [(failing if worst == FAIL else unknown)(rule, None, text, SOURCE)]


def _too_many(batches: Sequence[Batch], notice: Notice) -> Iterator[tuple[str, str]]:
    for item in notice.batches:
        number = sum(batch.kind == item.code for batch in batches)
        if item.most is not None and number > item.most:
            yield FAIL, f"{item.name}有 {number} 个，每年 {item.most} 个"


def _judge_window(batch: Batch, evidence: Evidence) -> tuple[str, str]:
    """Verdict and sentence on one batch."""
    notice, year = evidence.notice, evidence.year
    fault, clause = batch_fault(batch, notice), clause_of(batch, notice)
    if fault is not None or clause is None:
        return FAIL, f"{batch.name}：{fault.what if fault else ''}"
    day = _date(batch.reported_on)
    if day is None or year is None:
        missing = f"未填{batch.name}的报批日期" if day is None else "未知方案年度"
        return UNKNOWN, missing
    if day.year != year:
        return FAIL, f"{batch.name} {day} 报批，不在方案年度 {year} 内"
    due = day_of(clause.due, year, notice.valid_from)
    if due is None:
        return PASS, f"{batch.name} {day} 报批，没有适用的时限"
    if day > due:
        return FAIL, f"{batch.name} {day} 报批，晚于 {due}（{clause.clause}）"
    return PASS, f"{batch.name} {day} 报批，时限 {due}（{clause.clause}）"


def _date(text: str) -> date | None:
    """The day of a text; None for what is none (a table may be filled in by hand)."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


KINDS = (
    Kind("batch", (), check_parcels),
    Kind("batch_window", (), check_windows),
)
