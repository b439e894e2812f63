"""The pool of land that could become cropland: what each polygon may give, what plans have taken of
it, and what remains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import numpy as np
import shapely

from ..land.ground import shapes_of
from ..land.planned_ground import Part, Side, divided
from ..model import BLOCK, FAIL, UNKNOWN, Cell, Finding, Parcel, PriorityScore
from ..notice import ParcelType
from ..rounding import half_up
from ..table_rounding import close_to, micro

READY, OPEN = "可用", "待查"


@dataclass(frozen=True)
class Source:
    """A survey polygon before it is judged: 标识码, class, 恢复属性."""

    bsm: str
    dlbm: str
    mark: str


@dataclass(frozen=True)
class Candidate:
    """A polygon (or the part that no ban touches) of the pool; ``m2`` is what it would give,
    ``used_m2`` what inflow of plans has taken of it already, ``geometry`` what remains (empty when
    nothing does). ``obstacles`` are sentences with their clauses; ``state``: 可用, or 待查 where a
    ban could not be judged."""

    id: str
    source: Source
    type: ParcelType
    geometry: Any
    m2: int
    used_m2: int
    planned_class: str
    grade: Decimal | None
    grade_estimated: bool
    town_code: str
    town_name: str
    score: Decimal
    obstacles: tuple[str, ...]
    state: str
    part: bool
    used_by: tuple[str, ...] = ()

    @property
    def left_m2(self) -> int:
        """What remains."""
        return self.m2 - self.used_m2


@dataclass(frozen=True)
class Answer:
    """What the rules say of candidates, by parcel; ``waiting``: what no layer was given for, which
    leaves it open for all of them."""

    findings: Mapping[str, Sequence[Finding]]
    waiting: Sequence[Finding]
    cells: Mapping[str, Sequence[Cell]]
    scores: Mapping[str, Sequence[PriorityScore]]


def answer_of(
    findings: Iterable[Finding], cells: Iterable[Cell], scores: Iterable[PriorityScore]
) -> Answer:
    """What was said, by parcel."""
    mattering = [f for f in findings if f.verdict in (FAIL, UNKNOWN)]
    return Answer(
        findings=_by_parcel(f for f in mattering if f.parcel_id),
        waiting=[f for f in mattering if not f.parcel_id],
        cells=_by_parcel(cells),
        scores=_by_parcel(scores),
    )


def _by_parcel(items: Iterable[Any]) -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = defaultdict(list)
    for item in items:
        table[item.parcel_id].append(item)
    return table


def ruled_out(findings: Sequence[Finding], own: Sequence[str]) -> list[Finding]:
    """What rules a polygon out: a broken ban, or any broken rule (ids ``own``) of its type."""
    return [f for f in findings if f.verdict == FAIL and (f.severity == BLOCK or f.rule_id in own)]


def what_remains(parcel: Parcel, against: Sequence[Finding], least_m2: float) -> Parcel | None:
    """The part of a polygon that no ban touches; None where a ban is on all of it, has no place, or
    leaves less than ``least_m2``."""
    if not against or any(f.geometry is None for f in against):
        return None
    bans = shapely.union_all([f.geometry for f in against])
    left = shapely.difference(parcel.geometry, bans)
    parts = [part for part in shapely.get_parts(left) if part.area >= least_m2]
    if not parts:
        return None
    return replace(parcel, geometry=parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts))


def obstacles(findings: Sequence[Finding]) -> tuple[str, ...]:
    """What stands in the way without ruling out: warnings, and what could not be judged."""
    words = {FAIL: "", UNKNOWN: "无法判定："}
    return tuple(f"{words[f.verdict]}{f.message}（{f.clause}）" for f in findings)


def candidate(
    parcel: Parcel, source: Source, kind: ParcelType, answer: Answer, part: bool
) -> Candidate | None:
    """A polygon that nothing rules out; None where it would give nothing."""
    found = answer.findings.get(parcel.parcel_id, ())
    cells = [cell for cell in answer.cells.get(parcel.parcel_id, ()) if cell.counts]
    if not cells:
        return None
    main = max(cells, key=lambda cell: cell.m2)
    open_ban = any(f.verdict == UNKNOWN and f.severity == BLOCK for f in (*found, *answer.waiting))
    return Candidate(
        id=parcel.parcel_id,
        source=source,
        type=kind,
        geometry=parcel.geometry,
        m2=sum(cell.m2 for cell in cells),
        used_m2=0,
        planned_class=main.balance_class,
        grade=main.grade,
        grade_estimated=main.grade_estimated,
        town_code=main.town_code,
        town_name=main.town_name,
        score=half_up(
            sum((s.points for s in answer.scores.get(parcel.parcel_id, ())), Decimal(0)), 1
        ),
        obstacles=obstacles(found),
        state=OPEN if open_ban else READY,
        part=part,
    )


def less_used(pool: Sequence[Candidate], taken: Sequence[Parcel]) -> list[Candidate]:
    """The pool with what inflow parcels ``taken`` (of this plan and of earlier years) hold already:
    no ground is spent twice."""
    land = [item.geometry for item in pool]
    areas = micro(shapely.area(np.array(land, dtype=object))).tolist()
    parts = divided(land, areas, Side(taken, shapes_of(taken)))
    return [_less(item, mine) for item, mine in zip(pool, parts)]


def _less(item: Candidate, parts: Sequence[Part]) -> Candidate:
    sizes = close_to([part.area for part in parts])
    used = [(part, m2) for part, m2 in zip(parts, sizes) if part.parcel_id]
    free = [part.geometry for part in parts if not part.parcel_id]
    used_m2 = min(item.m2, sum(m2 for _, m2 in used))
    return replace(
        item,
        used_m2=used_m2,
        used_by=tuple(part.parcel_id for part, m2 in used if m2),
        geometry=free[0] if free else shapely.MultiPolygon(),
    )


@dataclass(frozen=True)
class Tally:
    """How the pool was found: polygons looked at by type number, polygons ruled out by rule id."""

    looked_at: Mapping[int, int] = field(default_factory=dict)
    ruled_out: Mapping[str, int] = field(default_factory=dict)
