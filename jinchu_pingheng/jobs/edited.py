"""Features of the parcels layer as parcels, while they are drawn: some cannot be parcels at the
moment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from qgis.core import QgsFeature

from ..core.errors import PlanError
from ..core.model import Parcel
from ..core.notice import Notice
from ..core.parcel_fields import BY_NAME
from ..intake.shapes import judge
from ..intake.stored import Stored
from ..survey.rows import plain, shapes_of

Changes = Mapping[int, Optional[QgsFeature]]
"""Features by their number, as they are now; None for those that are gone."""


class Edited:
    """Parcels by feature number, each id once, and features that are set aside with the reason."""

    def __init__(self, notice: Notice) -> None:
        self._stored = Stored(notice)
        self._parcels: dict[int, Parcel] = {}
        self._features: dict[int, QgsFeature] = {}
        self._owner: dict[str, int] = {}
        self._aside: dict[int, tuple[QgsFeature, PlanError]] = {}
        self._doubles: set[int] = set()
        self._places: list[tuple[str, int]] = []

    @property
    def parcels(self) -> list[Parcel]:
        """All parcels by id."""
        return sorted(self._parcels.values(), key=lambda parcel: parcel.parcel_id)

    @property
    def aside(self) -> tuple[PlanError, ...]:
        """Why features are no parcels now."""
        return tuple(error for _, error in self._aside.values())

    def take(self, changes: Changes) -> tuple[list[Parcel], set[str]]:
        """Parcels that came or may be others now, and ids that are gone; whoever waits for an id is
        tried again."""
        changes = {**{fid: self._aside[fid][0] for fid in self._doubles}, **changes}
        before = {self._parcels[fid].parcel_id for fid in changes if fid in self._parcels}
        for fid in changes:
            self._forget(fid)
        present = {fid: feature for fid, feature in changes.items() if feature is not None}
        for feature in present.values():  # all of one layer; names are asked for once
            places = {name: place for place, name in enumerate(feature.fields().names())}
            self._places = [(name, places[name]) for name in BY_NAME]
            break
        shapes = judge(shapes_of(list(present.values())))
        wrong = {**shapes.repaired, **shapes.refused}
        came = []
        for place, (fid, feature) in enumerate(present.items()):
            reason = wrong.get(place, "")
            came.append(self._take_in(fid, feature, shapes.geometry[place], reason))
        return [parcel for parcel in came if parcel is not None], before - set(self._owner)

    def refuse(self, parcel_id: str, error: PlanError) -> None:
        """Set a parcel aside that cannot be judged."""
        fid = self._owner[parcel_id]
        feature = self._features[fid]
        self._forget(fid)
        self._aside[fid] = feature, error

    def _take_in(self, fid: int, feature: QgsFeature, geometry: Any, reason: str) -> Parcel | None:
        try:
            parcel = self._parcel(feature, geometry, reason)
            if parcel.parcel_id in self._owner:
                self._doubles.add(fid)
                raise PlanError("地块编号重复", f"地块 {parcel.parcel_id}", "请改为不同的编号")
        except PlanError as error:
            self._aside[fid] = feature, error
            return None
        self._owner[parcel.parcel_id], self._parcels[fid], self._features[fid] = (
            fid,
            parcel,
            feature,
        )
        return parcel

    def _parcel(self, feature: QgsFeature, geometry: Any, reason: str) -> Parcel:
        values = feature.attributes()
        given = {name: plain(values[place]) for name, place in self._places}
        parcel = self._stored.parcel(given, geometry, str(feature.id()))
        if reason:
            where = f"地块 {parcel.parcel_id}"
            raise PlanError(f"图形为空或无效（{reason}）", where, "请修复图形后重试")
        return parcel

    def _forget(self, fid: int) -> None:
        self._aside.pop(fid, None)
        self._doubles.discard(fid)
        self._features.pop(fid, None)
        parcel = self._parcels.pop(fid, None)
        if parcel is not None:
            del self._owner[parcel.parcel_id]
