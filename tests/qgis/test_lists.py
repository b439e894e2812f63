"""The lists at the bottom: parcels narrowed down, copied and edited in place; findings gone through
one by one."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication, QWidget

from jinchu_pingheng.core.model import BLOCK, IN, OUT, UNKNOWN
from jinchu_pingheng.gui.lists.parcel_model import CLASS, NAME, PROJECT, STATE, TOWN, WHY
from jinchu_pingheng.gui.lists.text_table import TextTable
from jinchu_pingheng.gui.lists.town_box import TownBox
from jinchu_pingheng.judging.packs import BANNED, LACKING
from tests.qgis.dock_window import X, Y, idle, inflow, settle, tag

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def judged(dock: Any, survey: QgsVectorLayer, red: QgsVectorLayer) -> Any:
    """Two parcels out without papers, one in that is half banned; the findings are looked at."""
    dock.lists.show()
    dock.lists.tabs.setCurrentWidget(dock.panels.issues)
    inflow(dock, survey)
    return dock


def parcels(dock: Any) -> list[str]:
    model = dock.panels.parcels.table.model()
    return sorted(model.index(row, 1).data() for row in range(model.rowCount()))


def issues(dock: Any) -> list[tuple[str, str]]:
    model = dock.panels.issues.model
    return [
        (model.index(row, 0).data(), model.index(row, 1).data()) for row in range(model.rowCount())
    ]


def test_the_list_tells_state_township_class_and_the_gravest_finding(judged: Any) -> None:
    model = judged.panels.parcels.table.model()
    row = next(r for r in range(model.rowCount()) if model.index(r, 1).data() == "LR0001")
    said = [model.index(row, column).data() for column in (STATE, TOWN, CLASS)]
    assert said[0] == "✗ 禁止" and said[1] and said[2] == "0404 其他草地"
    assert "红线" in model.index(row, WHY).data()


def test_chips_and_text_narrow_the_list(judged: Any) -> None:
    bar = judged.panels.parcels.filters
    bar.sides.buttons[OUT].click()
    assert parcels(judged) == ["LC0001", "LC0002"]
    bar.sides.buttons[OUT].click()
    bar.states.buttons[BANNED].click()
    assert parcels(judged) == ["LR0001"]
    bar.states.buttons[LACKING].click()
    assert parcels(judged) == ["LC0001", "LC0002", "LR0001"]
    bar.search.setText("红线")
    assert parcels(judged) == ["LR0001"]
    bar.search.setText("0103")
    assert parcels(judged) == ["LC0001", "LC0002"]
    bar.search.clear()
    bar.town.setCurrentIndex(1)
    assert parcels(judged) == ["LC0001", "LC0002", "LR0001"]


def test_townships_are_those_that_the_list_has_now(qgis_app: Any) -> None:
    box, told = TownBox(), []
    box.offer(["西镇", "东镇", "", "东镇"])
    box.setCurrentIndex(box.findData("西镇"))
    box.currentIndexChanged.connect(told.append)
    box.offer(["西镇", "南镇"])
    assert [box.itemText(i) for i in range(box.count())][1:] == ["南镇", "西镇"]
    assert box.currentData() == "西镇" and not told
    box.offer(["南镇"])
    assert box.currentData() == "" and told == [0]


def test_a_column_is_never_narrower_than_its_heading(qgis_app: Any) -> None:
    table = TextTable(("Outflow: before", "原", "现"), (3, 30, 3))
    assert table.columnWidth(0) >= table.fontMetrics().horizontalAdvance("Outflow: before")
    assert table.columnWidth(1) == 30 * (table.fontMetrics().horizontalAdvance("0") + 1)


def test_copied_rows_are_what_is_seen(judged: Any) -> None:
    table = judged.panels.parcels.table
    table.selectAll()
    judged.panels.parcels.copy_action.trigger()
    heads, *rows = [line.split("\t") for line in QApplication.clipboard().text().split("\n")]
    assert heads[1:3] == ["编号", "方向"] and len(rows) == 3
    assert sorted(row[1] for row in rows) == ["LC0001", "LC0002", "LR0001"]
    assert {row[4] for row in rows} == {"1.0000"}


@pytest.mark.parametrize(("column", "field"), [(NAME, "name"), (PROJECT, "project")])
def test_a_name_is_edited_in_place_and_undone(judged: Any, column: int, field: str) -> None:
    model = judged.panels.parcels.table.model()
    assert model.flags(model.index(0, column)) & Qt.ItemFlag.ItemIsEditable
    assert not model.flags(model.index(0, 1)) & Qt.ItemFlag.ItemIsEditable
    model.setData(model.index(0, column), " 新名称 ")
    settle()
    assert model.index(0, column).data() == "新名称"
    assert "新名称" in [f[field] for f in judged.session.layer.getFeatures()]
    judged.panels.parcels.undo_action.trigger()
    settle()
    assert model.index(0, column).data() == ""


def test_the_findings_of_all_parcels_are_listed_bans_first(judged: Any) -> None:
    found = issues(judged)
    assert found[0] == ("✗ 禁止", "LR0001")
    assert {name for _, name in found} == {"LC0001", "LC0002", "LR0001"}
    judged.panels.issues.levels.buttons[UNKNOWN].click()
    assert {level for level, _ in issues(judged)} == {"? 无法判定"}


def test_findings_are_narrowed_by_rule_and_text(judged: Any) -> None:
    panel = judged.panels.issues
    panel.rule.setCurrentIndex(panel.rule.findData("in-redline"))
    assert issues(judged) == [("✗ 禁止", "LR0001")]
    panel.rule.setCurrentIndex(0)
    panel.search.setText("红线")
    assert ("✗ 禁止", "LR0001") in issues(judged) and len(issues(judged)) < len(panel.model.held)


def test_only_what_the_map_shows(judged: Any, iface: Any) -> None:
    iface.canvas.resize(400, 400)
    iface.canvas.setDestinationCrs(judged.session.layer.crs())
    iface.canvas.setExtent(QgsRectangle(X + 380, Y, X + 520, Y + 100))
    judged.panels.issues.only_view.click()
    assert {name for _, name in issues(judged)} == {"LR0001"}
    iface.canvas.setExtent(QgsRectangle(X - 20, Y, X + 120, Y + 100))
    settle()
    assert {name for _, name in issues(judged)} == {"LC0001"}


def test_next_and_previous_go_through_the_findings_without_zooming(judged: Any, iface: Any) -> None:
    panel, before = judged.panels.issues, iface.canvas.extent()
    seen = []
    for _ in range(2):
        panel.next.click()
        settle()
        (chosen,) = judged.session.layer.selectedFeatures()
        seen.append(chosen["parcel_id"])
    panel.previous.click()
    settle()
    (back,) = judged.session.layer.selectedFeatures()
    assert seen[0] == back["parcel_id"] == "LR0001" and panel.table.currentIndex().row() == 0
    assert iface.canvas.extent() == before


def test_an_edit_changes_only_the_findings_of_its_parcel(judged: Any) -> None:
    panel = judged.panels.issues
    resets: list[bool] = []
    panel.model.modelReset.connect(lambda: resets.append(True))
    before = [i for i in panel.model.issues if i.finding.parcel_id != "LC0001"]
    layer = judged.session.layer
    (parcel,) = [f for f in layer.getFeatures() if f["parcel_id"] == "LC0001"]
    layer.changeAttributeValue(
        parcel.id(), layer.fields().indexOf("consent_doc"), "云林流转〔2023〕3号"
    )
    idle(judged)
    assert not resets
    now = [i for i in panel.model.issues if i.finding.parcel_id != "LC0001"]
    assert [(i.level, i.finding.message) for i in now] == [
        (i.level, i.finding.message) for i in before
    ]
    mine = [i.finding.message for i in panel.model.issues if i.finding.parcel_id == "LC0001"]
    assert not any("未填承包户知情同意书" in text for text in mine)


def test_a_parcel_that_is_gone_takes_its_findings_along(judged: Any) -> None:
    judged.session.layer.selectByExpression("parcel_id = 'LR0001'")
    judged.panels.parcels.remove_action.trigger()
    idle(judged)
    assert "LR0001" not in {name for _, name in issues(judged)}
    assert BLOCK not in {issue.level for issue in judged.panels.issues.model.issues}


def test_findings_that_came_while_nobody_looked_are_there_afterwards(
    dock: Any, survey: QgsVectorLayer
) -> None:
    dock.lists.show()
    tag(dock, survey, IN, "0404")
    idle(dock)
    assert issues(dock) == []
    dock.lists.tabs.setCurrentWidget(dock.panels.issues)
    assert {name for _, name in issues(dock)} == {"LR0001"}


def test_the_tab_that_was_looked_at_comes_back(qgis_app: Any) -> None:
    from jinchu_pingheng.gui.lists.lists_dock import ListsDock

    first = ListsDock()
    for title in ("甲", "乙", "丙"):
        first.tabs.add(QWidget(), title)
    first.tabs.tabBarClicked.emit(1)
    second = ListsDock()
    for title in ("甲", "乙", "丙"):
        second.tabs.add(QWidget(), title)
    assert second.tabs.tabText(second.tabs.currentIndex()) == "乙"


def test_parcels_are_grouped_by_project_and_filled_in_together(judged: Any) -> None:
    layer, panel = judged.session.layer, judged.panels.projects
    for feature in layer.getFeatures():
        if feature["parcel_id"] == "LC0002":
            layer.changeAttributeValue(feature.id(), layer.fields().indexOf("project"), "绿化工程")
    judged.lists.tabs.setCurrentWidget(panel)
    idle(judged)
    table = panel.table
    rows = [[table.item(r, c).text() for c in range(6)] for r in range(table.rowCount())]
    assert rows == [
        ["绿化工程", "流出", "1", "1.0000", "", "1"],
        ["（未填项目）", "流出", "1", "1.0000", "", "1"],
        ["（未填项目）", "流入", "1", "1.0000", "1", ""],
    ]
    table.selectRow(0)
    settle()
    assert [f["parcel_id"] for f in layer.selectedFeatures()] == ["LC0002"]
    line = judged.panels.card.form.editors["consent_doc"]
    line.setText("云林流转〔2023〕3号")
    line.setModified(True)
    line.editingFinished.emit()
    settle()
    filled = {f["parcel_id"]: f["consent_doc"] for f in layer.getFeatures()}
    assert filled["LC0002"] == "云林流转〔2023〕3号" != filled["LC0001"]
