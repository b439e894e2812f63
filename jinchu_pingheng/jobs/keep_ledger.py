"""台账: the account of a county's plans, read together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..core.accounts.ledger import LedgerBook, YearPlan, eligible, keep
from ..core.accounts.report import Report
from ..core.errors import PlanError
from ..core.notice import Notice
from ..core.stages import Sample, sampled
from ..deliver.publishing import Written, publish_files
from ..judging.feedback import Feedback
from ..plan.copying import copied
from ..plan.store import Plan
from .snapshot import signed, take_snapshot

SEED = "1"


@dataclass(frozen=True)
class KeptLedger:
    """The book of all plans; ``report`` is that of the plan that was asked about."""

    report: Report
    book: LedgerBook
    samples: tuple[Sample, ...]


def keep_ledger(
    path: Path, others: Iterable[Path] = (), seed: str = SEED, feedback: Feedback | None = None
) -> KeptLedger:
    """The ledger of a plan and of plans of other years. No plan is written to.

    Raises PlanError for plans of another county, for two of one year, and where one cannot be
    measured.
    """
    feedback = feedback or Feedback()
    paths = [path, *others]
    plans = [
        _read(item, feedback.between(90 * number / len(paths), 90 * (number + 1) / len(paths)))
        for number, item in enumerate(paths)
    ]
    _require_one_county(plans, paths)
    book, report = keep(plans), signed(plans[0].report)
    for remark in book.remarks:
        feedback.warn(f"{remark}。")
    feedback.step(100)
    return KeptLedger(report, book, tuple(_samples(book, report.notice, seed, plans[0].year)))


def write_ledger(ledger: KeptLedger, folder: Path) -> Written:
    """The workbook of the ledger."""
    from ..deliver.workbooks import ledger as workbook

    return publish_files(
        folder,
        lambda stage: workbook.write(ledger.report, ledger.book, ledger.samples, stage),
    )


def _read(path: Path, feedback: Feedback) -> YearPlan:
    """A plan as it is now, from a copy, so that its file stays as it is."""
    with copied(path) as copy:
        report = take_snapshot(copy, feedback).report
        with Plan.to_read(copy) as plan:
            return YearPlan(report, tuple(plan.stages()))


def _require_one_county(plans: Sequence[YearPlan], paths: Sequence[Path]) -> None:
    years: dict[int, Path] = {}
    for plan, path in zip(plans, paths):
        if plan.report.header.county_code != plans[0].report.header.county_code:
            raise PlanError("不是同一个县的方案", str(path), "台账只记一个县，请另选")
        if plan.year in years:
            do = "每个年度只选一个方案（情景不要选）"
            raise PlanError(f"{plan.year} 年度的方案选了两个", f"{years[plan.year]} 和 {path}", do)
        years[plan.year] = path


def _samples(book: LedgerBook, notice: Notice, seed: str, year: int) -> list[Sample]:
    mine = LedgerBook(
        book.entries, book.lines, tuple(s for s in book.standings if s.year == year), ()
    )
    samples = []
    for stage in notice.stages:
        if stage.sample is not None:
            among = eligible(mine, notice, stage.code)
            drawn = tuple(sampled(among, stage.sample, seed))
            sample = Sample(
                stage=stage.name,
                clause=stage.clause,
                share=stage.sample,
                seed=seed,
                among=len(among),
                parcels=drawn,
            )
            samples.append(sample)
    return samples
