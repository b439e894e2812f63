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
from ..core.geometry.layer import WHOLE_LAYER, Layer, Problem
from ..core.land.adjoining import FAR_STEPS_M
from ..core.land.measure import settle
from ..core.land.survey import Survey
from ..core.model import IN, OUT, Cell, Parcel, PriorityScore
from ..core.notice import Notice
from ..core.roles import SURVEY
from .block import ONLY_CROPLAND, BlockVerdicts, Desk, by_id, merged
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
    aside; ``waiting``: rule id -> parcels that wait for a layer which nobody has given.
    """

    findings: Findings = field(default_factory=Findings)
    cells: list[Cell] = field(default_factory=list)
    scores: list[PriorityScore] = field(default_factory=list)
    problems: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    aside: Mapping[str, PlanError] = field(default_factory=dict)
    waiting: Mapping[str, int] = field(default_factory=dict)


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
    once = BlockVerdicts(problems=setup.problems)
    whole = merged([*answers, once])
    outcome = _outcome(setup.notice, parcels, whole)
    for text in _warnings(setup.notice, outcome.problems):
        feedback.warn(text)
    if len(outcome.aside) < len(parcels):
        _require_survey(setup, whole)
    lacking = set(whole.lacking)
    # neighbours follow each other in blocks: what is read far around them is the same
    far = [parcel for block in blocks for parcel in block.parcels if parcel.parcel_id in lacking]
    return replace(outcome, cells=settled(outcome.cells, far, setup)) if far else outcome


def _warnings(notice: Notice, problems: Mapping[str, tuple[Problem, ...]]) -> list[str]:
    """One line for each thing that the user must be told of a layer, and how often it is so."""
    told = {role: [p for p in found if p.warn] for role, found in sorted(problems.items())}
    whole = [(role, p) for role, found in told.items() for p in found if p.feature == WHOLE_LAYER]
    values = {role: [p for p in found if p.feature != WHOLE_LAYER] for role, found in told.items()}
    return [f"{notice.role_label(role)}：{problem.message}。" for role, problem in whole] + [
        f"{notice.role_label(role)}：要素 {found[0].feature} {found[0].message}"
        f"（共 {len(found)} 处）。"
        for role, found in values.items()
        if found
    ]


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


def _require_survey(setup: Setup, whole: BlockVerdicts) -> None:
    spec = setup.block.specs.get(SURVEY)
    if spec is not None and not whole.near_survey:
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


def _outcome(notice: Notice, parcels: Sequence[Parcel], whole: BlockVerdicts) -> Outcome:
    return Outcome(
        findings=_findings(notice, parcels, whole.findings),
        cells=sorted(whole.cells, key=lambda cell: cell.parcel_id),
        scores=_scores(parcels, whole.scores),
        problems=_problems(whole.problems),
        aside=whole.aside,
        waiting=whole.waiting,
    )


def _findings(
    notice: Notice, parcels: Sequence[Parcel], by_rule: Mapping[str, Findings]
) -> Findings:
    place = {parcel.parcel_id: number for number, parcel in enumerate(parcels)}
    ordered = Findings()
    for rule in notice.rules:
        found = by_rule.get(rule.id, Findings())
        places = [place[parcel_id] for parcel_id in found.column("parcel_id")]
        ordered.extend(found.take(sorted(range(len(found)), key=places.__getitem__)))
    return ordered


def _scores(parcels: Sequence[Parcel], scores: Sequence[PriorityScore]) -> list[PriorityScore]:
    found: dict[str, list[PriorityScore]] = defaultdict(list)
    for score in scores:
        found[score.parcel_id].append(score)
    sides = [[p for p in parcels if p.direction == direction] for direction in (OUT, IN)]
    return [score for side in sides for parcel in side for score in found.get(parcel.parcel_id, ())]


def _problems(by_role: Mapping[str, Sequence[Problem]]) -> dict[str, tuple[Problem, ...]]:
    """Problems by role, each once, however many blocks have met it."""
    found: dict[str, tuple[Problem, ...]] = {}
    for role, problems in by_role.items():
        by_key = {(problem.feature, problem.message): problem for problem in problems}
        found[role] = tuple(by_key[key] for key in sorted(by_key))
    return found
