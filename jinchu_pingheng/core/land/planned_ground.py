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


def side_of(parcels: Sequence[Parcel], direction: str) -> Side:
    """The parcels of one direction."""
    mine = [parcel for parcel in parcels if parcel.direction == direction]
    mine.sort(key=lambda parcel: parcel.parcel_id)
    return Side(mine, shapes_of(mine))


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
            self._sides[direction] = side_of(self.parcels, direction)
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
    """Land in one parcel ('' for none), millionths of m²."""

    parcel_id: str
    area: int
    geometry: Any


def divided(land: Sequence[Any] | np.ndarray, areas: Sequence[int], side: Side) -> list[list[Part]]:
    """Polygons (n,) of known areas (n,), cut by parcels: of each polygon what lies in each parcel,
    then what lies in none; its parts sum to its area."""
    shapes = np.empty(len(land), dtype=object)
    shapes[:] = land
    pairs = split(Shapes(shapes), side.shapes).pairs
    ends = np.searchsorted(pairs.parcel, np.arange(len(land) + 1))
    found: list[list[Part]] = []
    for row, (rest, left) in enumerate(zip(land, areas)):
        mine = slice(ends[row], ends[row + 1])
        parts: list[Part] = []
        numbers, insides = pairs.feature[mine].tolist(), micro(pairs.area[mine]).tolist()
        for number, inside in zip(numbers, insides):
            parcel, area = side.parcels[number], min(inside, left)
            shape = meet(parcel.geometry, np.array([rest], dtype=object))
            parts.append(Part(parcel.parcel_id, area, shape))
            rest, left = polygonal(shapely.difference(rest, parcel.geometry)), left - area
        if left or not numbers:
            parts.append(Part("", left, rest))
        found.append(parts)
    return found
