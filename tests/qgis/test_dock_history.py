"""The tab 历史: what the dock saves is told with who and the values before and after, and
exported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from qgis.core import QgsVectorLayer

from jinchu_pingheng.core.model import OUT
from jinchu_pingheng.jobs.history import use_name
from jinchu_pingheng.plan.parcel_history import current, replayed
from jinchu_pingheng.plan.store import Plan
from tests.qgis.dock_window import rectangle, save, settle, tag, wait_for
from tests.qgis.layers import Step


@pytest.fixture
def history(dock: Any, survey: QgsVectorLayer) -> Any:
    """The tab, shown, with two parcels tagged and saved."""
    panel = dock.panels.history
    dock.lists.show()
    dock.lists.show_page(panel)
    tag(dock, survey, OUT, "0103")
    save(dock)
    yield panel
    dock.lists.hide()
    use_name("")


def lines(panel: Any) -> list[list[str]]:
    """Without the time."""
    return [row[1:] for row in panel.table.texts()]


def change(dock: Any, parcel_id: str, **values: Any) -> None:
    layer = dock.session.layer
    [feature] = dock.session.features_of(parcel_id)
    layer.startEditing()
    for field, value in values.items():
        layer.changeAttributeValue(feature.id(), layer.fields().indexOf(field), value)
    settle()


def test_a_save_is_one_line_and_one_for_each_parcel(history: Any) -> None:
    told = [row[1:4] for row in lines(history)]
    assert told[:3] == [
        ["编辑地块", "", ""],
        ["编辑地块", "LC0001", "新增"],
        ["编辑地块", "LC0002", "新增"],
    ]
    assert told[-1] == ["新建方案", "", ""]


def test_a_check_is_told_as_soon_as_it_has_ended(dock: Any, history: Any) -> None:
    dock.toolbar.check_requested.emit()
    wait_for(lambda: "检查" in [row[1] for row in lines(history)])


def test_an_edited_field_is_told_alone_with_both_values(dock: Any, history: Any) -> None:
    change(dock, "LC0001", name="南梁")
    save(dock)
    [line] = [row for row in lines(history) if row[3] == "修改"]
    assert line[2:] == ["LC0001", "修改", "地块名称：空 → 南梁"]


def test_a_moved_border_and_a_removed_parcel_are_told(dock: Any, history: Any) -> None:
    layer = dock.session.layer
    [first], [second] = dock.session.features_of("LC0001"), dock.session.features_of("LC0002")
    layer.startEditing()
    layer.changeGeometry(first.id(), rectangle(0, 0, 50, 100))
    layer.deleteFeature(second.id())
    settle()
    save(dock)
    told = {row[2]: row[3:] for row in lines(history)[1:3]}
    assert told["LC0001"] == ["修改", "图形：修改；面积（平方米）：10000 → 5000"]
    assert told["LC0002"][0] == "移除" and "面积（平方米）：10000" in told["LC0002"][1]


def test_the_name_that_was_entered_is_told_from_then_on(dock: Any, history: Any) -> None:
    history.name.setText("张三")
    history.name.editingFinished.emit()
    change(dock, "LC0001", note="复核")
    save(dock)
    assert lines(history)[0][0] == "张三"
    assert lines(history)[-1][0] != "张三"


def test_a_line_leads_to_its_parcel_while_there_is_one(dock: Any, history: Any) -> None:
    zoomed: list[Any] = []
    dock._doings._zoom = zoomed.append
    [fid] = [feature.id() for feature in dock.session.features_of("LC0002")]
    place = next(i for i, row in enumerate(lines(history)) if row[2] == "LC0002")
    history.table.shown.emit(place)
    history.table.shown.emit(0)  # the line of the save itself
    assert zoomed == [[fid]]


def test_the_workbook_holds_the_values_before_and_after(
    dock: Any, history: Any, tmp_path: Path
) -> None:
    change(dock, "LC0001", name="南梁", type=2)
    save(dock)
    file = history.export(tmp_path / "历史")
    rows = [list(row) for row in load_workbook(file)["操作记录"].values]
    [row] = [row for row in rows if row[5] == "修改"]
    assert row[2:8] == ["编辑地块", None, "LC0001", "修改", "类型：1", "类型：2；地块名称：南梁"]


def test_the_algorithm_tells_edits_of_other_programs_too(
    step: Step, dock: Any, history: Any, plan_file: Path, tmp_path: Path
) -> None:
    with Plan.open(plan_file) as plan:
        plan._connection.execute("UPDATE parcels SET name = '改' WHERE parcel_id = 'LC0001'")
    found = step("exporthistory", PLAN=str(plan_file), FOLDER=str(tmp_path / "历史"))
    rows = [list(row) for row in load_workbook(found["FILES"][0])["操作记录"].values]
    last = [[cell or "" for cell in row] for row in rows[-2:]]
    assert last[0][1:4] == ["", "在其他程序中编辑地块", "读取方案时发现"]
    assert last[1][4:8] == ["LC0001", "修改", "", "地块名称：改"]


def test_edits_of_another_program_are_not_told_as_those_of_the_dock(
    dock: Any, history: Any, plan_file: Path
) -> None:
    with Plan.open(plan_file) as plan:
        plan._connection.execute("UPDATE parcels SET name = '别处' WHERE parcel_id = 'LC0002'")
    dock.session.saving.watch.look()
    settle()
    change(dock, "LC0001", name="南梁")
    save(dock)
    told = [row for row in lines(history) if row[3] == "修改"]
    assert [row[1:3] for row in told] == [
        ["编辑地块", "LC0001"],
        ["在其他程序中编辑地块", "LC0002"],
    ]
    assert told[0][0] and not told[1][0]
    with Plan.open(plan_file) as plan:
        assert replayed(plan._connection) == current(plan._connection)
