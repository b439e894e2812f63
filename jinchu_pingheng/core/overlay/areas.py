"""Overlap areas of parcels with features."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .boxes import candidates
from .kernel import common_areas
from .near import Boxes
from .shapes import Shapes

SLIVER_M2 = 1e-6
"""Overlaps below this are the noise of shared edges, not land."""


@dataclass(frozen=True)
class Pairs:
    """Index pairs (k,) that overlap, sorted by parcel, then by feature, and their common area (k,) in m²."""

    parcel: np.ndarray
    feature: np.ndarray
    area: np.ndarray

    def take(self, index: np.ndarray) -> Pairs:
        """The pairs at ``index`` (positions or a mask)."""
        return Pairs(self.parcel[index], self.feature[index], self.area[index])


def areas(parcels: Shapes, features: Shapes) -> Pairs:
    """Area of every parcel in every feature; pairs that share no more than ``SLIVER_M2`` are left out."""
    parcel, feature = candidates(parcels, features)
    area = areas_of(parcels, parcel, features, feature)
    return Pairs(parcel, feature, area).take(area > 0)


def areas_of(
    one: Shapes, first: np.ndarray, two: Shapes, second: np.ndarray, within: np.ndarray | None = None
) -> np.ndarray:
    """Area that index pairs (k,) have in common, in boxes ``within`` (k, 4) where these are given, m².

    It is 0 where it is no more than ``SLIVER_M2`` or what rounding may make of 0.
    """
    box = shared_boxes(one.bounds[first], two.bounds[second])
    if within is not None:
        box = shared_boxes(box, within)
    area = np.zeros(len(first))
    real = np.flatnonzero((box[:, 2] > box[:, 0]) & (box[:, 3] > box[:, 1]))
    if len(real):
        boxes = Boxes(*np.ascontiguousarray(box[real].T))
        first, second = first[real], second[real]
        for rows, edges, shape in one.sides(first):
            for part, others, other in two.sides(second.take(rows)):
                place = rows.take(part)
                found, noise = common_areas(edges, shape.take(part), others, other, boxes.take(place))
                area[real.take(place)] = np.where(found > np.maximum(noise, SLIVER_M2), found, 0)
    return area


def shared_boxes(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Common part of boxes (k, 4); one without width or height where they do not meet."""
    return np.hstack([np.maximum(one[:, :2], two[:, :2]), np.minimum(one[:, 2:], two[:, 2:])])
