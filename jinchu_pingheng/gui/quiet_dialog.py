"""A dialog whose buttons work at once: Enter in a field ends the field and presses no button."""

from __future__ import annotations

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QGuiApplication, QKeyEvent
from qgis.PyQt.QtWidgets import QAbstractSpinBox, QDialog, QHBoxLayout, QLineEdit, QWidget


class QuietDialog(QDialog):
    """Qt would press the first button, whatever it does. A button with the focus obeys Enter."""

    def ask_size(self, width: int, height: int) -> None:
        """Be as large, but no larger than the screen leaves room for."""
        room = QGuiApplication.primaryScreen().availableGeometry().size()
        self.resize(QSize(width, height).boundedTo(room))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Keys that the fields have left over."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not (enter and isinstance(self.focusWidget(), (QLineEdit, QAbstractSpinBox))):
            super().keyPressEvent(event)


def acting(*widgets: QWidget) -> QHBoxLayout:
    """Buttons that act beside the box that closes: in one box with them, Tab would pass it by."""
    row = QHBoxLayout()
    row.addStretch(1)
    for widget in widgets:
        row.addWidget(widget)
    return row
