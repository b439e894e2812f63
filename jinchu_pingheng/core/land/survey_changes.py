"""Two surveys of one county: what every piece of ground was and is, as areas that add up.

The surveys are taken tile by tile, so that memory stays flat: what is kept are the polygons that
are not the same in both, and pieces of ground that were cropland in one of them only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Callable, NamedTuple

import numpy as np
import shapely

from ..geometry.layer import Layer
from ..geometry.overlay import polygonal, split
from ..landclass import CROPLAND
from ..table_rounding import MICRO, micro
from .survey import is_cropland

GAP = MICRO // 1000
"""As ``pieces.GAP_M2``: less is the noise of vertices that were rounded when a survey was saved."""

OVERLAPPED, UNMATCHED = "同一调查的图斑相互重叠", "两期调查对不上（缺口或重叠）"

Read = Callable[[np.ndarray], tuple[Layer, Layer]]
"""The polygons of both surveys whose boxes meet boxes (m, 4)."""


class Box(NamedTuple):
    """A tile: it owns the polygons whose box has its lower left corner in it."""

    left: float
    bottom: float
    right: float
    top: float

    def owns(self, layer: Layer) -> np.ndarray:
        """Mask (n,) of the polygons that belong to this tile and no other."""
        x, y = layer.shapes.bounds[:, 0], layer.shapes.bounds[:, 1]
        return np.asarray((self.left <= x) & (x < self.right) & (self.bottom <= y) & (y < self.top))


class Ground(NamedTuple):
    """A survey polygon: 标识码, 地类编码, township code and where its box begins, which tells apart
    polygons of the same 标识码. Without polygon: ``NOWHERE``."""

    id: str
    code: str
    town: str
    x: float = 0.0
    y: float = 0.0

    @property
    def is_crop(self) -> bool:
        """Whether its class is 耕地."""
        return self.code in CROPLAND


NOWHERE = Ground("", "", "")


@dataclass(frozen=True)
class Piece:
    """Ground that was cropland in one survey only, in millionths of m²; ``doubt``: why nobody can
    tell (it may then be cropland in both). ``geometry`` is None where the other survey has nothing
    there; such a piece is below zero where polygons overlap."""

    before: Ground
    after: Ground
    area: int
    geometry: Any = None
    doubt: str = ""


@dataclass
class SurveyChanges:
    """``table``: millionths of m² by class before and after ('' where the other survey has no
    polygon; below zero where its polygons overlap). ``pieces`` are complete after ``finish``."""

    table: Counter[tuple[str, str]] = field(default_factory=Counter)
    pieces: list[Piece] = field(default_factory=list)
    _left: dict[Ground, int] = field(default_factory=dict)
    _doubled: set[Ground] = field(default_factory=set)

    def add(self, tile: Box, read: Read) -> Layer:
        """Take in the ground of a tile; returns its polygons of the earlier survey."""
        before, after = read(np.array([tile]))
        changed, new = _differing(before, after)
        own, own_after = tile.owns(before), tile.owns(after)
        for code, area in _areas(before.take(own & ~changed)):
            self.table[code, code] += area
        left = after.take(own_after & new)
        for ground, (_, area) in zip(grounds(left), _areas(left)):
            self._left[ground] = self._left.get(ground, 0) + area
        self._compare(before.take(own & changed), read)
        return before.take(own)

    def _compare(self, before: Layer, read: Read) -> None:
        if not len(before):
            return
        everything, after = read(before.shapes.bounds)
        after = after.take(_differing(everything, after)[1])
        found = split(before.shapes, after.shapes)
        was, now = grounds(before), grounds(after)
        repeated = np.unique([found.repeated.parcel, found.repeated.feature])
        self._doubled.update(now[row] for row in repeated.tolist())
        drawn = _drawn(before, after, found.pairs.parcel, found.pairs.feature, repeated)
        rest = micro(before.shapes.area)
        pairs = zip(found.pairs.parcel.tolist(), found.pairs.feature.tolist())
        for place, ((one, two), area) in enumerate(zip(pairs, micro(found.pairs.area).tolist())):
            rest[one] -= area
            self._left[now[two]] = self._left.get(now[two], 0) - area
            self.table[was[one].code, now[two].code] += area
            if place in drawn:
                self.pieces.append(Piece(was[one], now[two], area, drawn[place]))
        for ground, area in zip(was, rest.tolist()):
            self._unmatched(ground, NOWHERE, area)

    def finish(self) -> None:
        """All tiles are in: what is left of the later survey has no ground in the earlier one."""
        for ground, area in self._left.items():
            self._unmatched(NOWHERE, ground, area)
            if area < -GAP:
                self._doubled.add(ground)
        self.pieces = [
            replace(piece, doubt=piece.doubt or OVERLAPPED)
            if piece.after in self._doubled
            else piece
            for piece in self.pieces
        ]
        self.pieces.sort(key=lambda piece: (piece.before, piece.after))

    def _unmatched(self, before: Ground, after: Ground, area: int) -> None:
        self.table[before.code, after.code] += area
        if area and (before.is_crop or after.is_crop):
            self.pieces.append(Piece(before, after, area, doubt=UNMATCHED))


def _differing(before: Layer, after: Layer) -> tuple[np.ndarray, np.ndarray]:
    """Masks of the polygons of each survey that the other one does not have, point for point and
    with the same class."""
    keys = [list(zip(shapely.to_wkb(x.geometry), x.column("DLBM"))) for x in (before, after)]
    counts = [Counter(side) for side in keys]  # one that is there twice is no longer the same
    first, second = ([counts[0][key] != counts[1][key] for key in side] for side in keys)
    return np.array(first, dtype=bool), np.array(second, dtype=bool)


def _areas(layer: Layer) -> Iterator[tuple[str, int]]:
    return zip(map(str, layer.column("DLBM")), micro(layer.shapes.area).tolist())


def grounds(layer: Layer) -> list[Ground]:
    """The polygons of a survey (n,) by name, class and place."""
    corners = layer.shapes.bounds[:, :2].tolist()
    rows = zip(layer.ids, layer.column("DLBM"), layer.column("ZLDWDM"), corners)
    return [Ground(str(a), str(b), str(c)[:9], *corner) for a, b, c, corner in rows]


def _drawn(
    before: Layer, after: Layer, one: np.ndarray, two: np.ndarray, repeated: np.ndarray
) -> dict[int, shapely.Geometry]:
    """Polygons of the pairs (k,) that are, or may be, cropland in one survey only, by their place;
    ``repeated``: rows of ``after`` that overlap others, one of which may be no cropland."""
    crop, still = map(is_cropland, (before, after))
    changed = crop[one] != still[two]
    places = np.flatnonzero(changed | (crop[one] & np.isin(two, repeated)))
    found = shapely.intersection(before.geometry[one[places]], after.geometry[two[places]])
    return dict(zip(places.tolist(), map(polygonal, found)))
