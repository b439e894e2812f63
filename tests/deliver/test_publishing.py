"""Output folders: nothing half-written, and nothing of the user's is ever lost."""

from __future__ import annotations

import errno
import hashlib
import itertools
import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.deliver.earlier import RECORD
from jinchu_pingheng.deliver.publishing import MANIFEST, Written, publish_files, publish_folder
from jinchu_pingheng.deliver.stage import Stage


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


def test_files_of_a_package_that_were_edited_are_kept_in_a_folder_beside(tmp_path: Path) -> None:
    folder, told = tmp_path / "成果", []
    publish_folder(folder, package("old"))
    for text in ("待填的都填好了", "又改了"):
        (folder / "方案.docx").write_text(text, encoding="utf-8")
        publish_folder(folder, package("new"), tell=told.append)
        assert (folder / "方案.docx").read_text(encoding="utf-8") == "new"
    kept = [tmp_path / f"成果（改动的旧文件）{n}" / "方案.docx" for n in ("", "2")]
    assert [path.read_text(encoding="utf-8") for path in kept] == ["待填的都填好了", "又改了"]
    assert told[0] == f"方案.docx 导出后被改过，原来的文件保留在“{kept[0].parent}”。"


def test_nothing_is_left_beside_when_the_package_is_not_replaced(tmp_path: Path) -> None:
    @contextmanager
    def failing() -> Iterator[None]:
        yield
        raise PlanError("无法记录")

    folder = tmp_path / "成果"
    publish_folder(folder, package("old"))
    (folder / "方案.docx").write_text("待填的都填好了", encoding="utf-8")
    with pytest.raises(PlanError, match="无法记录"):
        publish_folder(folder, package("new"), failing)
    assert (folder / "方案.docx").read_text(encoding="utf-8") == "待填的都填好了"
    assert [path.name for path in tmp_path.iterdir()] == ["成果"]


def test_a_single_file_that_was_edited_stays_and_the_new_one_goes_beside(tmp_path: Path) -> None:
    told: list[str] = []
    publish_files(tmp_path, package("old"))
    (tmp_path / "方案.docx").write_text("待填的都填好了", encoding="utf-8")
    (tmp_path / "地块.dbf").write_text("另一列", encoding="utf-8")
    for text in ("new", "newer"):
        written = publish_files(tmp_path, package(text), told.append)
        found = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
        assert (found["方案.docx"], found["方案（2）.docx"]) == ("待填的都填好了", text)
        # the files of a shapefile keep together
        assert (found["地块.shp"], found["地块.dbf"]) == ("old", "另一列")
        assert (found["地块（2）.shp"], found["地块（2）.dbf"]) == (text, text)
        assert tmp_path / "方案（2）.docx" in [path for _, path in written]
    assert "“方案.docx”导出后被改过，已保留；新的文件写为“方案（2）.docx”。" in told


def test_a_file_of_unknown_origin_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "方案.docx").write_text("别人的", encoding="utf-8")
    publish_files(tmp_path, package("new"))
    assert (tmp_path / "方案.docx").read_text(encoding="utf-8") == "别人的"
    assert (tmp_path / "方案（2）.docx").read_text(encoding="utf-8") == "new"


def test_tables_exported_into_a_package_do_not_keep_it_from_being_renewed(tmp_path: Path) -> None:
    def table(stage: Path) -> Written:
        (stage / "表.txt").write_text("x", encoding="utf-8")
        return [("role", stage / "表.txt")]

    folder = tmp_path / "成果"
    publish_folder(folder, package("old"))
    publish_files(folder, table)
    publish_folder(folder, package("new"))
    assert not (folder / "表.txt").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["成果"]


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


def test_companions_of_a_shapefile_come_with_it(tmp_path: Path) -> None:
    publish_files(tmp_path / "矢量", package("new"))
    assert (tmp_path / "矢量" / "地块.dbf").is_file()


def test_the_metadata_beside_a_shapefile_belongs_to_the_package(tmp_path: Path) -> None:
    folder = tmp_path / "成果"
    publish_folder(folder, package("old"))
    (folder / "地块.shp.xml").write_text("<metadata/>", encoding="utf-8")
    publish_folder(folder, package("new"))
    assert (folder / "方案.docx").read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize("broken", ["", "{", "[]", "{}", '{"files": [{"path": "x"}]}', "\0\1"])
def test_a_package_with_a_broken_manifest_is_not_replaced(tmp_path: Path, broken: str) -> None:
    folder = tmp_path / "成果"
    publish_folder(folder, package("old"))
    (folder / MANIFEST).write_text(broken, encoding="utf-8")
    with pytest.raises(PlanError, match="manifest.json：成果包的清单已损坏"):
        publish_folder(folder, package("new"))
    assert (folder / "方案.docx").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("publish", [publish_files, publish_folder])
def test_a_full_disk_is_a_sentence_that_names_the_users_folder(tmp_path: Path, publish) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "成果"
    publish(folder, package("old"))

    def full(stage: Path) -> Written:
        raise OSError(errno.ENOSPC, "No space left on device", str(stage / "方案.docx"))

    with pytest.raises(PlanError) as told:
        publish(folder, full)
    assert str(told.value).startswith(f"{folder / '方案.docx'}：无法写入成果：磁盘已满；")
    assert (folder / "方案.docx").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["成果"]


@pytest.mark.parametrize("when", ["before", "after"])
def test_when_the_seal_fails_the_earlier_package_stays(tmp_path: Path, when: str) -> None:
    @contextmanager
    def failing() -> Iterator[None]:
        if when == "after":
            yield
        raise PlanError("无法记录")

    folder = tmp_path / "成果"
    publish_folder(folder, package("old"))
    with pytest.raises(PlanError, match="无法记录"):
        publish_folder(folder, package("new"), failing)
    assert (folder / "方案.docx").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["成果"]


def killed(publish, folder: Path, number: int, when: str) -> None:  # type: ignore[no-untyped-def]
    """Publish in a child process that is killed before or after it renames for the nth time."""
    child = os.fork()
    if not child:
        real, calls = os.replace, itertools.count(1)

        def dying(*paths: Path) -> None:
            last = next(calls) == number
            if last and when == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            real(*paths)
            if last:
                os.kill(os.getpid(), signal.SIGKILL)

        os.replace = dying  # type: ignore[assignment]
        try:
            publish(folder, package("new"))
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("number", range(1, 10))
def test_files_of_an_export_that_was_killed_are_of_one_kind_at_the_next(
    tmp_path: Path, number: int, when: str
) -> None:
    folder = tmp_path / "成果"
    publish_files(folder, package("old"))
    killed(publish_files, folder, number, when)
    with pytest.raises(ValueError, match="broken"):
        publish_files(folder, fail)
    found = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    del found[MANIFEST], found[RECORD]
    assert len(found) == 3 and len(set(found.values())) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["成果"]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("number", [1, 2])
def test_a_package_whose_replacing_was_killed_is_whole_at_the_next(
    tmp_path: Path, number: int, when: str
) -> None:
    folder = tmp_path / "成果"
    publish_folder(folder, package("old"))
    killed(publish_folder, folder, number, when)
    with pytest.raises(ValueError, match="broken"):
        publish_folder(folder, fail)
    whole = "new" if (number, when) == (2, "after") else "old"
    assert (folder / "方案.docx").read_text(encoding="utf-8") == whole
    assert [path.name for path in tmp_path.iterdir()] == ["成果"]


def test_what_is_not_left_behind_by_a_dead_export_stays(tmp_path: Path) -> None:
    folder = tmp_path / "成果"
    users = [tmp_path / ".成果-备份", tmp_path / f".成果2-{'0' * 16}"]
    for path in users:
        path.mkdir()
    with Stage(folder) as living:
        publish_folder(folder, package("new"))
        assert living.new.is_dir()
    assert all(path.is_dir() for path in users)


def test_an_earlier_package_is_not_lost_when_the_user_has_put_something_in_its_place(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "成果"
    publish_folder(folder, package("old"))
    killed(publish_folder, folder, 1, "after")
    folder.mkdir()
    (folder / "笔记.txt").write_text("x", encoding="utf-8")
    with pytest.raises(PlanError, match="其他内容"):
        publish_folder(folder, package("new"))
    [kept] = tmp_path.glob(".成果-*")
    assert (kept / "replaced" / "package" / "方案.docx").read_text(encoding="utf-8") == "old"
