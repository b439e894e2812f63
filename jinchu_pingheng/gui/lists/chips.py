"""A row of small buttons that each let one kind of row through."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QToolButton, QWidget


class Chips(QWidget):
    """``changed``: another choice. With none pressed all kinds are shown."""

    changed = pyqtSignal()

    def __init__(self, kinds: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QToolButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        for text, kind in kinds:
            button = QToolButton()
            button.setText(text)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.toggled.connect(lambda _: self.changed.emit())
            self.buttons[kind] = button
            layout.addWidget(button)

    def pressed(self) -> set[str] | None:
        """The kinds that are let through; None where nobody has chosen."""
        return {kind for kind, button in self.buttons.items() if button.isChecked()} or None
