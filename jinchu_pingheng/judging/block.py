"""Step 3 of judging a plan: one block of parcels. Read what is near, check, measure, score.

Runs in any process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    Cell,
    PriorityScore,
)
from ..survey.files.reader import LayerReader
from ..survey.files.role_layers import RoleReader
from ..survey.files.source import RasterSource
from ..survey.files.table import Only
from .blocks import Block, boxes_of
from .setup import SURVEY, BlockSetup

if TYPE_CHECKING:
    from ..survey.files.raster import DemReader


ONLY_CROPLAND = Only("DLBM", CROPLAND)


@dataclass(frozen=True)
class BlockVerdicts:
    """What is known of one block: findings by rule id, cells, scores, and problems of layers by
    role.

    ``lacking`` are inflow parcels without cropland near; ``near_survey``: there are survey polygons
    near the block; ``aside``: parcels that were left out, and why.
    """

    findings: Mapping[str, Findings] = field(default_factory=dict)
    cells: list[Cell] = field(default_factory=list)
    scores: list[PriorityScore] = field(default_factory=list)
    problems: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    lacking: tuple[str, ...] = ()
    near_survey: bool = False
    aside: Mapping[str, PlanError] = field(default_factory=dict)


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

    def evidence(self, block: Block) -> Evidence:
        """Everything near a block, read."""
        setup, boxes = self.setup, boxes_of(block.parcels)
        layers = {
            role: reader.near(boxes, self._reach[role]) for role, reader in self._readers.items()
        }
        survey = None
        if SURVEY in layers:
            layers[SURVEY] = by_id(layers[SURVEY])
            check_survey(layers[SURVEY])
            survey = Survey(layers[SURVEY], setup.towns, self._cropland_around)
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

    def _cropland_around(self, boxes: np.ndarray, margin: float) -> Layer:
        return by_id(self._readers[SURVEY].near(boxes, margin, ONLY_CROPLAND))


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
    evidence = desk.evidence(block)
    rules = [rule for rule in desk.setup.notice.rules if rule.direction != ON_PLAN]
    findings = {rule.id: Findings(check_rule(rule, evidence)) for rule in rules}
    cells, lacking = desk.cells(evidence)
    scores = [*priorities(OUT, evidence), *priorities(IN, evidence)]
    return BlockVerdicts(
        findings=findings,
        cells=cells,
        scores=scores,
        problems=_problems(evidence),
        lacking=lacking,
        near_survey=_near_survey(evidence),
    )


def measure_block(desk: Desk, block: Block) -> BlockVerdicts:
    """Measure a block; rules are not asked."""
    evidence = desk.evidence(block)
    cells, lacking = desk.cells(evidence)
    near = _near_survey(evidence)
    return BlockVerdicts(
        cells=cells, problems=_problems(evidence), lacking=lacking, near_survey=near
    )


def _near_survey(evidence: Evidence) -> bool:
    return evidence.survey is not None and len(evidence.survey.dltb) > 0


def _problems(evidence: Evidence) -> dict[str, tuple[Problem, ...]]:
    """Problems of each layer near the block, with features that repeat land."""
    repeated = repeated_features(evidence)
    return {
        role: (*layer.problems, *repeated.get(role, ())) for role, layer in evidence.layers.items()
    }
