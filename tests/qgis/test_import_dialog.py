"""导入乡镇申报 in the dock: reviewed as files come, mapped, written, remembered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jinchu_pingheng.core.model import IN
from jinchu_pingheng.jobs.tag import Tag
from jinchu_pingheng.plan.store import Plan
from jinchu_pingheng.survey.rows import plain
from tests.qgis.dock_window import message, save, settle, wait_for
from tests.qgis.layers import box
from tests.qgis.township_files import EAST, IN_HEAD, WEST, in_row, shapefile, workbook

pytestmark = pytest.mark.usefixtures("qgis_app")

TITLE = "城关镇2023年度“耕地流入”计划列表"


@pytest.fixture
def dialog(dock: Any) -> Any:
    dock.toolbar.menu.import_requested.emit()
    return dock.importing.dialog


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    rows = [in_row("东地", 1), in_row("西地", 0.5)]
    return [
        workbook(tmp_path / "城关镇.xlsx", TITLE, IN_HEAD, rows),
        shapefile(tmp_path / "城关镇.shp", [(EAST, {"DKMC": "东地"}), (WEST, {"DKMC": "西地"})]),
    ]


def write(dock: Any, dialog: Any) -> None:
    dialog.all.click()
    assert dock.importing.dialog is None
    settle()


def names(dock: Any) -> list[str]:
    return sorted(f["name"] for f in dock.session.layer.getFeatures())


def parcels(dock: Any) -> dict[str, tuple[Any, ...]]:
    """Area, month of completion and all values of each parcel."""
    return {
        f["parcel_id"]: (round(f.geometry().area()), f["end_month"], *map(plain, f.attributes()))
        for f in dock.session.layer.getFeatures()
    }


def reviewed(dialog: Any, text: str) -> None:
    wait_for(lambda: text in dialog.summary.text())


def test_files_are_reviewed_and_written(
    dock: Any, iface: Any, dialog: Any, files: list[Path], plan_file: Path
) -> None:
    assert not dialog.all.isEnabled() and not dialog.usable.isEnabled()
    dialog.add_files(files)
    reviewed(dialog, "采用 2，改动 0，相同 0，拒绝 0")
    assert dialog.report.texts()[0][:4] == ["采用", "流入", "LR0001", "东地"]
    with Plan.open(plan_file) as plan:
        assert plan.parcels() == []
    write(dock, dialog)
    assert names(dock) == ["东地", "西地"]
    assert "已导入乡镇申报：采用 2" in message(iface)
    save(dock)
    with Plan.open(plan_file) as plan:
        assert sorted(plan.parcel_ids()) == ["LR0001", "LR0002"]
        told = "1 步；导入乡镇申报 城关镇.xlsx、城关镇.shp：采用 2，改动 0，相同 0，拒绝 0"
        assert plan.history()[-1][1:] == ("编辑地块", told)


def test_an_import_is_undone_and_done_again_in_one_step(
    dock: Any, dialog: Any, files: list[Path]
) -> None:
    dialog.add_files(files)
    reviewed(dialog, "采用 2")
    write(dock, dialog)
    save(dock)
    before = parcels(dock)
    rows = [in_row("东地", 1.1, month="2023年11月底前"), in_row("西地", 0.5), in_row("新地", 0.5)]
    workbook(files[0], TITLE, IN_HEAD, rows)
    larger, new = box(0, 0, 110, 100), box(400, 0, 500, 50)
    shapefile(
        files[1], [(larger, {"DKMC": "东地"}), (WEST, {"DKMC": "西地"}), (new, {"DKMC": "新地"})]
    )
    dock.toolbar.menu.import_requested.emit()
    dock.importing.dialog.add_files(files)
    reviewed(dock.importing.dialog, "采用 1，改动 1，相同 1，拒绝 0")
    write(dock, dock.importing.dialog)
    after = parcels(dock)
    assert after["LR0001"][:2] == (11000, "2023-11") and after["LR0003"][:2] == (5000, "2023-10")
    assert after["LR0002"] == before["LR0002"]
    dock.panels.parcels.undo_action.trigger()
    settle()
    assert parcels(dock) == before
    dock.panels.parcels.redo_action.trigger()
    settle()
    assert parcels(dock) == after


def test_what_is_drawn_and_not_saved_is_met_too(
    dock: Any, dialog: Any, files: list[Path], plan_file: Path
) -> None:
    dialog.add_files(files)
    reviewed(dialog, "采用 2")
    write(dock, dialog)
    dock.toolbar.menu.import_requested.emit()
    dock.importing.dialog.add_files(files)
    reviewed(dock.importing.dialog, "采用 0，改动 0，相同 2，拒绝 0")


def test_imported_parcels_take_nothing_from_the_form(
    dock: Any, dialog: Any, files: list[Path]
) -> None:
    """Its project is meant for what is drawn by hand."""
    dock.panels.tagging.show_tag(Tag(IN, 2, {"name": "手绘的地块", "planned_class": "0101"}))
    dialog.add_files(files)
    reviewed(dialog, "采用 2")
    write(dock, dialog)
    features = dock.session.layer.getFeatures()
    assert {(f["name"], f["type"], plain(f["planned_class"])) for f in features} == {
        ("东地", 1, None), ("西地", 1, None),
    }  # fmt: skip


def test_what_is_refused_stands_first_and_only_the_rest_can_be_written(
    dialog: Any, files: list[Path], plan_file: Path
) -> None:
    workbook(files[0], TITLE, IN_HEAD, [in_row("东地", 1), in_row("北地", 0.5)])
    dialog.add_files(files)
    reviewed(dialog, "采用 1，改动 0，相同 0，拒绝 2")
    assert [row[0] for row in dialog.report.texts()] == ["拒绝", "拒绝", "采用"]
    assert not dialog.all.isEnabled() and dialog.usable.isEnabled()
    dialog.filter.setText("没有对应的图形")
    assert len(dialog.report.texts()) == 1


def test_a_mapping_is_changed_and_remembered(dock: Any, dialog: Any, files: list[Path]) -> None:
    rows = [("东地", 1, 15), ("西地", 1, 7.5)]
    workbook(files[0], "流入", (("我的叫法", "类型", "面积（亩）"),), rows)
    dialog.add_files(files)
    reviewed(dialog, "拒绝 4")
    row = list(dialog.mapping.shown).index("我的叫法")
    box = dialog.mapping.cellWidget(row, 1)
    box.setCurrentIndex(box.findData("name"))
    box.activated.emit(box.currentIndex())
    reviewed(dialog, "采用 2")
    dialog.reject()
    dock.toolbar.menu.import_requested.emit()
    again = dock.importing.dialog
    again.add_files(files)
    reviewed(again, "采用 2")


def test_a_file_that_cannot_be_read_is_told_in_the_dialog(dialog: Any, tmp_path: Path) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"no workbook")
    dialog.add_files([broken])
    reviewed(dialog, "坏.xlsx：工作簿无法读取")
    assert not dialog.all.isEnabled()


def test_a_side_and_type_for_shapes_that_tell_none(dialog: Any, files: list[Path]) -> None:
    dialog.add_files(files[1:])
    reviewed(dialog, "拒绝 2")
    dialog.direction.setCurrentIndex(dialog.direction.findData(IN))
    dialog.type.setCurrentIndex(dialog.type.findData(1))
    dialog.type.activated.emit(dialog.type.currentIndex())
    reviewed(dialog, "采用 2")


def test_closing_the_plan_closes_the_dialog(dock: Any, dialog: Any, files: list[Path]) -> None:
    dialog.add_files(files)
    dock.close_plan()
    assert dock.importing.dialog is None
