"""Land counts once: features that overlap each other inside a parcel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from .areas import SLIVER_M2, Pairs, areas, areas_of
from .drawing import meet, polygonal
from .ragged import batches, spread
from .shapes import Shapes

BATCH_PAIRS = 300_000
"""Pairs of features compared in one step."""
_NOTHING = np.empty(0, dtype=object)


@dataclass(frozen=True)
class Cover:
    """Per parcel (n,): area in any of the features in m², and how many features it meets.

    ``pairs`` are parcels and features; ``repeated`` are features (``parcel`` the first, ``feature``
    the second) that overlap each other where they meet the same parcel, with the area that both
    have in common as a whole.
    """

    area: np.ndarray
    count: np.ndarray
    pairs: Pairs
    repeated: Pairs

    def features(self, row: int) -> np.ndarray:
        """The features that overlap the parcel in a row."""
        return self.pairs.feature[_rows(self.pairs, row)]


@dataclass(frozen=True)
class Split:
    """Parcels and features: land that several features hold belongs to the first of them. In
    ``overlaps`` it counts for each; ``repeated`` is as in ``Cover``."""

    pairs: Pairs
    repeated: Pairs
    overlaps: Pairs


def cover(parcels: Shapes, features: Shapes) -> Cover:
    """Area of each parcel in any of the features; overlapping or duplicated features count once."""
    return covers(parcels, [features])[0]


def covers(parcels: Shapes, layers: Sequence[Shapes]) -> list[Cover]:
    """The cover of each of several layers. One run of the engine for all of them: with a single
    parcel, starting a run is most of the cost."""
    return [_covered(parcels, *part) for part in zip(layers, *_overlaps(parcels, layers))]


def covers_and_split(
    parcels: Shapes, layers: Sequence[Shapes], features: Shapes
) -> tuple[list[Cover], Split]:
    """``covers`` of layers and ``split`` by features, in one run of the engine."""
    *parts, last = zip([*layers, features], *_overlaps(parcels, [*layers, features]))
    return [_covered(parcels, *part) for part in parts], _divided(parcels, *last)


def _overlaps(
    parcels: Shapes, layers: Sequence[Shapes]
) -> tuple[list[Pairs], list[np.ndarray], list[Pairs]]:
    """Of each layer: pairs that overlap, parcels in which features overlap each other, and these
    features."""
    ends = np.cumsum([len(layer) for layer in layers])
    features = (
        layers[0]
        if len(layers) == 1
        else Shapes(np.concatenate([_NOTHING, *(layer.geometry for layer in layers)]))
    )
    pairs = areas(parcels, features)
    layer = np.searchsorted(ends, pairs.feature, side="right")
    doubled, repeated = _repeated(parcels, features, pairs, pairs.parcel * len(layers) + layer)
    of_repeated = np.searchsorted(ends, repeated.parcel, side="right")
    found: tuple[list[Pairs], list[np.ndarray], list[Pairs]] = [], [], []
    for number, start in enumerate((ends - [len(layer) for layer in layers]).tolist()):
        found[0].append(_from(pairs.take(layer == number), 0, start))
        found[1].append(doubled[doubled % len(layers) == number] // len(layers))
        found[2].append(_from(repeated.take(of_repeated == number), start, start))
    layers[-1].learn(features.take(np.arange(len(features) - len(layers[-1]), len(features))))
    return found


def _from(pairs: Pairs, parcel: int, feature: int) -> Pairs:
    """The same pairs with numbers that start elsewhere."""
    return Pairs(pairs.parcel - parcel, pairs.feature - feature, pairs.area)


def _covered(
    parcels: Shapes, features: Shapes, pairs: Pairs, doubled: np.ndarray, repeated: Pairs
) -> Cover:
    area = np.bincount(pairs.parcel, pairs.area, minlength=len(parcels))
    for parcel in doubled.tolist():
        mine = features.geometry[pairs.feature[_rows(pairs, parcel)]]
        area[parcel] = shapely.area(meet(parcels.geometry[parcel], mine))
    return Cover(area, np.bincount(pairs.parcel, minlength=len(parcels)), pairs, repeated)


def split(parcels: Shapes, features: Shapes) -> Split:
    """Split parcels by features that should not overlap; pieces never sum to more than the
    parcel."""
    return covers_and_split(parcels, [], features)[1]


def _divided(
    parcels: Shapes, features: Shapes, overlaps: Pairs, doubled: np.ndarray, repeated: Pairs
) -> Split:
    pairs = Pairs(overlaps.parcel, overlaps.feature, overlaps.area.copy())
    for parcel in doubled.tolist():
        rows = _rows(pairs, parcel)
        pairs.area[rows] = _first_come(
            parcels.geometry[parcel], features.geometry[pairs.feature[rows]]
        )
    return Split(pairs.take(pairs.area > SLIVER_M2), repeated, overlaps)


def _rows(pairs: Pairs, parcel: int) -> slice:
    """Where the pairs of one parcel are."""
    start, end = np.searchsorted(pairs.parcel, [parcel, parcel + 1])
    return slice(int(start), int(end))


def _first_come(parcel: shapely.Geometry, features: np.ndarray) -> list[float]:
    """Areas (k,) of a parcel in features (k,) outside all features before."""
    taken, found = shapely.Polygon(), []
    for common in shapely.intersection(features, parcel):
        piece = polygonal(common)
        found.append(float(shapely.area(polygonal(shapely.difference(piece, taken)))))
        taken = shapely.union(taken, piece)
    return found


def _repeated(
    parcels: Shapes, features: Shapes, pairs: Pairs, group: np.ndarray
) -> tuple[np.ndarray, Pairs]:
    """Groups of pairs (``group`` (k,), ascending: a parcel, and a layer) in which features overlap
    each other, and these.

    Features are compared only inside the box of a parcel that both meet, so that two rivers across
    the county cost no more than two fields.
    """
    later = np.searchsorted(group, group, side="right") - np.arange(len(group)) - 1
    found = [
        _overlapping(parcels, features, pairs, part, later) for part in batches(later, BATCH_PAIRS)
    ]
    row, first, second = np.hstack([np.empty((3, 0), np.int64), *found])
    if not len(row):
        return row, Pairs(first, second, np.empty(0))
    first, second = np.unique(np.stack([first, second]), axis=1)
    area = areas_of(features, first, features, second)
    return np.unique(group[row]), Pairs(first, second, area).take(area > 0)


def _overlapping(
    parcels: Shapes, features: Shapes, pairs: Pairs, part: slice, later: np.ndarray
) -> np.ndarray:
    """Row of the pair, its feature and a later feature (3, k) that overlap each other in the box of
    the parcel."""
    rank = np.arange(part.start, part.stop)
    one, two = spread(rank + 1, later[part])
    one += part.start
    parcel, first, second = pairs.parcel[one], pairs.feature[one], pairs.feature[two]
    area = areas_of(features, first, features, second, parcels.bounds[parcel])
    return np.stack([one, first, second])[:, area > 0]
