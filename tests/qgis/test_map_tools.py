"""Parcels are tagged and split on the map, by mouse and keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsPointXY, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from jinchu_pingheng.core.model import IN, OUT
from jinchu_pingheng.gui.editing.tagging import CUT, REPLACE, STAY
from jinchu_pingheng.gui.lists.parcel_model import ID
from tests.qgis.dock_window import (
    Interface,
    X,
    Y,
    idle,
    ids,
    land,
    message,
    rectangle,
    save,
    settle,
    tag,
    wait_for,
)

pytestmark = pytest.mark.usefixtures("qgis_app")
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture
def canvas(dock: Any, survey: QgsVectorLayer, iface: Interface) -> Iterator[Any]:
    """The squares of the survey from 0 to 500 m east, 1 px a metre."""
    canvas = iface.canvas
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4544"))
    canvas.resize(600, 300)
    canvas.show()
    canvas.setExtent(QgsRectangle(X - 50, Y - 100, X + 550, Y + 200))
    settle()
    yield canvas
    canvas.hide()


def at(canvas: Any, east: float, north: float) -> QPoint:
    spot = canvas.getCoordinateTransform().transform(QgsPointXY(X + east, Y + north))
    return QPoint(round(spot.x()), round(spot.y()))


def click(canvas: Any, east: float, north: float, button: Any = LEFT) -> None:
    QTest.mouseClick(
        canvas.viewport(), button, Qt.KeyboardModifier.NoModifier, at(canvas, east, north)
    )
    settle()


def drag(canvas: Any, *spots: tuple[float, float]) -> None:
    """Press, move with the button held, let go."""
    view, none = canvas.viewport(), Qt.KeyboardModifier.NoModifier
    QTest.mousePress(view, LEFT, none, at(canvas, *spots[0]))
    for spot in spots[1:]:
        place = QPointF(at(canvas, *spot))
        kind = QEvent.Type.MouseMove
        QApplication.sendEvent(view, QMouseEvent(kind, place, Qt.MouseButton.NoButton, LEFT, none))
    QTest.mouseRelease(view, LEFT, none, at(canvas, *spots[-1]))
    settle()


def take(dock: Any, name: str) -> None:
    [action] = [action for action in dock.kit.actions if action.text() == name]
    action.trigger()


def test_a_click_tags_the_polygon_below_the_mouse_by_the_form(dock: Any, canvas: Any) -> None:
    take(dock, "点选")
    click(canvas, 50, 50)
    assert land(dock) == {"LC0001": 10000}
    dock.panels.tagging.choose(IN)
    click(canvas, 450, 50)
    assert land(dock) == {"LC0001": 10000, "LR0001": 10000}
    dock.session.layer.undoStack().undo()
    settle()
    assert ids(dock) == ["LC0001"]


def test_a_click_beside_the_survey_tags_nothing(dock: Any, canvas: Any) -> None:
    take(dock, "点选")
    click(canvas, 150, 50)
    assert ids(dock) == []


def test_what_the_mouse_is_dragged_over_becomes_parcels_in_one_step(dock: Any, canvas: Any) -> None:
    take(dock, "刷选")
    steps = dock.session.layer.undoStack().index()
    drag(canvas, (50, 50), (150, 60), (250, 50))
    assert land(dock) == {"LC0001": 10000, "LC0002": 10000}
    assert dock.session.layer.undoStack().index() == steps + 1


def test_a_fast_mouse_leaves_nothing_out(dock: Any, canvas: Any) -> None:
    take(dock, "刷选")
    drag(canvas, (20, 20), (480, 90))
    assert len(ids(dock)) == 3


def test_land_that_is_tagged_already_is_skipped(dock: Any, canvas: Any, iface: Interface) -> None:
    take(dock, "点选")
    click(canvas, 50, 50)
    dock.session.layer.changeGeometry(
        next(f.id() for f in dock.session.layer.getFeatures()), rectangle(0, 0, 40, 100)
    )
    settle()
    click(canvas, 70, 50)
    assert land(dock) == {"LC0001": 4000, "LC0002": 6000}
    click(canvas, 70, 50)
    assert "全部已经标注" in message(iface) and len(ids(dock)) == 2


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        (CUT, {"LC0001": 10000, "LC0003": 10000}),  # LC0002 was cut away whole
        (REPLACE, {"LC0002": 10000, "LC0003": 10000}),
        (STAY, {"LC0001": 10000}),
    ],
)
def test_without_the_option_one_question_is_asked_for_a_batch(
    dock: Any, canvas: Any, answer: str, left: dict[str, int]
) -> None:
    asked = []
    dock.kit.ask = lambda overlap: asked.append(overlap.names) or answer
    take(dock, "点选")
    click(canvas, 50, 50)
    dock.kit.only_untagged.setChecked(False)
    take(dock, "刷选")
    drag(canvas, (50, 50), (250, 50))
    assert asked == [("LC0001",)]
    assert land(dock) == left


def test_a_locked_parcel_is_neither_replaced_nor_mended(
    dock: Any, canvas: Any, iface: Interface
) -> None:
    dock.kit.ask = lambda overlap: REPLACE
    take(dock, "点选")
    click(canvas, 50, 50)
    dock.session.layer.selectAll()
    take(dock, "锁定或解锁")
    dock.kit.only_untagged.setChecked(False)
    click(canvas, 50, 50)
    assert ids(dock) == ["LC0001"] and "全部已经标注" in message(iface)
    take(dock, "分割")
    idle(dock)
    dock.kit.splits.actions()[0].trigger()
    click(canvas, 50, 50)
    assert "地块已锁定" in message(iface)


def test_a_lock_is_kept_in_the_plan_shown_in_the_list_and_keeps_the_parcel(
    dock: Any, canvas: Any, iface: Interface, plan_file: Path
) -> None:
    take(dock, "点选")
    click(canvas, 50, 50)
    save(dock)
    dock.session.layer.selectAll()
    take(dock, "锁定或解锁")
    dock.close_plan()
    dock.open_plan(plan_file)
    settle()
    model = dock.panels.parcels.model
    assert model.data(model.index(0, ID), Qt.ItemDataRole.ToolTipRole) == "LC0001 已锁定"
    dock.session.layer.selectAll()
    dock.panels.parcels.remove_action.trigger()
    assert ids(dock) == ["LC0001"] and "地块已锁定" in message(iface)
    take(dock, "锁定或解锁")
    assert model.data(model.index(0, ID), Qt.ItemDataRole.ToolTipRole) == "LC0001"
    dock.panels.parcels.remove_action.trigger()
    assert ids(dock) == []


def test_the_form_replaces_no_locked_parcel_either(
    dock: Any, survey: QgsVectorLayer, iface: Interface
) -> None:
    dock.kit.ask = lambda overlap: REPLACE
    tag(dock, survey, OUT, "0404")
    dock.session.layer.selectAll()
    take(dock, "锁定或解锁")
    tag(dock, survey, IN, "0404")
    assert ids(dock) == ["LC0001"] and "全部已经标注" in message(iface)


def test_a_drawn_corner_snaps_to_the_survey(dock: Any, canvas: Any) -> None:
    take(dock, "绘制")
    for corner in ((5, 4), (96, -3), (97, 104), (-4, 97)):
        click(canvas, *corner)
    click(canvas, 50, 50, RIGHT)
    assert land(dock) == {"LC0001": 10000}
    [parcel] = dock.session.layer.getFeatures()
    assert parcel["direction"] == OUT and parcel.geometry().equals(rectangle(0, 0, 100, 100))


def test_keys_take_a_corner_back_and_end_a_drawing(dock: Any, canvas: Any) -> None:
    take(dock, "绘制")
    for corner in ((0, 0), (100, 0), (300, 150)):
        click(canvas, *corner)
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    click(canvas, 100, 100)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    settle()
    assert land(dock) == {"LC0001": 5000}


def test_a_drawing_that_crosses_itself_is_refused(dock: Any, canvas: Any, iface: Interface) -> None:
    take(dock, "绘制")
    for corner in ((120, -50), (180, 150), (180, -50), (120, 150)):
        click(canvas, *corner)
    click(canvas, 50, 50, RIGHT)
    assert ids(dock) == [] and "自相交" in message(iface)


def test_a_parcel_is_split_along_the_ban_after_a_preview(
    dock: Any, canvas: Any, survey: QgsVectorLayer, red: QgsVectorLayer
) -> None:
    tag(dock, survey, IN, "0404")
    idle(dock)
    dock.kit.splits.actions()[1].trigger()
    click(canvas, 470, 50)
    wait_for(lambda: dock.fixing.proposal is not None)
    dock.fixing.make()
    settle()
    assert land(dock) == {"LR0001": 5000, "LR0002": 5000}


def test_combinations_come_back_by_their_key(dock: Any, canvas: Any) -> None:
    take(dock, "点选")
    click(canvas, 50, 50)
    dock.panels.tagging.choose(IN)
    click(canvas, 450, 50)
    [first, second] = [action for action in dock.kit.recent.actions if action.isVisible()]
    assert first.text().startswith("流入 · 1 ") and second.text().startswith("流出 · 1 ")
    assert second.shortcut().toString() == "Alt+2"
    second.trigger()
    assert dock.panels.tagging.direction == OUT


def test_the_card_offers_what_fits_the_chosen_parcel(
    dock: Any, canvas: Any, survey: QgsVectorLayer, red: QgsVectorLayer
) -> None:
    tag(dock, survey, IN, "0404")
    idle(dock)
    dock.session.layer.selectAll()
    dock.panels.card.fix_menu.aboutToShow.emit()
    texts = [action.text() for action in dock.panels.card.fix_menu.actions() if action.text()]
    assert "只保留非耕地部分" in texts and "贴合图斑界线（1 米以内）" in texts
    assert texts[-1] == "贴合容差…"


def test_without_a_survey_a_click_says_what_is_missing(
    dock: Any, canvas: Any, survey: QgsVectorLayer, iface: Interface
) -> None:
    dock.panels.roles.choose("DLTB", None)
    take(dock, "点选")
    click(canvas, 50, 50)
    assert "没有地类图斑图层" in message(iface)
