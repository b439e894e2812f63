"""Output folders: nothing half-written, and nothing of the user's is ever lost."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.deliver.publishing import MANIFEST, Written, publish_files, publish_folder


def package(text: str):  # type: ignore[no-untyped-def]
    """Writes a package of one document, one shapefile with a companion, and the manifest."""

    def write(stage: Path) -> Written:
        written = []
        for name in ("方案.docx", "地块.shp"):
            (stage / name).write_text(text, encoding="utf-8")
            written.append(("role", stage / name))
        (stage / "地块.dbf").write_text(text, encoding="utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        files = [{"path": path.name, "sha256": digest} for _, path in written]
        (stage / MANIFEST).write_text(json.dumps({"files": files}), encoding="utf-8")
        return written

    return write


def fail(stage: Path) -> Written:
    (stage / "半成品.docx").write_text("x", encoding="utf-8")
    raise ValueError("broken")


def test_an_earlier_package_is_replaced_whole(tmp_path: Path) -> None:
    folder = tmp_path / "成果"
    publish_folder(folder, package("old"))
    publish_folder(folder, package("new"))
    assert (folder / "方案.docx").read_text(encoding="utf-8") == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["成果"]


def test_a_failure_leaves_the_earlier_package_and_no_rubbish(tmp_path: Path) -> None:
    folder = tmp_path / "成果"
    publish_folder(folder, package("old"))
    with pytest.raises(ValueError, match="broken"):
        publish_folder(folder, fail)
    assert (folder / "方案.docx").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["成果"]


def test_a_document_that_was_edited_is_not_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "成果"
    publish_folder(folder, package("old"))
    (folder / "方案.docx").write_text("待填的都填好了", encoding="utf-8")
    with pytest.raises(PlanError, match=r"方案.docx：成果包里的文件导出后被修改过"):
        publish_folder(folder, package("new"))
    assert (folder / "方案.docx").read_text(encoding="utf-8") == "待填的都填好了"


def test_a_file_that_was_added_is_not_deleted(tmp_path: Path) -> None:
    folder = tmp_path / "成果"
    publish_folder(folder, package("old"))
    (folder / "批准文件.pdf").write_text("scan", encoding="utf-8")
    with pytest.raises(PlanError, match="批准文件.pdf"):
        publish_folder(folder, package("new"))
    assert (folder / "批准文件.pdf").exists()


def test_a_folder_of_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "照片.jpg").write_text("x", encoding="utf-8")
    with pytest.raises(PlanError, match="其他内容"):
        publish_folder(tmp_path, package("new"))


def test_single_files_are_put_beside_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "照片.jpg").write_text("x", encoding="utf-8")
    publish_files(tmp_path, package("new"))
    assert {"照片.jpg", "方案.docx", "地块.shp"} <= {path.name for path in tmp_path.iterdir()}
