"""Whether layers that a check looks at change: their data, their filter, their edits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qgis.core import QgsMapLayer, QgsVectorLayer
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

QUIET_MS = 700
"""Edits of a survey layer come in bursts, and each costs a check of everything."""


class LayerWatch(QObject):
    """``changed``: one of the watched layers has changed."""

    changed = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layers: list[QgsMapLayer] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET_MS)
        self._timer.timeout.connect(self.changed)

    @property
    def waiting(self) -> bool:
        """Whether a change is not told yet, because more may come."""
        return self._timer.isActive()

    def watch(self, layers: Iterable[QgsMapLayer]) -> None:
        """Watch these layers, and no others."""
        self._timer.stop()
        for layer in self._layers:
            if not sip.isdeleted(layer):
                for signal in _signals(layer):
                    signal.disconnect(self._timer.start)
        self._layers = list({layer.id(): layer for layer in layers}.values())
        for layer in self._layers:
            for signal in _signals(layer):
                signal.connect(self._timer.start)


def _signals(layer: QgsMapLayer) -> list[Any]:
    signals = [layer.dataChanged, layer.crsChanged, layer.dataSourceChanged]
    if isinstance(layer, QgsVectorLayer):
        signals += [
            layer.subsetStringChanged,
            layer.layerModified,
            layer.afterRollBack,
            layer.updatedFields,
        ]
    return signals
