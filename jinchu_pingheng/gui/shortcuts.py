"""Keys of the toolbar's actions: QGIS lists them under 键盘快捷键, where the user may choose
others, and ends a tooltip with the key."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.gui import QgsGui
from qgis.PyQt.QtGui import QKeySequence

from .moved_classes import QAction


def offer(actions: Iterable[QAction]) -> list[QAction]:
    """Let QGIS keep the keys of these actions, separators left out; returns those that it keeps."""
    named = [action for action in actions if action.text()]
    for action in named:
        QgsGui.shortcutsManager().registerAction(action, action.shortcut().toString())
    return named


def withdraw(actions: Iterable[QAction]) -> None:
    """These actions are going."""
    for action in actions:
        QgsGui.shortcutsManager().unregisterAction(action)


def describe(action: QAction, text: str) -> None:
    """Give an action another tooltip, with its key as QGIS writes it."""
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"<b>{text}</b> ({key})" if key else f"<b>{text}</b>")
