"""Runs inside QGIS: the mouse, the keys and the camera of a script.

What may open a dialog is pressed by a timer of its own, so that the script goes on in the dialog's
loop."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsGeometry, QgsPointXY
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QPushButton, QWidget
from qgis.utils import iface
from running import Steps

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
PLAIN = Qt.KeyboardModifier.NoModifier


def shot(name: str) -> Steps:
    """A picture of the screen where QGIS's window is, once the map is drawn."""
    canvas = iface.mapCanvas()
    yield lambda: not canvas.isDrawing()
    QApplication.processEvents()
    box = iface.mainWindow().geometry()
    image = QApplication.primaryScreen().grabWindow(0, box.x(), box.y(), box.width(), box.height())
    assert image.save(str(Path(os.environ["JINCHU_SCREENS"]) / f"{name}.png"))


def press(widget: QWidget, spot: QPoint | None = None) -> None:
    """Click a widget, soon."""
    place = spot or widget.rect().center()
    QTimer.singleShot(0, lambda: QTest.mouseClick(widget, LEFT, PLAIN, place))


def press_action(action: Any) -> None:
    """Click the button that stands for an action in a toolbar."""
    press(button_of(action))


def button_of(action: Any) -> QWidget:
    """The visible button of an action."""
    bars = (bar for bar in action.associatedWidgets() if hasattr(bar, "widgetForAction"))
    found = (bar.widgetForAction(action) for bar in bars)
    return next(button for button in found if button is not None and button.isVisible())


def choose(menu_button: QWidget, *words: str, picture: str = "") -> Steps:
    """Open a button's menu and click the first entry that contains one of the words."""
    press(menu_button)
    yield lambda: QApplication.activePopupWidget() is not None
    if picture:
        yield from shot(picture)
    menu: Any = QApplication.activePopupWidget()
    entry = next(a for word in words for a in menu.actions() if word in a.text())
    press(menu, menu.actionGeometry(entry).center())
    yield lambda: QApplication.activePopupWidget() is None


def dialog() -> Any:
    """The dialog that waits for the user, or None."""
    return QApplication.activeModalWidget()


def button(parent: QWidget, text: str) -> QPushButton:
    """The button of a dialog that says so."""
    return next(b for b in parent.findChildren(QPushButton) if text in b.text())


def write(field: Any, text: str) -> None:
    """Type over what stands in a field; Chinese comes at once, as from an input method."""
    field.setFocus()
    field.selectAll()
    if text.isascii():
        QTest.keyClicks(field, text)
    else:
        field.insert(text)


def on_canvas(point: QgsPointXY) -> QPoint:
    """Where a point of the map is on the canvas."""
    spot = iface.mapCanvas().getCoordinateTransform().transform(point)
    return QPoint(round(spot.x()), round(spot.y()))


def inside(shape: QgsGeometry) -> QgsPointXY:
    """A point well inside a polygon."""
    return shape.poleOfInaccessibility(1.0)[0].asPoint()


def click(point: QgsPointXY, mouse: Any = LEFT, keys: Any = PLAIN) -> None:
    """Click on the map."""
    place = on_canvas(point)
    view = iface.mapCanvas().viewport()
    assert view.rect().contains(place), "not in view"
    QTest.mouseMove(view, place)
    QTest.mouseClick(view, mouse, keys, place)


def drag(points: Iterable[QgsPointXY]) -> None:
    """Drag the mouse over the map with its button held."""
    view, places = iface.mapCanvas().viewport(), [on_canvas(point) for point in points]
    QTest.mousePress(view, LEFT, PLAIN, places[0])
    for place in places[1:]:
        QTest.mouseMove(view, place)
    QTest.mouseRelease(view, LEFT, PLAIN, places[-1])


def idle() -> bool:
    """No task of QGIS's is under way."""
    return QgsApplication.taskManager().countActiveTasks() == 0
