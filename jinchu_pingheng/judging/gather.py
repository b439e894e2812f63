"""Run a setup over a plan's parcels, block by block, and put the answers together in the plan's
order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Callable, Optional

import numpy as np

from ..core.errors import PlanError
from ..core.findings import Findings
from ..core.geometry.layer import WHOLE_LAYER, Problem
from ..core.land.adjoining import FAR_STEPS_M
from ..core.land.measure import require_classes, require_ridge_ratios, settle
from ..core.land.survey import Survey
from ..core.model import (
    IN,
    OUT,
    Cell,
    Parcel,
    PriorityScore,
)
from ..core.notice import Notice
from ..core.roles import role_label
from ..survey.files.reader import LayerSpec
from .block import ONLY_CROPLAND, Desk, Setup, Verdicts, by_id
from .blocks import Block, boxes_of, cut
from .collection import no_collection
from .feedback import Feedback
from .workers import Crew, children_for, run

TOWNS = "XZQ"

Work = Callable[[Desk, Block], Verdicts]

SpecOf = Callable[[str, Optional[np.ndarray]], Optional[LayerSpec]]
"""How to read a role near boxes (n, 4), or all of it; None where there is no such layer."""


@dataclass(frozen=True)
class Outcome:
    """Findings in the order of rules, then of parcels; cells by parcel id; problems by role."""

    findings: Findings = field(default_factory=Findings)
    cells: list[Cell] = field(default_factory=list)
    scores: list[PriorityScore] = field(default_factory=list)
    problems: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)


def run_blocks(
    work: Work,
    setup: Setup,
    parcels: Sequence[Parcel],
    feedback: Feedback,
    start: float,
    end: float,
    spec_of: SpecOf | None = None,
    children: int | Crew | None = None,
) -> Outcome:
    """Answers of all blocks; progress goes from ``start`` to ``end`` per cent.

    ``spec_of`` opens the survey again, wider, for parcels that lie far from any cropland.
    ``children`` is the number of processes to start, or a crew that was hired before; None: as many
    as pay. Raises Cancelled within a block's time, and PlanError for data that cannot be measured.
    """
    if "DLTB" in setup.specs:
        require_ridge_ratios(parcels, setup.notice.area)
    blocks = cut(parcels)
    report = feedback.part(start, end)
    answers: list[Verdicts | None] = [None] * len(blocks)
    report(0, len(blocks))
    arguments = (setup, boxes_of(parcels))
    crew = children_for(len(blocks)) if children is None else children
    with no_collection(), closing(run(Desk, arguments, work, blocks, crew)) as results:
        for done, (index, answer) in enumerate(results, 1):
            answers[index] = answer
            report(done, len(blocks))
    given = [answer for answer in answers if answer]
    if "DLTB" in setup.specs and not any(answer.near_survey for answer in given):
        where = f"图层“{setup.specs['DLTB'].name}”"
        raise PlanError("地块附近没有图斑", where, "请核对所选的地类图斑图层及其坐标系")
    outcome = _together(setup.notice, parcels, given)
    outcome = replace(outcome, problems=_with_towns(setup, outcome.problems))
    for text in _warnings(outcome.problems):
        feedback.warn(text)
    lacking = {name for answer in given for name in answer.lacking}
    if lacking:
        # neighbours follow each other in blocks: what is read far around them is the same
        far = [
            parcel for block in blocks for parcel in block.parcels if parcel.parcel_id in lacking
        ]
        outcome = replace(
            outcome, cells=settle(outcome.cells, far, _survey_far(setup, far, spec_of))
        )
    require_classes(outcome.cells)
    return outcome


def _with_towns(
    setup: Setup, problems: Mapping[str, tuple[Problem, ...]]
) -> Mapping[str, tuple[Problem, ...]]:
    """Townships are read once for all blocks, whether or not a rule looks at them."""
    return {**problems, **({TOWNS: setup.town_problems} if setup.town_problems else {})}


def _warnings(problems: Mapping[str, tuple[Problem, ...]]) -> list[str]:
    """One line for each thing that the user must be told of a layer, and how often it is so."""
    told = {role: [p for p in found if p.warn] for role, found in sorted(problems.items())}
    whole = [(role, p) for role, found in told.items() for p in found if p.feature == WHOLE_LAYER]
    values = {role: [p for p in found if p.feature != WHOLE_LAYER] for role, found in told.items()}
    return [f"{role_label(role)}：{problem.message}。" for role, problem in whole] + [
        f"{role_label(role)}：要素 {found[0].feature} {found[0].message}（共 {len(found)} 处）。"
        for role, found in values.items()
        if found
    ]


def _survey_far(setup: Setup, parcels: Sequence[Parcel], spec_of: SpecOf | None) -> Survey:
    """The survey in wide boxes around parcels, read when it is asked for."""
    boxes = boxes_of(parcels) + FAR_STEPS_M[-1] * np.array([-1, -1, 1, 1])
    wider = spec_of("DLTB", boxes) if spec_of else None
    reader = (wider or setup.specs["DLTB"]).open(boxes)
    nothing = reader.near(np.empty((0, 4)))
    return Survey(
        nothing, setup.towns, lambda where, margin: by_id(reader.near(where, margin, ONLY_CROPLAND))
    )


def _together(notice: Notice, parcels: Sequence[Parcel], answers: Sequence[Verdicts]) -> Outcome:
    return Outcome(
        _findings(notice, parcels, answers),
        sorted(
            (cell for answer in answers for cell in answer.cells), key=lambda cell: cell.parcel_id
        ),
        _scores(parcels, answers),
        _problems(answers),
    )


def _findings(notice: Notice, parcels: Sequence[Parcel], answers: Sequence[Verdicts]) -> Findings:
    place = {parcel.parcel_id: number for number, parcel in enumerate(parcels)}
    ordered = Findings()
    for rule in notice.rules:
        found = Findings()
        for answer in answers:
            found.extend(answer.findings.get(rule.id, ()))
        places = [place[parcel_id] for parcel_id in found.column("parcel_id")]
        ordered.extend(found.take(sorted(range(len(found)), key=places.__getitem__)))
    return ordered


def _scores(parcels: Sequence[Parcel], answers: Sequence[Verdicts]) -> list[PriorityScore]:
    found: dict[str, list[PriorityScore]] = defaultdict(list)
    for answer in answers:
        for score in answer.scores:
            found[score.parcel_id].append(score)
    sides = [[p for p in parcels if p.direction == direction] for direction in (OUT, IN)]
    return [score for side in sides for parcel in side for score in found.get(parcel.parcel_id, ())]


def _problems(answers: Sequence[Verdicts]) -> dict[str, tuple[Problem, ...]]:
    """Problems by role, each once, however many blocks have met it."""
    found: dict[str, dict[tuple[str, str], Problem]] = defaultdict(dict)
    for answer in answers:
        for role, problems in answer.problems.items():
            for problem in problems:
                found[role][problem.feature, problem.message] = problem
    return {role: tuple(by_key[key] for key in sorted(by_key)) for role, by_key in found.items()}
