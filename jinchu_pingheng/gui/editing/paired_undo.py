"""Steps of the undo stack that belong to the step before them: the user undoes and redoes both at
once."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QObject


class PairedUndo(QObject):
    """Every step of a QUndoStack named ``name`` goes with the step before it. QGIS has closed that
    one by the time at which one can write into what it made."""

    def __init__(self, stack: Any, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stack, self._name, self._index = stack, name, stack.index()
        stack.indexChanged.connect(self._follow)

    def release(self) -> None:
        """Follow no more."""
        self._stack.indexChanged.disconnect(self._follow)

    def _follow(self, index: int) -> None:
        before, self._index = self._index, index
        if index in (0, self._stack.count()) or self._stack.text(index) != self._name:
            return
        if index < before:
            self._stack.undo()
        else:
            self._stack.redo()
