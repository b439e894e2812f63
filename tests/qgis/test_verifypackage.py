"""`verifypackage` and the dock's door to it, on the package of the main job."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from qgis.PyQt.QtWidgets import QFileDialog, QMessageBox, QPushButton

from jinchu_pingheng.deliver import figures
from jinchu_pingheng.judging.feedback import Feedback
from tests.qgis.conftest import MainJob
from tests.qgis.dock_window import message, wait_for


@pytest.fixture
def package(main_job: MainJob, tmp_path: Path) -> Path:
    return Path(shutil.copytree(main_job.output, tmp_path / "成果"))


def tamper(package: Path) -> str:
    """A square metre more for a township; returns how it is told."""
    path = sorted(package.glob("附表/附件1_*.xlsx"))[0]
    book = openpyxl.load_workbook(path)
    cells = (c for row in book.active.iter_rows() for c in row if isinstance(c.value, float))
    chosen = next(cells)
    chosen.value = round(chosen.value + 0.0001, 4)
    book.save(path)
    return f"附表/{path.name}，工作表“耕地流出”单元格 {chosen.coordinate}：写的是"


def test_the_package_of_the_main_job_is_what_its_cells_give(package: Path, step: Any) -> None:
    assert step("verifypackage", FOLDER=str(package)) == {"DIFFERENCES": 0, "REPORT": ""}


def test_a_square_metre_more_is_told_by_its_cell(package: Path, step: Any) -> None:
    told = tamper(package)
    found = step("verifypackage", FOLDER=str(package))
    assert found["DIFFERENCES"] == 1 and found["REPORT"].startswith(told)


def test_bans_are_told_before_the_export_and_the_reason_is_kept(
    main_job: MainJob, step: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "draw", lambda *_: [])
    plan, folder = shutil.copy(main_job.plan, tmp_path / "plan.gpkg"), tmp_path / "成果"
    told: list[str] = []
    monkeypatch.setattr(Feedback, "warn", lambda _, text: told.append(text))
    step("exportpackage", PLAN=str(plan), FOLDER=str(folder), REASON=" 报县政府审议\n的草稿 ")
    assert told[0].startswith("禁止 ") and not any("没有写明" in text for text in told)
    document = docx.Document(str(next(folder.glob("*.docx"))))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "继续导出的理由：报县政府审议 的草稿" in texts
    step("exportpackage", PLAN=str(plan), FOLDER=str(folder))
    assert any("没有写明继续导出的理由" in text for text in told)


def test_the_dock_verifies_a_package_and_shows_what_differs(
    dock: Any, iface: Any, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(package))
    dock.toolbar.menu.verify_requested.emit()
    wait_for(lambda: "一致。" in message(iface), 120)
    told = tamper(package)
    dock.toolbar.menu.verify_requested.emit()
    wait_for(lambda: "有 1 处不一致" in message(iface), 120)
    shown: list[str] = []
    monkeypatch.setattr(QMessageBox, "open", lambda box: shown.append(box.detailedText()))
    button = iface.messageBar().currentItem().findChild(QPushButton)
    button.click()
    assert shown[0].startswith(told)
