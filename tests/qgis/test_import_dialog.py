"""导入乡镇申报 in the dock: reviewed as files come, mapped, written, remembered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.PyQt.QtWidgets import QMessageBox

from jinchu_pingheng.core.model import IN
from jinchu_pingheng.plan.store import Plan
from tests.qgis.dock_window import message, settle, wait_for
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
    dialog.all.click()
    wait_for(lambda: dock.importing.dialog is None)
    settle()
    assert sorted(f["name"] for f in dock.session.layer.getFeatures()) == ["东地", "西地"]
    assert "已导入乡镇申报：采用 2" in message(iface)
    assert dock.session.unsaved == 0
    dock.session.saving.watch.look()
    assert "已导入乡镇申报" in message(iface), "what this window wrote is no news of others"


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


def test_unsaved_edits_are_saved_first_or_the_import_waits(
    dock: Any, survey: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.qgis.dock_window import tag

    tag(dock, survey, IN, "0404")
    cancel = QMessageBox.StandardButton.Cancel
    monkeypatch.setattr(QMessageBox, "question", lambda *_: cancel)
    dock.toolbar.menu.import_requested.emit()
    assert dock.importing.dialog is None


def test_closing_the_plan_closes_the_dialog(dock: Any, dialog: Any, files: list[Path]) -> None:
    dialog.add_files(files)
    dock.close_plan()
    assert dock.importing.dialog is None
