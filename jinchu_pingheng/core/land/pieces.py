"""The pieces that cells are summed from: parcel × survey polygon, land that is repeated, land
without a polygon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Callable

import numpy as np
import shapely

from ..geometry import ellipsoid
from ..geometry.overlay import SLIVER_M2, Shapes, meet, polygonal, split
from ..model import Parcel
from .ground import Ground, draw_pieces

ToLonLat = Callable[[np.ndarray], np.ndarray]
"""Polygons (n,) in the plan's CRS -> the same polygons in longitude and latitude degrees on
CGCS2000."""

GAP_M2 = 0.001
"""Less uncovered land than this is the noise of vertices that were rounded when the survey was
saved."""


@dataclass(frozen=True)
class Piece:
    """Land of one parcel in one survey polygon (``row``; None where none covers it), areas in m²,
    unrounded.

    ``repeated``: an earlier parcel of the same side holds this land already.
    """

    row: int | None
    repeated: bool
    planar: float
    ellipsoidal: float | None = None


@dataclass(frozen=True)
class _Land:
    """Land of a parcel with its pieces: survey rows and areas; ``repeated`` as in Piece."""

    parcel_id: str
    geometry: shapely.Geometry
    area: float
    rows: np.ndarray
    areas: np.ndarray
    repeated: bool = False

    @property
    def gap(self) -> float:
        """Land that no polygon covers, m²."""
        gap = self.area - float(self.areas.sum())
        return gap if gap > GAP_M2 else 0.0

    def drawn(self, dltb: np.ndarray) -> list[shapely.Geometry]:
        """Geometries of the pieces, and of the gap when there is one."""
        if len(self.rows) == 1 and not self.gap:
            return [self.geometry]
        pieces = list(draw_pieces(self.geometry, dltb[self.rows]))
        if self.gap:
            pieces.append(polygonal(shapely.difference(self.geometry, shapely.union_all(pieces))))
        return pieces


def all_pieces(ground: Ground, to_lonlat: ToLonLat | None) -> dict[str, list[Piece]]:
    """Pieces of all parcels by id; ``ellipsoidal`` is taken only when there is a way to longitude
    and latitude."""
    earlier = _earlier(ground)
    lands = [*_whole(ground, earlier), *_cut_by_earlier(ground, earlier)]
    surfaces = _surfaces(lands, ground, to_lonlat) if to_lonlat and ground.survey else None
    found: dict[str, list[Piece]] = defaultdict(list)
    for land in lands:
        rows: list[int | None] = [*land.rows.tolist(), *([None] if land.gap else [])]
        planar = [*land.areas.tolist(), *([land.gap] if land.gap else [])]
        for row, area in zip(rows, planar):
            surface = next(surfaces) if surfaces else None
            found[land.parcel_id].append(Piece(row, land.repeated, area, surface))
    return found


def _surfaces(lands: Sequence[_Land], ground: Ground, to_lonlat: ToLonLat) -> Iterator[float]:
    dltb = ground.survey.dltb.geometry if ground.survey else np.empty(0, dtype=object)
    drawn = np.array([piece for land in lands for piece in land.drawn(dltb)], dtype=object)
    return iter(ellipsoid.areas(to_lonlat(ellipsoid.densified(drawn))).tolist())


def _earlier(ground: Ground) -> dict[int, list[Parcel]]:
    """Parcels of the same side with a smaller id that overlap a parcel, by its row."""
    found: dict[int, list[Parcel]] = defaultdict(list)
    for row, other in zip(ground.meetings.parcel.tolist(), ground.meetings.feature.tolist()):
        one, two = ground.parcels[row], ground.everyone[other]
        if one.direction == two.direction and two.parcel_id < one.parcel_id:
            found[row].append(two)
    return found


def _whole(ground: Ground, earlier: dict[int, list[Parcel]]) -> Iterator[_Land]:
    for row, parcel in enumerate(ground.parcels):
        if row not in earlier:
            areas, rows = ground.pieces(parcel)
            yield _Land(
                parcel.parcel_id, parcel.geometry, float(ground.land.area[row]), rows, areas
            )


def _cut_by_earlier(ground: Ground, earlier: dict[int, list[Parcel]]) -> Iterator[_Land]:
    """Parcels that repeat land of earlier ones, cut into what is theirs and what is repeated."""
    owners, geometries = [], []
    for row, others in earlier.items():
        parcel = ground.parcels[row]
        again = meet(parcel.geometry, np.array([other.geometry for other in others], dtype=object))
        owners += [(parcel.parcel_id, False), (parcel.parcel_id, True)]
        geometries += [polygonal(shapely.difference(parcel.geometry, again)), again]
    if not owners or ground.survey is None:
        return
    land = Shapes(np.array(geometries, dtype=object))
    found = split(land, ground.survey.dltb.shapes).pairs
    ends = np.searchsorted(found.parcel, np.arange(len(owners) + 1))
    for row, (parcel_id, repeated) in enumerate(owners):
        mine, area = slice(ends[row], ends[row + 1]), float(land.area[row])
        if area > SLIVER_M2:
            yield _Land(
                parcel_id=parcel_id,
                geometry=geometries[row],
                area=area,
                rows=found.feature[mine],
                areas=found.area[mine],
                repeated=repeated,
            )
