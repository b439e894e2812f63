"""What townships hand in, for the edit buffer of an open plan: nothing is written into its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qgis.core import QgsFeature, QgsFields, QgsVectorLayer, QgsVectorLayerFeatureSource

from ..core.history import IMPORTED
from ..judging.feedback import Feedback
from ..survey.rows import plain, shapes_of
from .import_declarations import HandedIn, Review, Standing, review, told
from .open import OpenPlan
from .tag import feature_of, plan_row


@dataclass(frozen=True)
class Taken:
    """An import as features: parcels that are new, and those that change, by id. ``step`` names it
    in the undo stack and, once saved, in the history."""

    review: Review
    new: list[QgsFeature]
    changed: dict[str, QgsFeature]
    step: str


class Township:
    """Files, and the parcels of a plan as they are drawn now. Made on the main thread; ``review``
    and ``take`` may run in another."""

    def __init__(self, plan: OpenPlan, layer: QgsVectorLayer, handed: HandedIn) -> None:
        self._handed, self._fields = handed, QgsFields(layer.fields())
        self._source = QgsVectorLayerFeatureSource(layer)
        self._header, self._locked = plan.header, plan.locked
        self._given_out = tuple(plan.numbering.last)

    def review(self, feedback: Feedback) -> Review:
        """What an import would take, change and refuse. Raises PlanError for a file that cannot be
        read at all."""
        held = Standing(self._header, self._rows(), self._given_out, self._locked)
        return review(self._handed, held, feedback)

    def take(self, feedback: Feedback) -> Taken:
        """The parcels that can be taken. Raises PlanError as ``review``; Cancelled."""
        found = self.review(feedback)
        return Taken(
            review=found,
            new=[feature_of(plan_row(item), self._fields) for item in found.new],
            changed={
                item.parcel.parcel_id: feature_of(plan_row(item), self._fields)
                for item in found.changed
            },
            step=f"{IMPORTED} {told(self._handed, found)}",
        )

    def _rows(self) -> list[dict[str, Any]]:
        features = list(self._source.getFeatures())
        names = self._fields.names()
        return [
            {**dict(zip(names, map(plain, feature.attributes()))), "geom": shape}
            for feature, shape in zip(features, shapes_of(features))
        ]
