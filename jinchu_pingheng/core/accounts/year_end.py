"""The account at the year's end: what the two surveys show against what was planned.

Every figure is a sum of changes in whole m²; the surveys' own totals are the margins of one table
that was rounded as a whole, so that last year's cropland − lost + gained = this year's, by class.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..destinations import BUILT, destination
from ..land.planned_ground import PlannedGround, Side, divided
from ..land.survey_changes import GAP, Ground, Piece, SurveyChanges
from ..landclass import CROPLAND
from ..model import IN, OUT, Parcel
from ..notice import Notice
from ..table_rounding import MICRO, close_to, round_table, whole_m2
from .balance import deducted_parcels

PLANNED, UNPLANNED, DEDUCTED, DOUBTFUL = "planned", "unplanned", "deducted", "doubtful"
KINDS = {PLANNED: "方案内", UNPLANNED: "方案外", DEDUCTED: "按规定扣除", DOUBTFUL: "存疑"}


@dataclass(frozen=True)
class Change:
    """Ground that was cropland in one survey only, in one parcel or in none, in whole m²."""

    direction: str
    before: Ground
    after: Ground
    parcel_id: str
    kind: str
    m2: int
    geometry: Any
    doubt: str

    @property
    def partner(self) -> str:
        """Where it went, or came from (core.destinations)."""
        return destination((self.after if self.direction == OUT else self.before).code)

    @property
    def town(self) -> str:
        """Its township's code."""
        return self.before.town or self.after.town


@dataclass(frozen=True)
class Fulfilment:
    """A parcel of the plan at the year's end: what of it was to change on last year's survey (m²),
    and what has; ``unsure``: some of it lies in polygons that are in doubt."""

    parcel: Parcel
    done_m2: int
    open_m2: int
    unsure: bool

    @property
    def planned_m2(self) -> int:
        """What was to change."""
        return self.done_m2 + self.open_m2


@dataclass(frozen=True)
class YearAccount:
    """``codes`` head rows and columns of ``table``: whole m² by class before (rows) and after
    (columns), '' for ground that the other survey lacks."""

    notice: Notice
    codes: tuple[str, ...]
    table: np.ndarray
    changes: tuple[Change, ...]
    fulfilments: tuple[Fulfilment, ...]

    @property
    def unchanged(self) -> bool:
        """The two surveys show the same class everywhere, as two copies of one would."""
        return not (self.table - np.diag(np.diag(self.table))).any()

    def total(self, direction: str, *kinds: str) -> int:
        """Changes of some kinds that the notice's balance counts, m²."""
        found = (c for c in self.changes if c.direction == direction and c.kind in kinds)
        return sum(change.m2 for change in found if self.counts(change))

    def counts(self, change: Change) -> bool:
        """Cropland that is built on is compensated for elsewhere (占补平衡), and so is what is won
        from built land outside the plan, unless the notice has one account for all."""
        test = self.notice.year_end
        one_account = test is not None and test.construction
        return (
            one_account
            or change.partner != BUILT
            or (change.direction == IN and change.kind == PLANNED)
        )

    def movements(self, code: str) -> tuple[int, int, int, int, int, int]:
        """A class in m²: last year's, lost, gained, gone to other cropland, come from
        other cropland, this year's. Ground that the other survey lacks is lost or gained."""
        if code not in self.codes:
            return 0, 0, 0, 0, 0, 0
        place = self.codes.index(code)
        crop = np.isin(self.codes, CROPLAND)
        row, column = self.table[place], self.table[:, place]
        stays = int(row[place])
        gone, come = int(row[crop].sum()) - stays, int(column[crop].sum()) - stays
        lost, won = int(row[~crop].sum()), int(column[~crop].sum())
        return int(row.sum()), lost, won, gone, come, int(column.sum())

    @property
    def to_mend(self) -> tuple[Change, ...]:
        """Outflow that no plan and no deduction explains, and planned outflow that was built on."""
        return tuple(
            change
            for change in self.changes
            if change.direction == OUT
            and (change.kind == UNPLANNED or (change.kind == PLANNED and not self.counts(change)))
        )

    @property
    def unfinished(self) -> tuple[Fulfilment, ...]:
        """Parcels of the plan of which something has not been done."""
        return tuple(item for item in self.fulfilments if item.open_m2 or item.unsure)


def account(changes: SurveyChanges, planned: PlannedGround, notice: Notice) -> YearAccount:
    """The account of finished changes against a plan's parcels."""
    codes = sorted({code for pair in changes.table for code in pair})
    exact = np.zeros((len(codes), len(codes)), dtype=np.int64)
    for (one, two), area in changes.table.items():
        exact[codes.index(one), codes.index(two)] += area
    table = round_table(exact)
    deducted = deducted_parcels(planned.parcels, notice)
    found: list[Change] = []
    parts = _parts(changes.pieces, planned)
    for (one, two), cell in parts.items():
        whole = int(table[codes.index(one), codes.index(two)])
        sizes = close_to([part.area for _, part in cell], whole)
        found += [_change(*part, m2, deducted) for part, m2 in zip(cell, sizes) if m2]
    maybe = [piece for piece in changes.pieces if not _changed(piece)]
    found += [_change("", piece, whole_m2(piece.area), deducted) for piece in maybe]
    return YearAccount(
        notice=notice,
        codes=tuple(codes),
        table=table,
        changes=tuple(found),
        fulfilments=tuple(_fulfilments(found, planned, changes.pieces)),
    )


Part = tuple[str, Piece]
"""A parcel's id ('' for none) and the part of a piece in it."""


def _parts(
    pieces: Sequence[Piece], planned: PlannedGround
) -> Mapping[tuple[str, str], Sequence[Part]]:
    """All parts of pieces by class before and after, an entry of the table being their sum; what
    overlapping polygons take away is a part of its own."""
    cells: dict[tuple[str, str], list[Part]] = defaultdict(list)
    sure = [piece for piece in pieces if not piece.doubt]
    cut = [
        *_cut([piece for piece in sure if piece.before.is_crop], planned.of(OUT)),
        *_cut([piece for piece in sure if not piece.before.is_crop], planned.of(IN)),
    ]
    for part in [*cut, *(("", piece) for piece in pieces if piece.doubt and _changed(piece))]:
        cells[part[1].before.code, part[1].after.code].append(part)
    return cells


def _cut(pieces: Sequence[Piece], side: Side) -> Iterable[Part]:
    land, areas = [piece.geometry for piece in pieces], [piece.area for piece in pieces]
    for piece, parts in zip(pieces, divided(land, areas, side)):
        for part in parts:
            yield part.parcel_id, replace(piece, area=part.area, geometry=part.geometry)


def _changed(piece: Piece) -> bool:
    """Whether it is cropland in one survey only; of overlapping polygons one may say so, too."""
    return piece.before.is_crop != piece.after.is_crop


def _change(parcel_id: str, piece: Piece, m2: int, deducted: set[str]) -> Change:
    kind = DEDUCTED if parcel_id in deducted else PLANNED if parcel_id else UNPLANNED
    return Change(
        direction=OUT if piece.before.is_crop else IN,
        before=piece.before,
        after=piece.after,
        parcel_id=parcel_id,
        kind=DOUBTFUL if piece.doubt else kind,
        m2=m2,
        geometry=piece.geometry,
        doubt=piece.doubt,
    )


def _fulfilments(
    changes: Iterable[Change], planned: PlannedGround, pieces: Iterable[Piece]
) -> Iterable[Fulfilment]:
    done: dict[str, int] = defaultdict(int)
    for change in changes:
        done[change.parcel_id] += change.m2
    doubtful = {piece.before for piece in pieces if piece.doubt and abs(piece.area) > GAP}
    for parcel in planned.parcels:
        to_change = planned.area.get(parcel.parcel_id, 0)
        left = max(0, to_change - done[parcel.parcel_id] * MICRO)
        unsure = bool(doubtful & planned.touched.get(parcel.parcel_id, set()))
        yield Fulfilment(parcel, done[parcel.parcel_id], whole_m2(left), unsure)
