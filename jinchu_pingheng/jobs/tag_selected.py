"""Selected features as parcels for the edit buffer, in the background and on copied data."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsCoordinateTransform,
    QgsFeature,
    QgsFeatureRequest,
    QgsFields,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
)

from ..core.notice import Notice
from ..core.parcel_ids import Numbering
from ..judging.feedback import Feedback
from .layers import FileTexts, state_encoding
from .overlaps import Overlap, overlap_of
from .tag import Tag, tagged_features


@dataclass(frozen=True)
class Ready:
    """Features to be added, the parcels near them, what they have in common, and what the user
    should know."""

    made: list[QgsFeature]
    near: list[QgsFeature]
    overlap: Overlap | None
    notes: list[str]


class Selection:
    """The selected features of a layer, or those of ``fids``, and the parcels of a plan as they are
    now. Made on the main thread; ``prepare`` may run in another. ``source`` is only read."""

    def __init__(
        self,
        source: QgsVectorLayer,
        parcels: QgsVectorLayer,
        fids: Collection[int] | None = None,
    ) -> None:
        remark = state_encoding(source)
        self._remarks = [f"{source.name()}：{remark}。"] if remark else []
        self._name, self._fields = source.name(), QgsFields(source.fields())
        self._texts = FileTexts.of(source)
        wanted = source.selectedFeatureIds() if fids is None else list(fids)
        self._wanted = QgsFeatureRequest().setFilterFids(wanted)
        self._source = QgsVectorLayerFeatureSource(source)
        self._parcels = QgsVectorLayerFeatureSource(parcels)
        self._parcel_fields = QgsFields(parcels.fields())
        self._transform = None
        if source.crs() != parcels.crs():
            project = QgsProject.instance().transformContext()
            self._transform = QgsCoordinateTransform(source.crs(), parcels.crs(), project)

    def prepare(
        self, *, notice: Notice, tag: Tag, numbering: Numbering, feedback: Feedback
    ) -> Ready:
        """Raises PlanError, with nothing tagged, when a selected geometry or a value cannot be
        used; Cancelled."""
        # a selection has no order of its own; ids go by that of the layer
        features = sorted(self._source.getFeatures(self._wanted), key=QgsFeature.id)
        if self._texts is not None:
            self._texts.mend(features, self._fields)
        feedback.step(20)
        made, notes = tagged_features(
            features,
            self._fields,
            self._transform,
            self._parcel_fields,
            notice,
            tag,
            self._ids(),
            numbering,
            self._name,
        )
        feedback.step(70)
        near = self._near(made)
        return Ready(made, near, overlap_of(made, near), [*self._remarks, *notes])

    def _ids(self) -> set[str]:
        """Ids of the parcels, unsaved ones included."""
        request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
        request.setSubsetOfAttributes(["parcel_id"], self._parcel_fields)
        return {str(feature["parcel_id"]) for feature in self._parcels.getFeatures(request)}

    def _near(self, made: Sequence[QgsFeature]) -> list[QgsFeature]:
        box = QgsRectangle()
        for feature in made:
            box.combineExtentWith(feature.geometry().boundingBox())
        return list(self._parcels.getFeatures(QgsFeatureRequest().setFilterRect(box)))
