"""Classes that Qt 6 keeps in another module than Qt 5 does; not every QGIS hides the move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt import QtGui, QtWidgets

if TYPE_CHECKING:

    class QAction(Any):
        """Whichever module has it."""

else:
    QAction = (QtGui if hasattr(QtGui, "QAction") else QtWidgets).QAction
