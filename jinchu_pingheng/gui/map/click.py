"""点选, 分割: a click takes the polygon below it."""

from __future__ import annotations

from qgis.gui import QgsMapMouseEvent
from qgis.PyQt.QtCore import Qt, pyqtSignal

from .survey_tool import SurveyTool


class ClickTool(SurveyTool):
    """``taken``: the layer (None: there is none), and the features below the mouse (one or
    none)."""

    taken = pyqtSignal(object, object)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        """Take the polygon."""
        if event.button() == Qt.MouseButton.LeftButton:
            layer = self._layer_of()
            found = self.along(layer, [event.mapPoint()]) if layer is not None else []
            self.taken.emit(layer, found[:1])
