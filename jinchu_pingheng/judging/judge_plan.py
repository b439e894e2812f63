"""Judge a plan: the one door of this room. A pure function of the parcels and what they are judged
by; whoever asks opens the plan and the layers before, and stores the answer afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..core.accounts.balance import Balance
from ..core.errors import PlanError
from ..core.findings import Findings
from ..core.geometry.layer import Problem
from ..core.land.measure import require_classes, require_ridge_ratios
from ..core.model import FAIL, Cell, Finding, Parcel, PriorityScore, RecordedException
from ..core.roles import SURVEY
from .apart import judge_apart, with_classes, with_ridge_ratios
from .block import judge, measure_block
from .feedback import Feedback
from .gather import Outcome, run_blocks
from .setup import Setup
from .whole_plan import judge_whole
from .workers import Crew


@dataclass(frozen=True)
class Judged:
    """A plan as its notice sees it.

    ``findings`` are in the order of the rules, then of the parcels; those on the plan come last.
    ``cells`` are by parcel id, ``problems`` of layers by role. ``balance`` is None without a
    survey. ``aside``: parcel id -> why it could not be judged, where such parcels were set apart.
    """

    findings: Findings
    cells: list[Cell]
    scores: list[PriorityScore]
    problems: Mapping[str, tuple[Problem, ...]]
    balance: Balance | None
    aside: Mapping[str, PlanError] = field(default_factory=dict)


def judge_plan(
    parcels: Sequence[Parcel],
    setup: Setup,
    *,
    feedback: Feedback | None = None,
    crew: Crew | int | None = None,
    apart: bool = False,
) -> Judged:
    """Measure all parcels, run every rule of the notice on them, and draw the balance.

    ``crew``: child processes that were hired before, or how many to start; None: as many as pay.
    ``apart``: parcels that cannot be measured are left out, each with its reason, unless the land
    below defeats all of them; else the first is an error. Raises Cancelled within a block's time,
    and PlanError for data that cannot be measured.
    """
    feedback = feedback or Feedback()
    if apart:
        outcome = _outcome_apart(parcels, setup, feedback, crew)
    else:
        outcome = _outcome(parcels, setup, feedback, crew)
    result, on_plan = judge_whole(parcels, setup, outcome)
    outcome.findings.extend(on_plan)
    return Judged(
        findings=Findings.of(with_exceptions(outcome.findings, setup.exceptions)),
        cells=outcome.cells,
        scores=outcome.scores,
        problems=outcome.problems,
        balance=result,
        aside=outcome.aside,
    )


def measure_parcels(
    parcels: Sequence[Parcel], setup: Setup, *, feedback: Feedback | None = None
) -> Outcome:
    """Measure parcels; rules are not asked. Raises as ``judge_plan``."""
    _require_ridge_ratios(parcels, setup)
    outcome = run_blocks(measure_block, parcels, setup, feedback or Feedback())
    require_classes(outcome.cells)
    return outcome


def with_exceptions(
    findings: Sequence[Finding], exceptions: Iterable[RecordedException]
) -> Sequence[Finding]:
    """A recorded exception is printed with the finding; its verdict stays 'fail'."""
    texts = {(item.parcel_id, item.rule_id): item.text for item in exceptions}
    if not texts and not any(Findings.of(findings).column("exception")):
        return findings
    return [
        f._replace(exception=texts.get((f.parcel_id, f.rule_id), "")) if f.verdict == FAIL else f
        for f in findings
    ]


def _outcome(
    parcels: Sequence[Parcel], setup: Setup, feedback: Feedback, crew: Crew | int | None
) -> Outcome:
    _require_ridge_ratios(parcels, setup)
    outcome = run_blocks(judge, parcels, setup, feedback, crew)
    require_classes(outcome.cells)
    return outcome


def _require_ridge_ratios(parcels: Sequence[Parcel], setup: Setup) -> None:
    if SURVEY in setup.block.specs:
        require_ridge_ratios(parcels, setup.notice.area)


def _outcome_apart(
    parcels: Sequence[Parcel], setup: Setup, feedback: Feedback, crew: Crew | int | None
) -> Outcome:
    kept, aside = with_ridge_ratios(parcels, setup.notice.area)
    outcome = run_blocks(judge_apart, kept, setup, feedback, crew)
    if kept and len(outcome.aside) == len(kept):  # then the fault is no single parcel's
        raise next(iter(outcome.aside.values()))
    outcome = with_classes(outcome)
    return replace(outcome, aside={**aside, **outcome.aside})
