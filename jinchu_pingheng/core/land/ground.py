"""A block of parcels on the survey: what measuring and many rules look at, each part computed
once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import shapely

from ..geometry.overlay import (
    Cover,
    Pairs,
    Shapes,
    Split,
    areas_of,
    candidates,
    covers,
    covers_and_split,
    polygonal,
    split,
)
from ..model import Parcel
from .adjoining import Adjoining, adjoining
from .survey import Survey


@dataclass
class Ground:
    """``parcels`` are judged; ``neighbours`` are the plan's other parcels near them. ``survey`` may
    be missing."""

    parcels: Sequence[Parcel]
    survey: Survey | None
    adjoin_m: float
    neighbours: Sequence[Parcel] = ()
    _split: Split | None = field(default=None, init=False, repr=False, compare=False)

    @cached_property
    def land(self) -> Shapes:
        """The parcels' polygons (n,)."""
        return shapes_of(self.parcels)

    @cached_property
    def everyone(self) -> tuple[Parcel, ...]:
        """The parcels, then their neighbours."""
        return (*self.parcels, *self.neighbours)

    @cached_property
    def meetings(self) -> Pairs:
        """Overlaps of the parcels with everyone else (``feature`` counts in ``everyone``)."""
        everyone = shapes_of(self.everyone)
        parcel, other = candidates(self.land, everyone)
        apart = parcel != other
        parcel, other = parcel[apart], other[apart]
        area = areas_of(self.land, parcel, everyone, other)
        return Pairs(parcel, other, area).take(area > 0)

    @property
    def split(self) -> Split:
        """The parcels split by the survey's polygons; empty without a survey."""
        if self._split is None:
            self._split = split(self.land, self._dltb)
        return self._split

    @property
    def is_split(self) -> bool:
        """Somebody has asked for the split, so that it costs nothing to look at it."""
        return self._split is not None

    def covers(self, layers: Sequence[Shapes]) -> list[Cover]:
        """How much of the parcels each layer covers; the split is found in the same run, unless it
        is known."""
        if self.is_split:
            return covers(self.land, layers)
        found, self._split = covers_and_split(self.land, layers, self._dltb)
        return found

    @property
    def _dltb(self) -> Shapes:
        return self.survey.dltb.shapes if self.survey else Shapes(np.empty(0, dtype=object))

    @cached_property
    def adjoining(self) -> Mapping[str, Adjoining]:
        """Cropland beside the parcels that have any, by parcel id."""
        if self.survey is None:
            return {}
        return adjoining(self.parcels, self.land, self.survey, self.adjoin_m, self.split.overlaps)

    @cached_property
    def _row_of(self) -> Mapping[str, int]:
        return {parcel.parcel_id: row for row, parcel in enumerate(self.parcels)}

    @cached_property
    def _ends(self) -> np.ndarray:
        return np.searchsorted(self.split.pairs.parcel, np.arange(len(self.parcels) + 1))

    def pieces(self, parcel: Parcel) -> tuple[np.ndarray, np.ndarray]:
        """Areas (m²) and survey row numbers of the pieces of one parcel."""
        row = self._row_of[parcel.parcel_id]
        mine = slice(self._ends[row], self._ends[row + 1])
        return self.split.pairs.area[mine], self.split.pairs.feature[mine]

    def drawn(self, parcel: Parcel) -> np.ndarray:
        """Geometries of the pieces of one parcel, in the order of ``pieces``; overlapping land goes
        to the first."""
        _, rows = self.pieces(parcel)
        return (
            draw_pieces(parcel.geometry, self.survey.dltb.geometry[rows]) if self.survey else rows
        )


def shapes_of(parcels: Sequence[Parcel]) -> Shapes:
    """The polygons of parcels (n,)."""
    land = np.empty(len(parcels), dtype=object)
    land[:] = [parcel.geometry for parcel in parcels]
    return Shapes(land)


def draw_pieces(land: shapely.Geometry, features: np.ndarray) -> np.ndarray:
    """Intersections of land with features (k,), overlapping land to the first of them."""
    pieces = np.empty(len(features), dtype=object)
    pieces[:] = [polygonal(meet) for meet in shapely.intersection(features, land)]
    if (
        len(pieces) > 1
        and shapely.area(pieces).sum() - shapely.area(shapely.union_all(pieces)) > 1e-6
    ):
        taken = pieces[0]
        for index in range(1, len(pieces)):
            pieces[index], taken = (
                polygonal(shapely.difference(pieces[index], taken)),
                shapely.union(taken, pieces[index]),
            )
    return pieces
