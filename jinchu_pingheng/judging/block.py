"""Step 3 of judging a plan: one block of parcels. Read what is near, check, measure, score.

Runs in any process.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ..core.errors import PlanError
from ..core.findings import Findings
from ..core.geometry.layer import Layer, Problem
from ..core.land.measure import cells_of
from ..core.land.pieces import ToLonLat
from ..core.land.survey import Survey, check_survey
from ..core.landclass import CROPLAND
from ..core.law.check import check_rule
from ..core.law.evidence import Evidence
from ..core.law.priority import priorities
from ..core.law.reach import ON_PLAN, reach_m
from ..core.law.repeats import repeated_features
from ..core.model import (
    IN,
    OUT,
    UNKNOWN,
    Cell,
    PriorityScore,
)
from ..core.roles import BEFORE, SURVEY
from ..survey.files.reader import LayerReader
from ..survey.files.role_layers import RoleReader
from ..survey.files.source import RasterSource
from ..survey.files.table import Only
from .blocks import Block, boxes_of
from .setup import BlockSetup

if TYPE_CHECKING:
    from ..survey.files.raster import DemReader


ONLY_CROPLAND = Only("DLBM", CROPLAND)


@dataclass(frozen=True)
class BlockVerdicts:
    """What is known of one block: findings by rule id, cells, scores, and problems of layers by
    role.

    ``lacking`` are inflow parcels without cropland near; ``near_survey``: there are survey polygons
    near the block; ``aside``: parcels that were left out, and why;
    ``waiting``: rule id -> parcels that wait for a layer which nobody has given.
    """

    findings: Mapping[str, Findings] = field(default_factory=dict)
    cells: list[Cell] = field(default_factory=list)
    scores: list[PriorityScore] = field(default_factory=list)
    problems: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    lacking: tuple[str, ...] = ()
    near_survey: bool = False
    aside: Mapping[str, PlanError] = field(default_factory=dict)
    waiting: Mapping[str, int] = field(default_factory=dict)


class Desk:
    """A setup with its layers opened, in one process."""

    def __init__(self, setup: BlockSetup, boxes: np.ndarray) -> None:
        """``boxes`` (n, 4): where blocks will be."""
        self.setup = setup
        self._readers: dict[str, LayerReader | RoleReader] = {
            role: spec.open(boxes) for role, spec in setup.specs.items()
        }
        self._dem = _dem(setup.dem, setup.crs) if setup.dem else None
        self._reach = {role: reach_m(setup.notice, role) for role in setup.specs}
        self._to_lonlat = _to_lonlat(setup.crs) if setup.surfaces else None

    def parts(self, block: Block) -> list[tuple[Block, str]]:
        """The block's parcels by the survey that they are measured on, others as neighbours: land
        that has changed already is measured as it was, where that survey is at hand."""
        notice, earlier = self.setup.notice, BEFORE in self._readers
        before = tuple(
            parcel
            for parcel in block.parcels
            if earlier and notice.changed_already(parcel.direction, parcel.type)
        )
        if not before:
            return [(block, SURVEY)]
        now = tuple(parcel for parcel in block.parcels if parcel not in before)
        parts = [(Block(before, (*now, *block.neighbours)), BEFORE)]
        return [(Block(now, (*before, *block.neighbours)), SURVEY), *parts] if now else parts

    def evidence(self, block: Block, survey_role: str = SURVEY) -> Evidence:
        """Everything near a block, read; the survey is the layer of ``survey_role``."""
        setup, boxes = self.setup, boxes_of(block.parcels)
        other = BEFORE if survey_role == SURVEY else SURVEY
        layers = {
            role: reader.near(boxes, self._reach[role])
            for role, reader in self._readers.items()
            if role != other
        }
        survey, land = None, layers.pop(survey_role, None)
        if land is not None:
            layers[SURVEY] = by_id(land)
            check_survey(layers[SURVEY])
            around = partial(self._cropland_around, survey_role)
            survey = Survey(layers[SURVEY], setup.towns, around)
        dem = self._dem.near(boxes) if self._dem else None
        return Evidence(
            setup.notice,
            block.parcels,
            layers,
            survey,
            dem,
            today=setup.today,
            neighbours=block.neighbours,
            draw=setup.draw,
            declared=setup.declared,
            batches=setup.batches,
        )

    def close(self) -> None:
        """Let go of all files."""
        for reader in self._readers.values():
            reader.close()
        if self._dem:
            self._dem.close()

    def cells(self, evidence: Evidence) -> tuple[list[Cell], tuple[str, ...]]:
        """Cells of the block, and inflow parcels without cropland near; nothing without a
        survey."""
        if evidence.survey is None:
            return [], ()
        return cells_of(evidence.ground, self.setup.notice.area, self._to_lonlat)

    def _cropland_around(self, role: str, boxes: np.ndarray, margin: float) -> Layer:
        return by_id(self._readers[role].near(boxes, margin, ONLY_CROPLAND))


# GDAL takes a tenth of a second to load: a child that needs neither heights nor degrees does
# without.


def _dem(source: RasterSource, crs: str) -> DemReader:
    from ..survey.files.raster import DemReader

    return DemReader(source, crs)


def _to_lonlat(crs: str) -> ToLonLat:
    from ..survey.files.projection import to_lonlat

    return to_lonlat(crs)


def by_id(layer: Layer) -> Layer:
    """The features in the order of their ids, so that nothing depends on the order in a file."""
    return layer.take(np.argsort(layer.ids.astype(str), kind="stable")) if len(layer) else layer


def judge(desk: Desk, block: Block) -> BlockVerdicts:
    """Check, measure and score a block."""
    return merged([_judged(desk, part, role) for part, role in desk.parts(block)])


def measure_block(desk: Desk, block: Block) -> BlockVerdicts:
    """Measure a block; rules are not asked."""
    return merged(
        [_measured(desk, desk.evidence(part, role), role) for part, role in desk.parts(block)]
    )


def _judged(desk: Desk, block: Block, role: str) -> BlockVerdicts:
    evidence = desk.evidence(block, role)
    rules = [rule for rule in desk.setup.notice.rules if rule.direction != ON_PLAN]
    findings = {rule.id: Findings(check_rule(rule, evidence)) for rule in rules}
    waiting: dict[str, int] = {}
    for rule in desk.setup.lacking:
        findings[rule.id], waiting[rule.id] = _decided(findings[rule.id])
    return replace(
        _measured(desk, evidence, role),
        findings=findings,
        scores=[*priorities(OUT, evidence), *priorities(IN, evidence)],
        waiting=waiting,
    )


def _decided(findings: Findings) -> tuple[Findings, int]:
    """Findings that are decided without the layer, and how many parcels wait for it: they are told
    in one line for the whole plan."""
    verdicts = findings.column("verdict")
    kept = [place for place, verdict in enumerate(verdicts) if verdict != UNKNOWN]
    return findings.take(kept), len(verdicts) - len(kept)


def _measured(desk: Desk, evidence: Evidence, role: str) -> BlockVerdicts:
    cells, lacking = desk.cells(evidence)
    survey = evidence.survey
    return BlockVerdicts(
        cells=cells,
        problems=_problems(evidence, role),
        lacking=lacking,
        near_survey=survey is not None and len(survey.dltb) > 0,
    )


def _problems(evidence: Evidence, survey_role: str) -> dict[str, tuple[Problem, ...]]:
    """Problems of each layer near the block, with features that repeat land."""
    repeated = repeated_features(evidence)
    return {
        survey_role if role == SURVEY else role: (*layer.problems, *repeated.get(role, ()))
        for role, layer in evidence.layers.items()
    }


def merged(parts: Sequence[BlockVerdicts]) -> BlockVerdicts:
    """What is known of several blocks, together."""
    if len(parts) == 1:
        return parts[0]
    findings: dict[str, Findings] = {}
    waiting: dict[str, int] = {}
    problems: dict[str, tuple[Problem, ...]] = {}
    for part in parts:
        for rule, found in part.findings.items():
            findings.setdefault(rule, Findings()).extend(found)
        for rule, number in part.waiting.items():
            waiting[rule] = waiting.get(rule, 0) + number
        for role, more in part.problems.items():
            problems[role] = (*problems.get(role, ()), *more)
    return BlockVerdicts(
        findings=findings,
        cells=[cell for part in parts for cell in part.cells],
        scores=[score for part in parts for score in part.scores],
        problems=problems,
        lacking=tuple(name for part in parts for name in part.lacking),
        near_survey=any(part.near_survey for part in parts),
        aside={name: error for part in parts for name, error in part.aside.items()},
        waiting=waiting,
    )
