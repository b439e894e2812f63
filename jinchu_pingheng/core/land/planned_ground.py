"""Where a plan wanted cropland to go or to come, on last year's survey and on what has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import shapely

from ..geometry.layer import Layer
from ..geometry.overlay import Shapes, meet, polygonal, split
from ..model import IN, OUT, Parcel
from ..table_rounding import micro
from .ground import shapes_of
from .survey import is_cropland
from .survey_changes import Ground, Piece, grounds


class Side(NamedTuple):
    """The parcels of one side in the order of their ids: land that several hold is the first's."""

    parcels: Sequence[Parcel]
    shapes: Shapes


@dataclass
class PlannedGround:
    """``area``: what of each parcel was to change on last year's survey, millionths of m²;
    ``touched``: the survey polygons that it lies in."""

    parcels: Sequence[Parcel]
    area: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    touched: dict[str, set[Ground]] = field(default_factory=lambda: defaultdict(set))
    _sides: dict[str, Side] = field(default_factory=dict)

    def of(self, direction: str) -> Side:
        """The parcels of one side."""
        if direction not in self._sides:
            mine = [parcel for parcel in self.parcels if parcel.direction == direction]
            mine.sort(key=lambda parcel: parcel.parcel_id)
            self._sides[direction] = Side(mine, shapes_of(mine))
        return self._sides[direction]

    def add(self, before: Layer) -> None:
        """Take in polygons of last year's survey, each of them once."""
        crop = is_cropland(before)
        for direction, rows in ((OUT, np.flatnonzero(crop)), (IN, np.flatnonzero(~crop))):
            side, land = self.of(direction), before.take(rows)
            pairs = split(land.shapes, side.shapes).pairs
            names = grounds(land.take(pairs.parcel))
            for name, number, area in zip(names, pairs.feature.tolist(), micro(pairs.area)):
                parcel = side.parcels[number].parcel_id
                self.area[parcel] += int(area)
                self.touched[parcel].add(name)


def divided(pieces: Sequence[Piece], side: Side) -> list[tuple[str, Piece]]:
    """Pieces cut by parcels: the parcel's id and the part in it, then '' and what lies in none."""
    land = np.empty(len(pieces), dtype=object)
    land[:] = [piece.geometry for piece in pieces]
    pairs = split(Shapes(land), side.shapes).pairs
    ends = np.searchsorted(pairs.parcel, np.arange(len(pieces) + 1))
    found: list[tuple[str, Piece]] = []
    for row, piece in enumerate(pieces):
        mine = slice(ends[row], ends[row + 1])
        numbers, areas = pairs.feature[mine].tolist(), micro(pairs.area[mine]).tolist()
        rest = piece
        for number, area in zip(numbers, areas):
            area = min(area, rest.area)
            parcel = side.parcels[number]
            inside = meet(parcel.geometry, np.array([rest.geometry], dtype=object))
            found.append((parcel.parcel_id, replace(piece, area=area, geometry=inside)))
            outside = polygonal(shapely.difference(rest.geometry, parcel.geometry))
            rest = replace(rest, area=rest.area - area, geometry=outside)
        if rest.area or not numbers:
            found.append(("", rest))
    return found
