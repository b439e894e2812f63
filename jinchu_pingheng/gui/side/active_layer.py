"""The polygon layer that is active in QGIS, and what of it is selected: what can be tagged."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProject, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..editing.session import is_parcels_layer


class ActiveLayer(QObject):
    """``layer``: None where no polygons are active, or those of a plan; ``changed``: its name and
    how many features are selected."""

    changed = pyqtSignal(str, int)

    def __init__(self, iface: Any, parent: QObject) -> None:
        super().__init__(parent)
        self.layer: QgsVectorLayer | None = None
        self._iface = iface
        iface.currentLayerChanged.connect(self._follow)
        QgsProject.instance().layersWillBeRemoved.connect(self._layers_going)

    def look(self) -> None:
        """Take the layer that is active now."""
        self._follow(self._iface.activeLayer())

    def release(self) -> None:
        """Before the plugin is unloaded."""
        self._iface.currentLayerChanged.disconnect(self._follow)
        QgsProject.instance().layersWillBeRemoved.disconnect(self._layers_going)
        self._take(None)

    def _follow(self, layer: Any) -> None:
        polygons = (
            isinstance(layer, QgsVectorLayer)
            and layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
        )
        self._take(layer if polygons and not is_parcels_layer(layer) else None)
        self._tell()

    def _take(self, layer: QgsVectorLayer | None) -> None:
        if self.layer is not None:
            self.layer.selectionChanged.disconnect(self._tell)
        self.layer = layer
        if layer is not None:
            layer.selectionChanged.connect(self._tell)

    def _layers_going(self, layer_ids: list[str]) -> None:
        if self.layer is not None and self.layer.id() in layer_ids:
            self._follow(None)

    def _tell(self, *_: object) -> None:
        layer = self.layer
        self.changed.emit(*((layer.name(), layer.selectedFeatureCount()) if layer else ("", 0)))
