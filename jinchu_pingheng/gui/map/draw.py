"""绘制: a polygon corner by corner, which snaps to the survey. A right click or Enter ends it,
Backspace takes a corner back, Esc all of them."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsSnappingConfig,
    QgsSnappingUtils,
    QgsTolerance,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsRubberBand, QgsSnapIndicator
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeyEvent

from .survey_tool import LayerOf, SurveyTool

DRAWN = QColor(240, 140, 0, 90)
SNAP_PX = 12.0
_FEWEST = 3


class DrawTool(SurveyTool):
    """``drawn``: a polygon in the map's CRS."""

    drawn = pyqtSignal(object)

    def __init__(self, canvas: QgsMapCanvas, layer_of: LayerOf) -> None:
        super().__init__(canvas, layer_of)
        self._corners: list[QgsPointXY] = []
        self._band = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        self._band.setColor(DRAWN)
        self._indicator = QgsSnapIndicator(canvas)
        self._snapping: QgsSnappingUtils | None = None

    def activate(self) -> None:
        """Snap to the survey as it is now."""
        super().activate()
        layer = self._layer_of()
        self._snapping = _snapping(layer) if layer is not None else None

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        """The last corner follows the mouse."""
        point = self._snapped(event)
        if self._corners:
            self._show([*self._corners, point])

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        """A corner, or the end."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._corners.append(self._snapped(event))
            self._show(self._corners)
        elif event.button() == Qt.MouseButton.RightButton:
            self._end()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """End, take back, or give up."""
        if not self._corners:
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end()
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._corners.pop()
            self._show(self._corners)
        elif event.key() == Qt.Key.Key_Escape:
            self._stop()
        else:
            return
        event.accept()

    def deactivate(self) -> None:
        """What was not ended is given up."""
        self._stop()
        self._indicator.setVisible(False)
        super().deactivate()

    def _snapped(self, event: QgsMapMouseEvent) -> QgsPointXY:
        if self._snapping is None:
            return event.mapPoint()
        self._snapping.setMapSettings(self.canvas().mapSettings())
        match = self._snapping.snapToMap(event.originalMapPoint())
        self._indicator.setMatch(match)
        return match.point() if match.isValid() else event.originalMapPoint()

    def _end(self) -> None:
        corners = self._corners
        self._stop()
        if len(corners) >= _FEWEST:
            self.drawn.emit(QgsGeometry.fromPolygonXY([corners]))

    def _stop(self) -> None:
        self._corners = []
        self._band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)

    def _show(self, corners: list[QgsPointXY]) -> None:
        self._band.setToGeometry(QgsGeometry.fromPolygonXY([corners]), None)


def _snapping(layer: QgsVectorLayer) -> QgsSnappingUtils:
    """Snaps to corners and edges of one layer, whatever the project snaps to."""
    config = QgsSnappingConfig(QgsProject.instance())
    config.setEnabled(True)
    config.setMode(QgsSnappingConfig.SnappingMode.AdvancedConfiguration)
    kinds = QgsSnappingConfig.SnappingTypes
    corners_and_edges: Any = kinds.VertexFlag | kinds.SegmentFlag
    config.setIndividualLayerSettings(
        layer,
        QgsSnappingConfig.IndividualLayerSettings(
            True,
            corners_and_edges,
            SNAP_PX,
            QgsTolerance.UnitType.Pixels,
        ),
    )
    snapping = QgsSnappingUtils()
    snapping.setConfig(config)
    snapping.setIndexingStrategy(QgsSnappingUtils.IndexingStrategy.IndexExtent)
    return snapping
