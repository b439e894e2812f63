"""Land counts once: features that overlap each other inside a parcel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from .areas import SLIVER_M2, Pairs, areas, areas_of
from .drawing import meet, polygonal
from .ragged import batches, spread
from .shapes import Shapes

BATCH_PAIRS = 300_000
"""Pairs of features compared in one step."""


@dataclass(frozen=True)
class Cover:
    """Per parcel (n,): area in any of the features in m², and how many features it meets.

    ``pairs`` are parcels and features; ``repeated`` are features (``parcel`` the first, ``feature`` the second) that
    overlap each other where they meet the same parcel, with the area that both have in common as a whole.
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
    """Parcels and features, land that several features hold given to the first; ``repeated`` as in ``Cover``."""

    pairs: Pairs
    repeated: Pairs


def cover(parcels: Shapes, features: Shapes) -> Cover:
    """Area of each parcel in any of the features; overlapping or duplicated features count once."""
    pairs = areas(parcels, features)
    doubled, repeated = _repeated(parcels, features, pairs)
    area = np.bincount(pairs.parcel, pairs.area, minlength=len(parcels))
    for parcel in doubled.tolist():
        mine = features.geometry[pairs.feature[_rows(pairs, parcel)]]
        area[parcel] = shapely.area(meet(parcels.geometry[parcel], mine))
    return Cover(area, np.bincount(pairs.parcel, minlength=len(parcels)), pairs, repeated)


def split(parcels: Shapes, features: Shapes) -> Split:
    """Split parcels by features that should not overlap; pieces never sum to more than the parcel."""
    pairs = areas(parcels, features)
    doubled, repeated = _repeated(parcels, features, pairs)
    for parcel in doubled.tolist():
        rows = _rows(pairs, parcel)
        pairs.area[rows] = _first_come(parcels.geometry[parcel], features.geometry[pairs.feature[rows]])
    return Split(pairs.take(pairs.area > SLIVER_M2), repeated)


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


def _repeated(parcels: Shapes, features: Shapes, pairs: Pairs) -> tuple[np.ndarray, Pairs]:
    """Parcels near which features overlap each other, and the features that do.

    Features are compared only inside the box of a parcel that both meet, so that two rivers across the county cost
    no more than two fields.
    """
    later = np.searchsorted(pairs.parcel, pairs.parcel, side="right") - np.arange(len(pairs.parcel)) - 1
    found = [_overlapping(parcels, features, pairs, part, later) for part in batches(later, BATCH_PAIRS)]
    parcel, first, second = np.hstack([np.empty((3, 0), np.int64), *found])
    first, second = np.unique(np.stack([first, second]), axis=1)
    area = areas_of(features, first, features, second)
    return np.unique(parcel), Pairs(first, second, area).take(area > 0)


def _overlapping(
    parcels: Shapes, features: Shapes, pairs: Pairs, part: slice, later: np.ndarray
) -> np.ndarray:
    """Parcel, feature and later feature (3, k) that overlap each other in the box of the parcel."""
    rank = np.arange(part.start, part.stop)
    one, two = spread(rank + 1, later[part])
    one += part.start
    parcel, first, second = pairs.parcel[one], pairs.feature[one], pairs.feature[two]
    area = areas_of(features, first, features, second, parcels.bounds[parcel])
    return np.stack([parcel, first, second])[:, area > 0]
