"""The parcels that a live plan holds, found by where they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

import numpy as np
import shapely

from ..core.geometry.overlay import areas
from ..core.land.ground import shapes_of
from ..core.model import Parcel
from .blocks import NEAR_M, boxes_of

_NOWHERE = np.full(4, np.nan)


class LiveParcels:
    """Parcels by id, with their boxes; single ones come, change and go."""

    def __init__(self, parcels: Sequence[Parcel]) -> None:
        self._parcels = {parcel.parcel_id: parcel for parcel in parcels}
        self._rows = {parcel_id: row for row, parcel_id in enumerate(self._parcels)}
        self._ids = list(self._parcels)
        self._boxes = boxes_of(list(self._parcels.values()))

    def get(self, parcel_id: str) -> Parcel | None:
        """The parcel as it is now."""
        return self._parcels.get(parcel_id)

    def put(self, parcels: Sequence[Parcel]) -> None:
        """Parcels are new, or other than they were."""
        new = [parcel.parcel_id for parcel in parcels if parcel.parcel_id not in self._rows]
        self._rows.update((parcel_id, row) for row, parcel_id in enumerate(new, len(self._ids)))
        self._ids += new
        self._boxes = (
            np.vstack([self._boxes, np.full((len(new), 4), np.nan)]) if new else self._boxes
        )
        self._parcels.update((parcel.parcel_id, parcel) for parcel in parcels)
        if parcels:
            self._boxes[[self._rows[parcel.parcel_id] for parcel in parcels]] = boxes_of(parcels)

    def take_out(self, parcel_ids: Iterable[str]) -> None:
        """Parcels are gone; those that never were here are passed over."""
        for parcel_id in parcel_ids:
            if self._parcels.pop(parcel_id, None) is not None:
                self._boxes[self._rows[parcel_id]] = (
                    _NOWHERE  # the row stays for the parcel's return
                )

    def near(self, boxes: np.ndarray) -> list[Parcel]:
        """Parcels whose boxes lie within NEAR_M of any of the boxes (m, 4)."""
        rows: set[int] = set()
        for box in boxes + (-NEAR_M, -NEAR_M, NEAR_M, NEAR_M):
            meets = (self._boxes[:, :2] <= box[2:]).all(axis=1) & (
                self._boxes[:, 2:] >= box[:2]
            ).all(axis=1)
            rows.update(np.flatnonzero(meets).tolist())
        return [self._parcels[self._ids[row]] for row in sorted(rows)]

    def concerned(self, parcels: Sequence[Parcel]) -> list[Parcel]:
        """Others whose verdicts may change with ``parcels``: those that share land with any of
        them, and those of the same side and type that lie within NEAR_M (one belt, one project)."""
        names = {parcel.parcel_id for parcel in parcels}
        found: dict[str, Parcel] = {}
        for parcel in parcels:
            for other in self.near(boxes_of([parcel])):
                alike = (other.direction, other.type) == (parcel.direction, parcel.type)
                if alike and shapely.dwithin(other.geometry, parcel.geometry, NEAR_M):
                    found[other.parcel_id] = other
        found.update((other.parcel_id, other) for other in self._overlapping(parcels, names))
        return [found[name] for name in sorted(found.keys() - names)]

    def _overlapping(self, parcels: Sequence[Parcel], names: Set[str]) -> list[Parcel]:
        if not parcels:
            return []
        near = [other for other in self.near(boxes_of(parcels)) if other.parcel_id not in names]
        met = areas(shapes_of(parcels), shapes_of(near)).feature if near else ()
        return [near[row] for row in sorted(set(met))]
