"""图层设置: lights, several layers for a role, filters, the county's statements."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsFeature, QgsProject, QgsVectorLayer
from qgis.PyQt.QtWidgets import QLineEdit

from jinchu_pingheng.core.model import FAIL
from jinchu_pingheng.gui.layers.role_detail import VALUES
from jinchu_pingheng.gui.layers.role_dialog import RoleDialog
from jinchu_pingheng.jobs.check import check_plan
from jinchu_pingheng.jobs.preview import given_layers
from jinchu_pingheng.jobs.role_state import BAD, GOOD, NONE, REMARK
from jinchu_pingheng.plan.store import Plan
from tests.qgis.dock_window import idle, inflow, marks, rectangle, settle

pytestmark = pytest.mark.usefixtures("qgis_app")


def zone(name: str, *rows: tuple[str, tuple[int, int, int, int]], field: str = "JB") -> Any:
    """A loaded layer of rectangles, each with a text in its field."""
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:4544&field={field}:string(20)", name, "memory")
    features = []
    for text, corners in rows:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(rectangle(*corners))
        feature.setAttributes([text])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    QgsProject.instance().addMapLayer(layer)
    return layer


WEST, EAST = (400, 0, 450, 100), (450, 0, 500, 100)
"""Halves of the square that flows in."""


@pytest.fixture
def dialog(dock: Any, survey: QgsVectorLayer) -> Any:
    dialog = RoleDialog(dock.session, dock.panels.roles)
    yield dialog
    dialog.done(0)


def lights(dialog: RoleDialog) -> dict[str, str]:
    return {item.role: dialog.light(item.role).level for item in dialog._roles.offered}


def test_a_green_light_tells_count_crs_and_fields(dialog: RoleDialog) -> None:
    light = dialog.light("DLTB")
    assert light.text.startswith("3 个要素 · EPSG:4544 · ")
    assert light.level == REMARK and "KCXS" in light.text  # this small survey lacks it
    assert "GDDJ" not in light.text  # it has GDDB, which comes first
    zone("生态保护红线", ("x", WEST))
    assert dialog.light("STBHHX") == (GOOD, "1 个要素 · EPSG:4544 · 字段齐")
    assert dialog.light("LQ").level == NONE


def test_inputs_of_a_role_that_is_shown_again_do_not_lie_over_the_new_ones(
    dialog: RoleDialog,
) -> None:
    """What is deleted later is still there while the dialog runs."""
    table = dialog.detail.table
    before = table.cellWidget(0, VALUES)
    dialog.detail.show_role(dialog._roles.offered[0])
    assert before.isHidden() and not table.cellWidget(0, VALUES).isHidden()


def test_a_layer_without_a_crs_or_without_features_is_not_green(dialog: RoleDialog) -> None:
    layer = zone("生态保护红线")
    assert dialog.light("STBHHX").level == REMARK and "没有要素" in dialog.light("STBHHX").text
    from qgis.core import QgsCoordinateReferenceSystem

    layer.setCrs(QgsCoordinateReferenceSystem())
    assert dialog.light("STBHHX").level == BAD and "没有坐标系" in dialog.light("STBHHX").text


def test_layers_of_several_usual_names_play_one_role_together(
    dock: Any, dialog: RoleDialog, survey: QgsVectorLayer
) -> None:
    """They are loaded one after another."""
    for number, name in enumerate(("GJGY", "SLGY", "FJMSQ", "DZGY", "SDGY")):
        zone(name, ("x", EAST if name == "SLGY" else (900, 100 * number, 950, 100 * number + 50)))
    playing = dock.panels.roles.playing()["ZRBHD"]
    assert [layer.name() for layer, _ in playing] == ["DZGY", "FJMSQ", "GJGY", "SDGY", "SLGY"]
    dialog.select("ZRBHD")
    names = [dialog.detail.table.item(row, 0).text() for row in range(5)]
    assert names == ["DZGY", "FJMSQ", "GJGY", "SDGY", "SLGY"]
    given = given_layers(dock.panels.roles.playing())
    assert [chosen.source.name for chosen in given["ZRBHD"]] == names


def test_building_land_of_a_plan_is_proposed_by_its_codes(dock: Any, dialog: RoleDialog) -> None:
    layer = zone("GHYDYH", ("0701", EAST), ("0101", WEST), field="YDYHFLDM")
    dialog.select("GHJSYD")
    dialog.detail.tick(layer, True)
    ((_, only),) = dock.panels.roles.playing()["GHJSYD"]
    assert only.startswith("YDYHFLDM=07,08")
    assert f"只取 {only}" in dialog.light("GHJSYD").text


def test_the_first_level_of_a_water_source_is_proposed_where_all_values_are_levels(
    dock: Any, dialog: RoleDialog
) -> None:
    zone("YYSSYD", ("一级保护区", EAST), ("二级保护区", WEST), ("准保护区", (0, 0, 9, 9)))
    ((_, only),) = dock.panels.roles.playing()["YYSYD"]
    assert only == "JB=一级保护区"


def test_nothing_is_proposed_where_a_level_is_spelled_strangely(
    dock: Any, dialog: RoleDialog
) -> None:
    zone("YYSSYD", ("一级保护区", EAST), ("I", WEST))
    ((_, only),) = dock.panels.roles.playing()["YYSYD"]
    assert only == "" and dialog.light("YYSYD").level == REMARK


def test_a_filter_changes_the_verdict_at_once_and_is_recorded_by_a_check(
    dock: Any, dialog: RoleDialog, survey: QgsVectorLayer, plan_file: Path
) -> None:
    layer = zone("生态保护红线", ("有效", (900, 0, 950, 50)), ("失效", WEST))
    inflow(dock, survey)
    assert marks(dock)["LR0001"] == "✗"
    dialog.select("STBHHX")
    dialog.detail.narrow(layer, "JB", "有效")
    idle(dock)
    assert marks(dock)["LR0001"] != "✗"
    assert "只取 JB=有效" in dialog.light("STBHHX").text
    dock.session.save()
    findings = check_plan(plan_file, given_layers(dock.panels.roles.playing()), draw=False)
    assert not [f for f in findings if f.rule_id == "in-redline" and f.verdict == FAIL]
    with Plan.open(plan_file) as plan:
        (row,) = plan.layers_by_role()["STBHHX"]
    assert row["filter"] == "JB=有效"


def test_a_filter_that_takes_nothing_is_red(dock: Any, dialog: RoleDialog) -> None:
    layer = zone("生态保护红线", ("x", WEST))
    dialog.select("STBHHX")
    dialog.detail.narrow(layer, "JB", "没有这个值")
    assert dialog.light("STBHHX").level == BAD


def test_the_projects_memory_holds_layers_and_filters(dock: Any, dialog: RoleDialog) -> None:
    from jinchu_pingheng.gui.layers.role_book import RoleBook

    first, second = zone("甲", ("x", WEST)), zone("乙", ("y", EAST))
    dialog.select("GYL")
    dialog.detail.tick(first, True)
    dialog.detail.tick(second, True)
    dialog.detail.narrow(second, "JB", "y")
    book = RoleBook()
    book.recall("GYL", all_there=True)
    assert [(e.name, e.only) for e in book.entries("GYL")] == [("甲", ""), ("乙", "JB=y")]


def test_one_of_several_layers_gone_makes_the_role_red_and_wait(
    dock: Any, dialog: RoleDialog
) -> None:
    first, second = zone("甲", ("x", WEST)), zone("乙", ("y", EAST))
    dialog.select("GYL")
    for layer in (first, second):
        dialog.detail.tick(layer, True)
    QgsProject.instance().removeMapLayer(second.id())
    settle()
    assert dock.panels.roles.lost() == {"GYL": "乙"} and "GYL" not in dock.panels.roles.playing()
    assert dialog.light("GYL").level == BAD


def test_a_statement_is_recorded_shown_and_taken_back(
    dock: Any, dialog: RoleDialog, plan_file: Path
) -> None:
    dialog.select("LQ")
    form = dialog.declaration
    form.record.click()
    assert "没有填写文号" in form._state.text()
    form.document.setText("云自然资〔2023〕5号")
    form.signed_by.setText("云川县林业和草原局")
    form.record.click()
    with Plan.open(plan_file) as plan:
        assert [item.role for item in plan.declarations()] == ["LQ"]
    assert dialog.light("LQ").level == GOOD and "本县无此类区域" in dialog.light("LQ").text
    zone("林区", ("x", WEST))
    dialog.refresh()
    assert dialog.light("LQ").level == REMARK
    form.withdraw.click()
    with Plan.open(plan_file) as plan:
        assert plan.declarations() == []


def test_nothing_of_the_last_role_covers_a_layer(dialog: RoleDialog) -> None:
    """Each row shows the inputs of its own layer and no other."""
    dialog.show()
    table = dialog.detail.table
    for row in (0, 3, 0):
        dialog.table.selectRow(row)
        settle()
        lines = [line for line in table.findChildren(QLineEdit) if line.isVisible()]
        assert len(lines) == table.rowCount()
