"""Parcels that cannot be measured, set apart from the others: a plan that is being drawn has
some."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..core.errors import PlanError
from ..core.land.measure import require_classes, require_ridge_ratios
from ..core.model import Cell, Parcel
from ..core.notice import AreaMethod
from .block import BlockVerdicts, Desk, judge, merged
from .blocks import Block
from .gather import Outcome

Aside = Mapping[str, PlanError]
"""Parcel id -> why the parcel cannot be measured."""


def with_ridge_ratios(
    parcels: Iterable[Parcel], method: AreaMethod
) -> tuple[list[Parcel], dict[str, PlanError]]:
    """The parcels that have the 田坎系数 which the method needs, and the others."""
    kept: list[Parcel] = []
    aside: dict[str, PlanError] = {}
    for parcel in parcels:
        try:
            require_ridge_ratios([parcel], method)
            kept.append(parcel)
        except PlanError as error:
            aside[parcel.parcel_id] = error
    return kept, aside


def judge_apart(desk: Desk, block: Block) -> BlockVerdicts:
    """As ``judge``; where the block cannot be judged it is halved until the fault stands alone."""
    try:
        return judge(desk, block)
    except PlanError as error:
        if len(block.parcels) == 1:
            return BlockVerdicts(aside={block.parcels[0].parcel_id: error})
    half = len(block.parcels) // 2
    one, two = block.parcels[:half], block.parcels[half:]
    return merged(
        [
            judge_apart(desk, Block(one, (*two, *block.neighbours))),
            judge_apart(desk, Block(two, (*one, *block.neighbours))),
        ]
    )


def with_classes(outcome: Outcome) -> Outcome:
    """The outcome without parcels of which nobody knows what cropland they will be."""
    by_parcel: dict[str, list[Cell]] = defaultdict(list)
    for cell in outcome.cells:
        by_parcel[cell.parcel_id].append(cell)
    aside: dict[str, PlanError] = {}
    for name, cells in by_parcel.items():
        try:
            require_classes(cells)
        except PlanError as error:
            aside[name] = error
    return _without(outcome, aside) if aside else outcome


def _without(outcome: Outcome, aside: Aside) -> Outcome:
    names: Sequence[str] = outcome.findings.column("parcel_id")
    return replace(
        outcome,
        findings=outcome.findings.take([i for i, name in enumerate(names) if name not in aside]),
        cells=[cell for cell in outcome.cells if cell.parcel_id not in aside],
        scores=[score for score in outcome.scores if score.parcel_id not in aside],
        aside={**outcome.aside, **aside},
    )
