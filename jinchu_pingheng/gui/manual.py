"""F1 opens the page of the manual that tells about what has the focus."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable

from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QMessageBox, QWidget

FOLDER = Path(__file__).resolve().parent.parent / "manual"
"""HTML that is made when the plugin is packed; sources have none."""


def explain(widget: QWidget, place: str) -> None:
    """Let F1 in a widget and what it holds open a place of the manual, 'page' or 'page#name'; what
    lies inside may have a place of its own."""
    Explained(widget, lambda: place, widget)


def open_manual(place: str, parent: QWidget | None) -> None:
    """Open a place in the browser, or say in one sentence where the manual is."""
    page, _, name = place.partition("#")
    file = FOLDER / f"{page}.html"
    if not file.is_file():
        text = _tr("源码中没有生成手册，请看 docs/manual/index.md；安装的插件带有手册。")
    else:
        url = QUrl.fromLocalFile(str(file))
        if name:
            url.setFragment(name)
        if QDesktopServices.openUrl(url):
            return
        text = _tr("没有打开浏览器，请自行打开 {}。").format(file)
    QMessageBox.information(parent, _tr("帮助手册"), text)


class Explained(QObject):
    """Takes F1 from a widget before QGIS opens its own help. ``place`` gives the place at that
    moment, '' to leave the key to QGIS. Works as long as ``owner`` lives."""

    def __init__(self, widget: QWidget, place: Callable[[], str], owner: QObject) -> None:
        super().__init__(owner)
        self._widget, self._place = widget, place
        widget.installEventFilter(self)

    def eventFilter(self, watched: Any, event: Any) -> bool:  # noqa: N802  (Qt calls this name)
        """A key comes twice: first it is asked whether it may be a shortcut of the window."""
        kinds = QEvent.Type
        if event.type() not in (kinds.ShortcutOverride, kinds.KeyPress):
            return False
        if event.key() != Qt.Key.Key_F1 or event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return False
        place = self._place()
        if not place:
            return False
        event.accept()
        if event.type() == kinds.KeyPress:
            open_manual(place, self._widget)
        return True


def _tr(text: str) -> str:
    return QCoreApplication.translate("manual", text)
