"""An opened plan: its notice, its parcels layer in the project, and whether something is
unsaved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsFeature, QgsFeatureRequest, QgsProject, QgsProviderRegistry, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..core.errors import PlanError
from ..jobs.open import OpenPlan
from .parcel_form import dress_form
from .styles import style_parcels

PROPERTY = "jinchu_pingheng/parcels"
"""Custom property that marks the parcels layer of a plan inside a QGIS project."""


class PlanSession(QObject):
    """``changed``: the parcels or the saved state changed; ``edited`` tells before it which
    features, as they are now (fid -> QgsFeature, None where gone), ``replaced`` that all may have
    changed. ``ended``: the layer left the project.

    Raises PlanError when the file is no plan, its notice is not known, or its layer cannot be
    opened.
    """

    changed = pyqtSignal()
    edited = pyqtSignal(object)
    replaced = pyqtSignal()
    ended = pyqtSignal()

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.plan = OpenPlan(path)
        self.notice = self.plan.notice
        try:
            self.layer = parcels_layer(path) or self._add_layer()
            dress_form(self.layer, self.notice)
        except Exception:
            self.plan.close()
            raise
        # one user action makes the layer speak several times; the panels are told once, when it has
        # finished
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tell)
        self._touched: set[int] = set()
        self._replaced = False
        for signal, slot in self._signals():
            signal.connect(slot)
        QgsProject.instance().layersWillBeRemoved.connect(self._end)

    @property
    def title(self) -> str:
        """County and year."""
        return self.tr("{}{}年度").format(self.plan.header.county_name, self.plan.header.year)

    @property
    def unsaved(self) -> int:
        """Number of unsaved steps."""
        return max(self.layer.undoStack().index(), 1) if self.layer.isModified() else 0

    def save(self) -> None:
        """Commit the edit buffer. Raises PlanError, with the edits kept, when QGIS cannot write
        them."""
        steps = self.unsaved
        if not self.layer.commitChanges():
            reasons = "；".join(self.layer.commitErrors())
            raise PlanError(
                f"修改没有保存（{reasons}）",
                str(self.plan.path),
                "请确认文件可写后再保存，修改仍在",
            )
        self.plan.edited(steps)

    def discard(self) -> None:
        """Throw the unsaved edits away."""
        self.layer.rollBack()

    def close(self) -> None:
        """Take the layer out of the project and release the file."""
        self.release()
        QgsProject.instance().removeMapLayer(self.layer.id())

    def release(self) -> None:
        """Release the file; the layer stays in the project, with its unsaved edits."""
        self._timer.stop()
        for signal, slot in self._signals():
            signal.disconnect(slot)
        QgsProject.instance().layersWillBeRemoved.disconnect(self._end)
        self.plan.close()

    def _add_layer(self) -> QgsVectorLayer:
        name = self.tr("{}地块").format(self.title)
        layer = QgsVectorLayer(self.plan.parcels_uri, name, "ogr")
        if not layer.isValid():
            raise PlanError("地块图层无法打开", str(self.plan.path), "请确认方案文件完好")
        layer.setCustomProperty(PROPERTY, True)
        style_parcels(layer, self.notice)
        project = QgsProject.instance()
        project.addMapLayer(layer, False)
        project.layerTreeRoot().insertLayer(0, layer)
        return layer

    def _signals(self) -> list[tuple[Any, Any]]:
        layer = self.layer
        touching = (
            layer.featureAdded,
            layer.featureDeleted,
            layer.geometryChanged,
            layer.attributeValueChanged,
        )
        replacing = (layer.dataChanged, layer.subsetStringChanged, layer.dataSourceChanged)
        state = (
            layer.undoStack().indexChanged,
            layer.layerModified,
            layer.editingStarted,
            layer.editingStopped,
            layer.afterRollBack,
        )
        slots = ((touching, self._touch), (replacing, self._replace), (state, self._schedule))
        return [(signal, slot) for signals, slot in slots for signal in signals]

    def _touch(self, fid: int, *_: object) -> None:
        self._touched.add(fid)
        self._schedule()

    def _replace(self) -> None:
        self._replaced = True
        self._schedule()

    def _schedule(self, *_: object) -> None:
        self._timer.start(0)

    def _tell(self) -> None:
        touched, self._touched = self._touched, set()
        replaced, self._replaced = self._replaced, False
        if replaced:
            self.replaced.emit()
        elif touched:
            self.edited.emit(self._now(touched))
        self.changed.emit()

    def _now(self, fids: set[int]) -> dict[int, QgsFeature | None]:
        features = self.layer.getFeatures(QgsFeatureRequest().setFilterFids(list(fids)))
        return {**dict.fromkeys(fids), **{feature.id(): feature for feature in features}}

    def _end(self, layer_ids: list[str]) -> None:
        """The project tells before it deletes a layer; the layer itself only when Python can no
        longer use it."""
        if self.layer.id() in layer_ids:
            self.ended.emit()
            self.release()


def is_parcels_layer(layer: object) -> bool:
    """Whether a layer is the parcels layer of some plan."""
    return isinstance(layer, QgsVectorLayer) and bool(layer.customProperty(PROPERTY))


def plan_path(layer: QgsVectorLayer) -> Path:
    """The plan file behind a parcels layer."""
    return Path(QgsProviderRegistry.instance().decodeUri("ogr", layer.source())["path"])


def parcels_layer(path: Path | None = None) -> QgsVectorLayer | None:
    """The project's parcels layer of the plan at ``path``, or of any plan."""
    for layer in QgsProject.instance().mapLayers().values():
        if is_parcels_layer(layer) and layer.isValid() and path in (None, plan_path(layer)):
            return layer
    return None
