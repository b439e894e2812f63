"""Verdicts on single parcels, packed: a plan has a hundred thousand findings, and few are looked
at.

Held as objects they would be walked by every full garbage collection, with the whole interpreter
waiting.
"""

from __future__ import annotations

import pickle
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from typing import NamedTuple, cast

from ..core.accounts.balance import blocked_parcels
from ..core.errors import PlanError
from ..core.land.measure import require_classes
from ..core.model import FAIL, NA, PASS, UNKNOWN, Cell, Finding, Parcel
from .block import Desk, Setup, judge
from .blocks import Block, boxes_of, cut
from .feedback import Feedback
from .workers import children_for, run


class Pack(NamedTuple):
    """``worst``: FAIL, UNKNOWN, PASS, or NA when no rule applies; ``blocked``: a blocking rule
    rejects the parcel."""

    worst: str
    blocked: bool
    packed_findings: bytes
    packed_cells: bytes

    @property
    def findings(self) -> list[Finding]:
        """Findings in the order of the rules."""
        return cast("list[Finding]", pickle.loads(self.packed_findings))

    @property
    def cells(self) -> list[Cell]:
        """Cells of the parcel."""
        return cast("list[Cell]", pickle.loads(self.packed_cells))


Packs = Mapping[str, Pack]
"""By parcel id."""


def pack(
    parcels: Iterable[Parcel], findings: Iterable[Finding], cells: Iterable[Cell]
) -> dict[str, Pack]:
    """What was found on parcels, for each of them."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        found[finding.parcel_id].append(finding)
    measured: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        measured[cell.parcel_id].append(cell)
    names = [parcel.parcel_id for parcel in parcels]
    return {name: _pack(found[name], measured[name]) for name in names}


def _pack(findings: list[Finding], cells: list[Cell]) -> Pack:
    verdicts = {finding.verdict for finding in findings}
    worst = next((verdict for verdict in (FAIL, UNKNOWN, PASS) if verdict in verdicts), NA)
    return Pack(worst, bool(blocked_parcels(findings)), pickle.dumps(findings), pickle.dumps(cells))


def judge_packed(desk: Desk, block: Block) -> dict[str, Pack]:
    """Judge a block. Raises PlanError when a parcel cannot be measured."""
    verdicts = judge(desk, block)
    require_classes(verdicts.cells)
    findings = [finding for found in verdicts.findings.values() for finding in found]
    return pack(block.parcels, findings, verdicts.cells)


def judge_apart(desk: Desk, block: Block) -> dict[str, Pack]:
    """As ``judge_packed``, but parcels that cannot be measured are left out. Raises PlanError when
    none can."""
    try:
        return judge_packed(desk, block)
    except PlanError as error:
        if len(block.parcels) == 1:
            raise
        reason = error
    packs: dict[str, Pack] = {}
    half = len(block.parcels) // 2
    one, two = block.parcels[:half], block.parcels[half:]
    for mine, others in ((one, two), (two, one)):
        try:
            packs.update(judge_apart(desk, Block(mine, (*others, *block.neighbours))))
        except PlanError as error:
            reason = error
    if not packs:
        raise reason
    return packs


def packs_of(setup: Setup, parcels: Sequence[Parcel], feedback: Feedback) -> dict[str, Pack]:
    """Judge parcels block by block; those that cannot be measured are left out.

    Raises Cancelled within a block's time, and PlanError when no parcel of a block can be measured.
    """
    blocks = cut(parcels)
    packs: dict[str, Pack] = {}
    feedback.step(0)
    with closing(
        run(Desk, (setup, boxes_of(parcels)), judge_apart, blocks, children_for(len(blocks)))
    ) as answers:
        for done, (_, answer) in enumerate(answers, 1):
            packs.update(answer)
            feedback.step(100 * done / len(blocks))
    return packs
