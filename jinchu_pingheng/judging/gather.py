"""Step 4 of judging a plan: the answers of all blocks together, in the plan's order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Callable

import numpy as np

from ..core.errors import PlanError
from ..core.findings import Findings
from ..core.geometry.layer import Layer, Problem
from ..core.land.adjoining import FAR_STEPS_M
from ..core.land.measure import settle
from ..core.land.survey import Survey
from ..core.model import IN, OUT, Cell, Parcel, PriorityScore
from ..core.notice import Notice
from ..core.roles import SURVEY
from .block import ONLY_CROPLAND, BlockVerdicts, Desk, by_id
from .blocks import Block, boxes_of, cut
from .collection import no_collection
from .feedback import Feedback
from .setup import Setup
from .workers import Crew, children_for, run

Work = Callable[[Desk, Block], BlockVerdicts]
"""What is done with a block: judge it, or measure it only."""


@dataclass(frozen=True)
class Outcome:
    """Findings in the order of rules, then of parcels; cells by parcel id; problems by role.

    ``aside``: parcel id -> why the parcel cannot be measured, where the work sets such parcels
    aside.
    """

    findings: Findings = field(default_factory=Findings)
    cells: list[Cell] = field(default_factory=list)
    scores: list[PriorityScore] = field(default_factory=list)
    problems: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    aside: Mapping[str, PlanError] = field(default_factory=dict)


def run_blocks(
    work: Work,
    parcels: Sequence[Parcel],
    setup: Setup,
    feedback: Feedback,
    crew: Crew | int | None = None,
) -> Outcome:
    """Work on all parcels, block by block; progress goes from 5 to 90 per cent.

    ``crew``: child processes that were hired before, or how many to start; None: as many as pay.
    Raises Cancelled within a block's time, and PlanError where there is no survey near.
    """
    blocks = cut(parcels)
    answers = _answers(work, blocks, setup, feedback, crew)
    outcome = _together(setup.notice, parcels, answers)
    if len(outcome.aside) < len(parcels):
        _require_survey(setup, answers)
    lacking = {name for answer in answers for name in answer.lacking}
    # neighbours follow each other in blocks: what is read far around them is the same
    far = [parcel for block in blocks for parcel in block.parcels if parcel.parcel_id in lacking]
    return replace(outcome, cells=settled(outcome.cells, far, setup)) if far else outcome


def settled(cells: Sequence[Cell], far: Sequence[Parcel], setup: Setup) -> list[Cell]:
    """The cells, with class and 等别 of inflow parcels that lie ``far`` from any cropland estimated
    from the nearest in a wide circle."""
    return settle(cells, far, _survey_far(setup, far))


def _answers(
    work: Work,
    blocks: Sequence[Block],
    setup: Setup,
    feedback: Feedback,
    crew: Crew | int | None,
) -> list[BlockVerdicts]:
    report = feedback.part(5, 90)
    report(0, len(blocks))
    answers: list[BlockVerdicts] = [BlockVerdicts()] * len(blocks)
    boxes = boxes_of([parcel for block in blocks for parcel in block.parcels])
    children = children_for(len(blocks)) if crew is None else crew
    with no_collection(), closing(run(Desk, (setup.block, boxes), work, blocks, children)) as found:
        for done, (index, answer) in enumerate(found, 1):
            answers[index] = answer
            report(done, len(blocks))
    return answers


def _require_survey(setup: Setup, answers: Sequence[BlockVerdicts]) -> None:
    spec = setup.block.specs.get(SURVEY)
    if spec is not None and not any(answer.near_survey for answer in answers):
        where = f"图层“{spec.name}”"
        raise PlanError("地块附近没有图斑", where, "请核对所选的地类图斑图层及其坐标系")


def _survey_far(setup: Setup, parcels: Sequence[Parcel]) -> Survey:
    """The survey in wide boxes around parcels, read when it is asked for."""
    boxes = boxes_of(parcels) + FAR_STEPS_M[-1] * np.array([-1, -1, 1, 1])
    spec = setup.layers.spec(SURVEY, boxes) or setup.block.specs[SURVEY]
    reader = spec.open(boxes)
    nothing = reader.near(np.empty((0, 4)))

    def around(where: np.ndarray, margin: float) -> Layer:
        return by_id(reader.near(where, margin, ONLY_CROPLAND))

    return Survey(nothing, setup.block.towns, around)


def _together(
    notice: Notice, parcels: Sequence[Parcel], answers: Sequence[BlockVerdicts]
) -> Outcome:
    cells = (cell for answer in answers for cell in answer.cells)
    return Outcome(
        findings=_findings(notice, parcels, answers),
        cells=sorted(cells, key=lambda cell: cell.parcel_id),
        scores=_scores(parcels, answers),
        problems=_problems(answers),
        aside={name: error for answer in answers for name, error in answer.aside.items()},
    )


def _findings(
    notice: Notice, parcels: Sequence[Parcel], answers: Sequence[BlockVerdicts]
) -> Findings:
    place = {parcel.parcel_id: number for number, parcel in enumerate(parcels)}
    ordered = Findings()
    for rule in notice.rules:
        found = Findings()
        for answer in answers:
            found.extend(answer.findings.get(rule.id, ()))
        places = [place[parcel_id] for parcel_id in found.column("parcel_id")]
        ordered.extend(found.take(sorted(range(len(found)), key=places.__getitem__)))
    return ordered


def _scores(parcels: Sequence[Parcel], answers: Sequence[BlockVerdicts]) -> list[PriorityScore]:
    found: dict[str, list[PriorityScore]] = defaultdict(list)
    for answer in answers:
        for score in answer.scores:
            found[score.parcel_id].append(score)
    sides = [[p for p in parcels if p.direction == direction] for direction in (OUT, IN)]
    return [score for side in sides for parcel in side for score in found.get(parcel.parcel_id, ())]


def _problems(answers: Sequence[BlockVerdicts]) -> dict[str, tuple[Problem, ...]]:
    """Problems by role, each once, however many blocks have met it."""
    found: dict[str, dict[tuple[str, str], Problem]] = defaultdict(dict)
    for answer in answers:
        for role, problems in answer.problems.items():
            for problem in problems:
                found[role][problem.feature, problem.message] = problem
    return {role: tuple(by_key[key] for key in sorted(by_key)) for role, by_key in found.items()}
