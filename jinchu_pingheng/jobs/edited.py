"""Features of the parcels layer as parcels, while they are drawn: some cannot be parcels at the
moment."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Optional

from qgis.core import QgsFeature

from ..core.errors import PlanError, listed
from ..core.model import IN, OUT, Parcel
from ..plan import schema
from ..survey.features import shape, value
from .tag import usable

_TEXTS = tuple(
    f.name for f in schema.PARCELS.fields if f.name not in ("type", "grade", "ridge_ratio")
)
_NOT_OF_PARCEL = ("source_layer", "source_fid", "survey_attributes")

Changes = Mapping[int, Optional[QgsFeature]]
"""Features by their number, as they are now; None for those that are gone."""


class Edited:
    """Parcels by feature number, each id once, and features that are set aside with the reason."""

    def __init__(self) -> None:
        self._parcels: dict[int, Parcel] = {}
        self._features: dict[int, QgsFeature] = {}
        self._owner: dict[str, int] = {}
        self._aside: dict[int, tuple[QgsFeature, PlanError]] = {}
        self._doubles: set[int] = set()

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
        came = [
            self._take_in(fid, feature) for fid, feature in changes.items() if feature is not None
        ]
        return [parcel for parcel in came if parcel is not None], before - set(self._owner)

    def refuse(self, parcel_id: str, error: PlanError) -> None:
        """Set a parcel aside that cannot be judged."""
        fid = self._owner[parcel_id]
        feature = self._features[fid]
        self._forget(fid)
        self._aside[fid] = feature, error

    def _take_in(self, fid: int, feature: QgsFeature) -> Parcel | None:
        try:
            parcel = parcel_of(feature)
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

    def _forget(self, fid: int) -> None:
        self._aside.pop(fid, None)
        self._doubles.discard(fid)
        self._features.pop(fid, None)
        parcel = self._parcels.pop(fid, None)
        if parcel is not None:
            del self._owner[parcel.parcel_id]


def parcel_of(feature: QgsFeature) -> Parcel:
    """A parcel from a feature of the plan's parcels layer. Raises PlanError when it cannot be
    one."""
    geometry = shape(feature.geometry())
    values = {
        name: str(value(feature[name]) or "") for name in _TEXTS if name not in _NOT_OF_PARCEL
    }
    if not values["parcel_id"] or values["direction"] not in (OUT, IN):
        where = f"地块 {values['parcel_id']}" if values["parcel_id"] else f"要素 {feature.id()}"
        do = "请在属性表中补填 parcel_id 和 direction（out、in），或移除后重新标注"
        raise PlanError("没有编号或方向", where, do)
    if not usable(geometry):
        raise PlanError(
            "图形为空或无效", f"地块 {listed([values['parcel_id']])}", "请修复图形后重试"
        )
    grade, ridge_ratio = value(feature["grade"]), value(feature["ridge_ratio"])
    return Parcel(
        **values,
        type=int(value(feature["type"]) or 0),
        geometry=geometry,
        grade=None if grade is None else Decimal(str(grade)),
        ridge_ratio=None if ridge_ratio is None else Decimal(str(ridge_ratio)),
    )
