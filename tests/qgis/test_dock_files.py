"""The tab 文件: what was exported, its state, and what can be done with it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject
from qgis.PyQt import sip
from qgis.PyQt.QtGui import QDesktopServices

from jinchu_pingheng.core.exports import PACKAGE
from jinchu_pingheng.core.model import RecordedException
from jinchu_pingheng.jobs.exported import exported_files, outdated
from jinchu_pingheng.jobs.scenario import name_scenario
from jinchu_pingheng.plan.store import Plan
from tests.qgis.conftest import MainJob
from tests.qgis.dock_window import Interface, message, settle, wait_for
from tests.qgis.layers import Step
from tests.qgis.test_verifypackage import tamper


@pytest.fixture
def job(main_job: MainJob, tmp_path: Path) -> Path:
    """The plan of the main job with its package beside it, moved together to another place."""
    home = main_job.plan.parent
    shutil.copy(main_job.plan, tmp_path / main_job.plan.name)
    shutil.copytree(main_job.output, tmp_path / main_job.output.relative_to(home))
    return tmp_path / main_job.plan.name


@pytest.fixture
def dock(iface: Interface, job: Path) -> Iterator[Any]:
    from jinchu_pingheng.gui.dock import PlanDock

    dock = PlanDock(iface)
    dock.open_plan(job)
    dock.lists.show()
    dock.lists.show_page(dock.panels.files)
    yield dock
    dock.release()
    QgsProject.instance().clear()
    for widget in (dock.toolbar, dock.lists, dock):
        sip.delete(widget)


def states(dock: Any) -> dict[str, str]:
    """By file, when all are known; the package under the name of its folder."""
    settle()
    wait_for(lambda: "核对中" not in dock.panels.files.summary.text(), 60)
    return {row[2]: row[0] for row in dock.panels.files.table.texts()}


def look_again(dock: Any) -> dict[str, str]:
    dock.lists.show_page(dock.panels.parcels)
    dock.lists.show_page(dock.panels.files)
    return states(dock)


def mark(dock: Any, name: str) -> None:
    panel = dock.panels.files
    [place] = [n for n, row in enumerate(panel.rows) if row.texts[2] == name]
    panel.table.mark(place)


def test_every_file_of_the_manifest_that_has_a_role_is_as_the_plan(
    dock: Any, main_job: MainJob
) -> None:
    found = states(dock)
    listed = {item["path"] for item in main_job.manifest["files"] if item["role"]}
    beside = (".dbf", ".shx", ".prj", ".cpg", ".xml")  # what belongs to a shapefile
    main = {name for name in listed if Path(name).suffix not in beside}
    assert set(found) == {"output", *main}
    assert set(found.values()) == {"✓ 与方案一致"}
    assert dock.panels.files.summary.text() == f"{len(main)} 个文件：✓ 与方案一致 {len(main)}"
    assert dock.toolbar.export_action.text() == "导出…"


def test_changed_and_lost_files_are_told_and_the_package_with_them(dock: Any, job: Path) -> None:
    before = states(dock)
    folder = job.parent / "output"
    changed = tamper(folder).split("，")[0]
    [lost] = [name for name in before if name.endswith(".docx")]
    (folder / lost).unlink()
    after = look_again(dock)
    assert (after[changed], after[lost]) == ("✎ 被改动", "✗ 已不在")
    assert after["output"] == f"✗ 已不在 1/{len(after) - 1}"
    assert sum(word == "✓ 与方案一致" for word in after.values()) == len(after) - 3


def test_opening_and_saving_a_time_is_no_change(dock: Any, job: Path) -> None:
    states(dock)
    for path in (job.parent / "output").rglob("*.xlsx"):
        os.utime(path, (0, 0))
    assert set(look_again(dock).values()) == {"✓ 与方案一致"}


def test_a_change_of_the_plan_makes_its_files_older_and_marks_the_export(dock: Any) -> None:
    states(dock)
    plan = dock.session.plan.plan
    first = plan.parcel_ids()[0]
    plan.add_exception(RecordedException(first, "out-pbf", "理由", "文号"))
    dock.session.changed.emit()
    found = states(dock)
    assert found.pop("output") == f"▲ 早于方案 {len(found)}/{len(found)}"
    assert set(found.values()) == {"▲ 早于方案"}
    assert dock.toolbar.export_action.text() == "导出… ●"
    assert "请重新导出" in dock.toolbar.export_action.toolTip()
    dock.close_plan()
    assert dock.toolbar.export_action.text() == "导出…"


def test_a_package_is_verified_from_the_list(dock: Any, iface: Interface, job: Path) -> None:
    states(dock)
    mark(dock, "output")
    dock.panels.files.verify_button.click()
    wait_for(lambda: "一致" in message(iface), 120)
    assert "成果包“output”的文件、数字和文字一致" in message(iface)


def test_a_file_and_its_folder_are_opened(
    dock: Any, job: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile()))
    )
    [name] = [name for name in states(dock) if name.endswith(".docx")]
    mark(dock, name)
    dock.panels.files.open_button.click()
    dock.panels.files.folder_button.click()
    assert opened == [job.parent / "output" / name, job.parent / "output"]


def test_exporting_again_proposes_the_same_folder(
    dock: Any, job: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jinchu_pingheng.gui.desk import handing_in

    proposed: list[Path] = []

    class Dialog:
        def __init__(self, missing: Any, folder: Path, *_: Any) -> None:
            proposed.append(folder)

        def exec(self) -> int:
            return 0

    monkeypatch.setattr(handing_in, "ExportDialog", Dialog)
    states(dock)
    mark(dock, "output")
    dock.panels.files.again_button.click()
    wait_for(lambda: bool(proposed), 120)
    assert proposed == [job.parent / "output"]


def test_single_files_are_remembered_and_replaced_by_the_next(
    job: Path, step: Step, tmp_path: Path
) -> None:
    folder = tmp_path / "单独"
    for _ in range(2):
        step("exporttables", PLAN=str(job), FOLDER=str(folder))
    with Plan.open(job) as plan:
        single = [item for item in exported_files(plan, job) if item.file.kind != PACKAGE]
        assert sorted(item.path for item in single) == sorted(folder.glob("*.xlsx"))
        assert {item.file.folder for item in single} == {"单独"}
        assert outdated(exported_files(plan, job), plan.edition.revision + 1) > 0


def test_a_scenario_has_exported_nothing(job: Path) -> None:
    name_scenario(job, "甲")
    with Plan.open(job) as plan:
        assert plan.exports() == []
