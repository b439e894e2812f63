"""The office's Word template at the public surface: `exportdocument`, `exportpackage`,
`checktemplate`, and the dock's doors to them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import docx
import pytest
from qgis.core import QgsProcessingException
from qgis.PyQt.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QPushButton

from jinchu_pingheng.deliver import figures
from jinchu_pingheng.gui import settings
from jinchu_pingheng.gui.desk.export_dialog import ExportDialog
from jinchu_pingheng.jobs.missing import Missing
from jinchu_pingheng.verify import verify_package
from tests.deliver.office_papers import paper
from tests.deliver.test_letters import said
from tests.qgis.conftest import MainJob, digests
from tests.qgis.dock_window import message


@pytest.fixture
def plan(main_job: MainJob, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(figures, "draw", lambda *_: [])
    return Path(shutil.copy(main_job.plan, tmp_path / "plan.gpkg"))


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    return paper(tmp_path, "{{ draft }}", "{{ out_aera }}", "{% if reached %}", name="错")


def test_a_package_in_the_offices_template_proves_itself(
    plan: Path, step: Any, tmp_path: Path
) -> None:
    own = paper(tmp_path, "{{ draft }}", "{{ county }}：{{ out_area }}公顷", header="{{ office }}")
    folder = tmp_path / "成果"
    step("exportpackage", PLAN=str(plan), FOLDER=str(folder), TEMPLATE=str(own))
    own.unlink()
    [path] = folder.glob("*.docx")
    texts = [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
    assert any(text.endswith("公顷") and "：" in text for text in texts)
    assert verify_package(folder).differences == ()


def test_a_wrong_template_is_refused_and_the_old_package_untouched(
    plan: Path, step: Any, wrong: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "成果"
    step("exportpackage", PLAN=str(plan), FOLDER=str(folder))
    before = digests(folder)
    for name in ("exportpackage", "exportdocument"):
        with pytest.raises(QgsProcessingException, match="标签“out_aera”不存在.*共 2 处"):
            step(name, PLAN=str(plan), FOLDER=str(folder), TEMPLATE=str(wrong))
    assert digests(folder) == before


def test_checktemplate_tells_each_place(step: Any, wrong: Path, tmp_path: Path) -> None:
    found = step("checktemplate", TEMPLATE=str(wrong))
    assert found["FAULTS"] == 2
    first, second = sorted(found["REPORT"].splitlines())
    assert "第 2 段“{{ out_aera }}”：标签“out_aera”不存在，最接近的是“out_area”" in first
    assert "第 3 段“{% if reached %}”" in second
    right = paper(tmp_path, "{{ draft }}", "{{ outline }}")
    assert step("checktemplate", TEMPLATE=str(right)) == {"FAULTS": 0, "REPORT": ""}
    with pytest.raises(QgsProcessingException, match="不是 .docx 文件"):
        step("checktemplate", TEMPLATE=str(plan_like(tmp_path)))


def plan_like(folder: Path) -> Path:
    path = folder / "x.txt"
    path.write_text("{{ county }}", encoding="utf-8")
    return path


def test_the_dock_checks_a_template_and_shows_what_is_wrong(
    dock: Any, iface: Any, wrong: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(wrong), ""))
    monkeypatch.setattr(QInputDialog, "getItem", lambda *given: (given[3][0], True))
    dock.toolbar.menu.template_requested.emit()
    assert "模板“错.docx”有 2 处错误。" in message(iface)
    shown: list[str] = []
    monkeypatch.setattr(QMessageBox, "open", lambda box: shown.append(box.detailedText()))
    iface.messageBar().currentItem().findChild(QPushButton).click()
    assert "out_aera" in shown[0]


def test_the_export_dialog_proposes_the_template_that_was_used_last(
    qgis_app: Any, tmp_path: Path
) -> None:
    settings.keep_template(str(tmp_path / "单位.docx"))
    dialog = ExportDialog(Missing((), grave=False), tmp_path, settings.template())
    assert dialog.template() == str(tmp_path / "单位.docx")
    assert ExportDialog(Missing((), grave=False), tmp_path).template() == ""


def test_exportletters_writes_what_the_plan_knows_and_counts_what_is_open(
    plan: Path, step: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "公文"
    found = step("exportletters", PLAN=str(plan), FOLDER=str(folder), KIND="publicity", DAYS=7,
                 START="2023年2月27日")  # fmt: skip
    texts = ["".join(p.text for p in docx.Document(file).paragraphs) for file in found["FILES"]]
    assert texts and all("2023年2月27日至2023年3月5日，共7日" in text for text in texts)
    assert found["OPEN"] == sum(
        said(Path(file)).count("【待填：") for file in found["FILES"]
    ) > 0  # fmt: skip
    first = Path(found["FILES"][0])
    word = docx.Document(str(first))
    word.add_paragraph("村里加的一行")
    word.save(str(first))
    again = step("exportletters", PLAN=str(plan), FOLDER=str(folder), KIND="publicity", DAYS=7,
                 START="2023-02-27")  # fmt: skip
    assert f"{first.stem}（2）" in {Path(file).stem for file in again["FILES"]}
    assert "村里加的一行" in said(first)
    with pytest.raises(QgsProcessingException, match="公示开始日期"):
        step("exportletters", PLAN=str(plan), FOLDER=str(folder), KIND="publicity", START="二月")
