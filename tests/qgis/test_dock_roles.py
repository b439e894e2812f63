"""A role whose layer leaves the project: it stays with its name, its rules wait, no other layer
takes it by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject, QgsVectorLayer

from jinchu_pingheng.core.model import IN, OUT
from jinchu_pingheng.gui.layers.role_dialog import STATE, TEXT, RoleDialog
from tests.qgis.dock_window import idle, inflow, marks, message, settle, survey_layer, tag

pytestmark = pytest.mark.usefixtures("qgis_app")


def texts(dock: Any, parcel_id: str) -> list[str]:
    dock.panels.verdicts.show_parcels([parcel_id])
    return dock.panels.verdicts.texts()


def test_a_role_whose_layer_is_gone_waits_and_nobody_takes_it(
    dock: Any, survey: QgsVectorLayer, red: QgsVectorLayer
) -> None:
    for name in ("永久基本农田", "高标准农田", "饮用水水源一级保护区"):
        QgsProject.instance().addMapLayer(survey_layer(name))
    inflow(dock, survey)
    before = {role: layer.name() for role, layer in dock.panels.roles.layers().items()}
    assert before["STBHHX"] == "生态保护红线" and marks(dock)["LR0001"] == "✗"
    QgsProject.instance().removeMapLayer(red.id())
    idle(dock)
    after = {role: layer.name() for role, layer in dock.panels.roles.layers().items()}
    assert after == {role: name for role, name in before.items() if role != "STBHHX"}
    dialog = RoleDialog(dock.session, dock.panels.roles)
    dialog.select("STBHHX")
    state, text = (dialog.table.item(dialog.table.currentRow(), c) for c in (STATE, TEXT))
    assert state.text() == "✗ 不可用" and text.text() == "图层已移除：生态保护红线"
    assert state.foreground().color().name().upper() == "#C92A2A"
    assert dialog.detail.table.item(0, 0).text() == "✗ 生态保护红线（图层已移除）"
    dialog.done(0)
    waiting = [text for text in texts(dock, "LR0001") if "图层已移除：生态保护红线" in text]
    assert waiting and all(text.startswith("? 无法判定") for text in waiting)


def test_a_layer_of_the_same_name_takes_the_role_again(
    dock: Any, survey: QgsVectorLayer, red: QgsVectorLayer
) -> None:
    QgsProject.instance().removeMapLayer(red.id())
    settle()
    assert dock.panels.roles.lost() == {"STBHHX": "生态保护红线"}
    again = survey_layer("生态保护红线")
    QgsProject.instance().addMapLayer(again)
    settle()
    assert dock.panels.roles.layers()["STBHHX"] == again and not dock.panels.roles.lost()


def test_a_role_that_was_emptied_by_hand_is_not_guessed_again(
    dock: Any, survey: QgsVectorLayer, red: QgsVectorLayer
) -> None:
    dock.panels.roles.choose("STBHHX", None)
    QgsProject.instance().addMapLayer(survey_layer("又一个图层"))
    settle()
    assert "STBHHX" not in dock.panels.roles.layers()


def test_without_its_survey_the_check_pauses_and_says_so(dock: Any, survey: QgsVectorLayer) -> None:
    tag(dock, survey, OUT, "0103")
    idle(dock)
    QgsProject.instance().removeMapLayer(survey.id())
    settle()
    assert "“DLTB”已移除" in dock.panels.balance.verdict
    assert set(marks(dock).values()) == {""}


def test_a_check_with_a_lost_layer_is_refused(
    dock: Any, survey: QgsVectorLayer, red: QgsVectorLayer, iface: Any
) -> None:
    tag(dock, survey, IN, "0404")
    dock.panels.parcels.save_action.trigger()
    QgsProject.instance().removeMapLayer(red.id())
    settle()
    dock.toolbar.check_action.trigger()
    assert "图层已移除" in message(iface) and "生态保护红线" in message(iface)


def test_a_new_project_and_another_one_leave_no_deleted_layers(
    dock: Any, survey: QgsVectorLayer, red: QgsVectorLayer, plan_file: Path, iface: Any
) -> None:
    """Two roles played by one layer, one removed before: what made layer_watch fail."""
    dock.panels.roles.choose("GYL", red)
    inflow(dock, survey)
    dock.session.save()
    QgsProject.instance().removeMapLayer(red.id())
    settle()
    QgsProject.instance().clear()
    settle()
    assert dock.session is None
    assert dock.panels.roles.layers() == {} and dock.panels.roles.lost() == {}
    layer = survey_layer()
    QgsProject.instance().addMapLayer(layer)
    iface.activate(layer)
    dock.open_plan(plan_file)
    idle(dock)
    assert dock.panels.balance.cells()[-1][1:3] == ["2.0000", "1.0000"]
