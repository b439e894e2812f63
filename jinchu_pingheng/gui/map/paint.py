"""刷选: what the mouse is dragged over is taken when it is let go; Esc takes nothing."""

from __future__ import annotations

from qgis.core import QgsFeature, QgsPointXY, QgsVectorLayer, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsRubberBand
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeyEvent

from .survey_tool import LayerOf, SurveyTool

PAINTED = QColor(240, 140, 0, 110)


class PaintTool(SurveyTool):
    """``taken``: the layer (None: there is none), and the features that were painted over."""

    taken = pyqtSignal(object, object)

    def __init__(self, canvas: QgsMapCanvas, layer_of: LayerOf) -> None:
        super().__init__(canvas, layer_of)
        self._layer: QgsVectorLayer | None = None
        self._last: QgsPointXY | None = None
        self._painted: dict[int, QgsFeature] = {}
        self._band = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        self._band.setColor(PAINTED)

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        """Begin to paint."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._layer = self._layer_of()
        if self._layer is None:
            self.taken.emit(None, [])
            return
        self._last = event.mapPoint()
        self._paint(self._layer, [self._last])

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        """Paint on: what lies between two events of a fast mouse too."""
        if self._last is not None and self._layer is not None:
            here = event.mapPoint()
            self._paint(self._layer, [self._last, here])
            self._last = here

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        """Take what was painted over."""
        if event.button() == Qt.MouseButton.LeftButton and self._last is not None:
            self.canvasMoveEvent(event)
            layer, painted = self._layer, list(self._painted.values())
            self._stop()
            self.taken.emit(layer, painted)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc takes nothing."""
        if event.key() == Qt.Key.Key_Escape and self._last is not None:
            self._stop()
            event.accept()

    def deactivate(self) -> None:
        """Another tool takes nothing of this one."""
        self._stop()
        super().deactivate()

    def _paint(self, layer: QgsVectorLayer, points: list[QgsPointXY]) -> None:
        for feature in self.along(layer, points):
            if feature.id() not in self._painted:
                self._painted[feature.id()] = feature
                self._band.addGeometry(feature.geometry(), layer)

    def _stop(self) -> None:
        self._painted, self._last, self._layer = {}, None, None
        self._band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
