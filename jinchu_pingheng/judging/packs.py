"""Verdicts on single parcels, packed: a plan has a hundred thousand findings, and few are looked
at.

They are held as plain tuples of plain values, which garbage collection does not have to walk: as
objects every full collection would visit them all, with the whole interpreter waiting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, NamedTuple

from ..core.findings import Findings
from ..core.land.measure import require_classes
from ..core.model import BLOCK, FAIL, INFO, NA, PASS, UNKNOWN, WARN, Cell, Finding, Parcel
from .block import Desk, judge
from .blocks import Block
from .gather import settled
from .setup import Setup

_CELL_VALUES = attrgetter(*(field.name for field in fields(Cell)))

BANNED, LACKING, FEASIBLE = "banned", "lacking", "feasible"
"""State of a parcel: a blocking rule rejects it; a rule that may reject it or warn of it cannot be
decided; neither."""

Rows = tuple[tuple[Any, ...], ...]


class Pack(NamedTuple):
    """``worst``: BLOCK, WARN, UNKNOWN, INFO (for a rule of that severity that failed), PASS, or NA
    when no rule applies; ``state``: BANNED, LACKING or FEASIBLE."""

    worst: str
    state: str
    finding_rows: Rows
    cell_rows: Rows

    @property
    def blocked(self) -> bool:
        """A blocking rule rejects the parcel."""
        return self.state == BANNED

    @property
    def findings(self) -> list[Finding]:
        """Findings in the order of the rules."""
        return [Finding(*row) for row in self.finding_rows]

    @property
    def cells(self) -> list[Cell]:
        """Cells of the parcel."""
        return [Cell(*row) for row in self.cell_rows]


def pack(
    parcels: Iterable[Parcel], findings: Iterable[Finding], cells: Iterable[Cell]
) -> dict[str, Pack]:
    """What was found on parcels, for each of them."""
    columns = Findings.of(findings)
    rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for name, row in zip(columns.column("parcel_id"), zip(*columns.columns)):
        rows[name].append(row)
    measured: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for cell in cells:
        measured[cell.parcel_id].append(_CELL_VALUES(cell))
    names = [parcel.parcel_id for parcel in parcels]
    return {name: _packed(tuple(rows[name]), tuple(measured[name])) for name in names}


def _packed(finding_rows: Rows, cell_rows: Rows) -> Pack:
    worst = _worst(finding_rows)
    state = BANNED if worst == BLOCK else _state(finding_rows)
    return Pack(worst, state, finding_rows, cell_rows)


_VERDICT, _SEVERITY = map(Finding._fields.index, ("verdict", "severity"))
WORST_FIRST = (BLOCK, WARN, UNKNOWN, INFO, PASS)
"""What a parcel is judged by; what nobody knows may still be a ban, a hint is none."""


def _worst(rows: Sequence[tuple[Any, ...]]) -> str:
    levels = {level_of(row[_VERDICT], row[_SEVERITY]) for row in rows}
    return next((level for level in WORST_FIRST if level in levels), NA)


def _state(rows: Sequence[tuple[Any, ...]]) -> str:
    """Of a parcel that no blocking rule rejects."""
    undecided = any(row[_VERDICT] == UNKNOWN and row[_SEVERITY] != INFO for row in rows)
    return LACKING if undecided else FEASIBLE


def level_of(verdict: str, severity: str) -> str:
    """A verdict; for FAIL the severity of the rule."""
    return severity if verdict == FAIL else verdict


def judge_packed(desk: Desk, block: Block, setup: Setup) -> dict[str, Pack]:
    """Judge a block. Raises PlanError when a parcel cannot be measured."""
    verdicts = judge(desk, block)
    far = [parcel for parcel in block.parcels if parcel.parcel_id in verdicts.lacking]
    cells = settled(verdicts.cells, far, setup) if far else verdicts.cells
    require_classes(cells)
    found = Findings()
    for of_rule in verdicts.findings.values():
        found.extend(of_rule)
    return pack(block.parcels, found, cells)
