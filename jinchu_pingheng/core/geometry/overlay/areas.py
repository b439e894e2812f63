"""Overlap areas of parcels with features."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .boxes import candidates
from .kernel import common_areas
from .near import Boxes
from .ragged import rows_of
from .shapes import Shapes
from .views import Outlines, Views, Wholes

SLIVER_M2 = 1e-6
"""Overlaps below this are the noise of shared edges, not land."""


@dataclass(frozen=True)
class Pairs:
    """Index pairs (k,) that overlap, sorted by parcel, then by feature, and their common area (k,)
    in m²."""

    parcel: np.ndarray
    feature: np.ndarray
    area: np.ndarray

    def take(self, index: np.ndarray) -> Pairs:
        """The pairs at ``index`` (positions or a mask)."""
        return Pairs(self.parcel[index], self.feature[index], self.area[index])

    def among(self, features: np.ndarray, count: int) -> Pairs:
        """The pairs with some of ``count`` features, numbered as they stand in ``features``
        (f,)."""
        number = np.full(count, -1)
        number[features] = np.arange(len(features))
        rows = rows_of(number.take(self.feature) >= 0)
        return Pairs(
            self.parcel.take(rows), number.take(self.feature.take(rows)), self.area.take(rows)
        )


def areas(parcels: Shapes, features: Shapes) -> Pairs:
    """Area of every parcel in every feature; pairs that share no more than ``SLIVER_M2`` are left
    out."""
    parcel, feature = candidates(parcels, features)
    real = rows_of(
        has_area(
            shared_boxes(parcels.bounds.take(parcel, axis=0), features.bounds.take(feature, axis=0))
        )
    )
    parcel, feature = parcel.take(real), feature.take(real)
    if not len(real):
        return Pairs(parcel, feature, np.zeros(0))
    used, host = np.unique(parcel, return_inverse=True)
    area = _measured(Wholes(parcels, used), features, feature, host)
    return Pairs(parcel, feature, area).take(rows_of(area > 0))


def areas_of(
    one: Shapes,
    first: np.ndarray,
    two: Shapes,
    second: np.ndarray,
    within: np.ndarray | None = None,
) -> np.ndarray:
    """Area that index pairs (k,) have in common, in boxes ``within`` (k, 4) where these are given,
    m².

    Areas up to ``SLIVER_M2``, and those that rounding alone may have made, are 0.
    """
    box = shared_boxes(one.bounds[first], two.bounds[second])
    if within is not None:
        box = shared_boxes(box, within)
    area = np.zeros(len(first))
    real = rows_of(has_area(box))
    if not len(real):
        return area
    boxes = Boxes(*np.ascontiguousarray(box.take(real, axis=0).T))
    hosts = Views(one, first.take(real), boxes)
    area[real] = _measured(hosts, two, second.take(real), np.arange(len(real)))
    return area


def _measured(
    hosts: Outlines, features: Shapes, guests: np.ndarray, host: np.ndarray
) -> np.ndarray:
    """Areas (k,) of the features ``guests`` (k,) in their ``host`` (k,)."""
    area, noise = common_areas(hosts, Views(features, guests, hosts.boxes.take(host)), host)
    return np.where(area > np.maximum(noise, SLIVER_M2), area, 0)


def shared_boxes(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Common part of boxes (k, 4); one without width or height where they do not meet."""
    return np.hstack([np.maximum(one[:, :2], two[:, :2]), np.minimum(one[:, 2:], two[:, 2:])])


def has_area(boxes: np.ndarray) -> np.ndarray:
    """Which boxes (k, 4) are wider and higher than 0."""
    return np.asarray((boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1]))
