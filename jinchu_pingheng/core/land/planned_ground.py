"""Where a plan wanted cropland to go or to come, on last year's survey and on what has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import shapely

from ..geometry.layer import Layer
from ..geometry.overlay import Shapes, meet, polygonal, split
from ..model import IN, OUT, Parcel
from ..table_rounding import micro
from .ground import shapes_of
from .survey import is_cropland
from .survey_changes import Ground, grounds


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


class Part(NamedTuple):
    """Land of a row in one parcel ('' for none), millionths of m²."""

    row: int
    parcel_id: str
    area: int
    geometry: Any


def divided(land: Sequence[Any], areas: Sequence[int], side: Side) -> list[Part]:
    """Polygons (n,) of known areas (n,), cut by parcels: what lies in each of them, then what lies
    in none; the parts of a polygon sum to its area."""
    shapes = np.empty(len(land), dtype=object)
    shapes[:] = land
    pairs = split(Shapes(shapes), side.shapes).pairs
    ends = np.searchsorted(pairs.parcel, np.arange(len(land) + 1))
    found: list[Part] = []
    for row, (rest, left) in enumerate(zip(land, areas)):
        mine = slice(ends[row], ends[row + 1])
        numbers, insides = pairs.feature[mine].tolist(), micro(pairs.area[mine]).tolist()
        for number, inside in zip(numbers, insides):
            parcel, area = side.parcels[number], min(inside, left)
            shape = meet(parcel.geometry, np.array([rest], dtype=object))
            found.append(Part(row, parcel.parcel_id, area, shape))
            rest, left = polygonal(shapely.difference(rest, parcel.geometry)), left - area
        if left or not numbers:
            found.append(Part(row, "", left, rest))
    return found
