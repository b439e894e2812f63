"""What the tools that work on a layer of polygons share: which features the mouse is on."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.core import QgsFeature, QgsFeatureRequest, QgsGeometry, QgsPointXY, QgsVectorLayer
from qgis.gui import QgsMapCanvas, QgsMapTool
from qgis.PyQt.QtCore import Qt

LayerOf = Callable[[], Optional[QgsVectorLayer]]


class SurveyTool(QgsMapTool):
    """``layer_of`` gives the layer at the time of a click, None when there is none."""

    def __init__(self, canvas: QgsMapCanvas, layer_of: LayerOf) -> None:
        super().__init__(canvas)
        self._layer_of = layer_of
        self.setCursor(Qt.CursorShape.CrossCursor)

    def along(self, layer: QgsVectorLayer, points: list[QgsPointXY]) -> list[QgsFeature]:
        """Features of ``layer`` on a line of points in the map's CRS, or on a single one."""
        there = [self.toLayerCoordinates(layer, point) for point in points]
        track = (
            QgsGeometry.fromPointXY(there[0])
            if len(there) == 1
            else QgsGeometry.fromPolylineXY(there)
        )
        request = QgsFeatureRequest().setFilterRect(track.boundingBox().buffered(_LEAST))
        found = layer.getFeatures(request)
        return [feature for feature in found if feature.geometry().intersects(track)]


_LEAST = 1e-7
"""A box without any size finds nothing; in degrees or metres this is next to none."""
