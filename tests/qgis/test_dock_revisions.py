"""Approve, change, compare and try a scenario in the dock."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject, QgsVectorLayer

from jinchu_pingheng.core.model import IN, OUT
from jinchu_pingheng.jobs.check import check_plan
from jinchu_pingheng.jobs.preview import given_layers
from jinchu_pingheng.plan.store import Plan
from tests.qgis.dock_window import Interface, ids, message, save, settle, tag, wait_for
from tests.qgis.layers import SURVEY_FIELDS, write_layer

GIVEN = ("云政函〔2023〕12号", "云川县人民政府", "2023-03-20")


@pytest.fixture
def filed(dock: Any, survey: QgsVectorLayer, plan_file: Path, tmp_path: Path) -> Any:
    """The dock on a plan of two parcels that flow out, saved, and measured by a file."""
    tag(dock, survey, OUT, "0103")
    save(dock)
    from shapely import wkb

    rows = [
        (
            wkb.loads(bytes(feature.geometry().asWkb())),
            ("1", feature["DLBM"], feature["ZLDWDM"], feature["ZLDWMC"], feature["GDDB"]),
        )
        for feature in survey.getFeatures()
    ]
    file = write_layer(tmp_path / "DLTB_文件.gpkg", SURVEY_FIELDS, rows)
    layer = QgsVectorLayer(file, "DLTB", "ogr")
    QgsProject.instance().addMapLayer(layer)
    check_plan(plan_file, given_layers({"DLTB": [(layer, "")]}), draw=False)
    return dock


def idle(dock: Any) -> None:
    wait_for(lambda: dock.revising._errands._work is None)
    settle()


def approve(dock: Any) -> None:
    dock.revising.record(*GIVEN)
    idle(dock)


def compare(dock: Any) -> Any:
    dock.panels.comparing.button.click()
    idle(dock)
    return dock.panels.comparing


def test_an_approval_is_offered_for_comparison_at_once(filed: Any, iface: Interface) -> None:
    assert filed.panels.comparing.base.count() == 1
    approve(filed)
    assert "批准" in message(iface)
    assert "云政函〔2023〕12号" in filed.panels.comparing.base.itemText(0)
    assert filed.panels.comparing.base.currentIndex() == 0
    approve(filed)
    assert "这一版已经登记过批准" in message(iface)


def test_what_changed_since_the_approval_is_listed_and_flashed(
    filed: Any, survey: QgsVectorLayer, iface: Interface
) -> None:
    approve(filed)
    tag(filed, survey, IN, "0404")
    save(filed)
    panel = compare(filed)
    assert [row[:3] for row in panel.changes.texts()] == [["新增", "LR0001", "流入"]]
    assert panel.changes.texts()[0][4:7] == ["0.0000", "1.0000", "1.0000"]
    assert panel.balances.texts()[-1] == [
        "云川县", "合计", "2.0000", "2.0000", "0.0000", "1.0000", "-2.0000", "-1.0000"
    ]  # fmt: skip
    assert "新增 1，取消 0，调整 0；结余 -2.0000 → -1.0000 公顷" in panel.summary.text()
    flashed: list[Any] = []
    iface.canvas.flashGeometries = lambda shapes, crs: flashed.extend(shapes)
    panel.changes.shown.emit(0)
    assert [round(shape.area()) for shape in flashed] == [10_000]


def test_the_tab_is_brought_to_the_front_by_the_menu(filed: Any) -> None:
    filed.toolbar.menu.compare_requested.emit()
    assert filed.lists.tabs.currentWidget() is filed.panels.comparing


def test_a_scenario_takes_the_unsaved_edits_along_and_leaves_the_plan(
    filed: Any, survey: QgsVectorLayer, plan_file: Path
) -> None:
    tag(filed, survey, IN, "0404")
    path = filed.revising.make_scenario("少占水田")
    filed.choosing.go_on_with_copy(lambda: path)
    settle()
    assert path == plan_file.with_name("方案.情景 少占水田.gpkg")
    assert ids(filed) == ["LC0001", "LC0002", "LR0001"] and filed.session.unsaved == 0
    assert filed.session.title == "云川县2023年度（情景 少占水田）"
    with Plan.open(plan_file) as plan, Plan.open(path) as scenario:
        assert plan.parcel_ids() == ["LC0001", "LC0002"]
        assert plan.edition.plan_id == scenario.edition.plan_id
        assert "情景“少占水田”" in scenario.edition.text
        assert "情景" not in plan.edition.text


@pytest.mark.parametrize(
    ("name", "said"), [(" ", "没有填写情景名称"), ("甲/乙", "不能作为情景名称")]
)
def test_a_name_that_no_file_can_have_is_refused(
    filed: Any, plan_file: Path, name: str, said: str
) -> None:
    from jinchu_pingheng.core.errors import PlanError

    before = sorted(plan_file.parent.iterdir())
    with pytest.raises(PlanError, match=said):
        filed.revising.make_scenario(name)
    assert sorted(plan_file.parent.iterdir()) == before


def test_a_scenario_is_compared_with_its_plan(
    filed: Any, survey: QgsVectorLayer, plan_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed.choosing.go_on_with_copy(lambda: filed.revising.make_scenario("甲"))
    settle()
    tag(filed, survey, IN, "0404")
    save(filed)
    monkeypatch.setattr("jinchu_pingheng.gui.desk.revising.choose_plan", lambda _: plan_file)
    panel = compare(filed)
    assert [row[1] for row in panel.changes.texts()] == ["LR0001"]
    assert panel.table_button.isEnabled()
