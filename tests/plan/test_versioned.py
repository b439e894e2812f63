"""Identity and revision of a plan, whole transactions, and what a failing disk means."""

from __future__ import annotations

import errno
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import shapely

from jinchu_pingheng.core.declarations import Declaration
from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.model import Cell, Finding, Header, RecordedException
from jinchu_pingheng.plan.connection import connect
from jinchu_pingheng.plan.failures import failure, failure_behind, is_failure
from jinchu_pingheng.plan.store import Plan

HEADER = Header("640999", "云川县", 2023, "ningxia-2022", "EPSG:4544")
SQUARE = shapely.box(560000, 4150000, 560100, 4150100)
ROW = {"parcel_id": "L001", "direction": "out", "type": 2, "geom": SQUARE}
CELL = Cell(
    "L001", "out", "0103", "0103", Decimal(8), False, "640999100", "甲镇", "一村", "counted", 10000,
    Decimal("10000.00"), Decimal("9150.00"), Decimal("9998.12"),
)  # fmt: skip
FINDING = Finding(
    "L001", "out", "out-pbf", "一（三）1", "block", "fail", "重叠", "永久基本农田",
    Decimal("12.34"),
    Decimal("0.0012"), SQUARE,
)  # fmt: skip
DLTB = {"role": "DLTB", "name": "DLTB", "source": "a.gpkg", "feature_count": 1, "sha256": "1"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    Plan.create(tmp_path / "方案.gpkg", HEADER).close()
    return tmp_path / "方案.gpkg"


def rename(path: Path, name: str) -> None:
    """Edit a parcel as another program does."""
    with closing(connect(path, 0)) as file:
        file.execute("UPDATE parcels SET name = ?", (name,))


def test_a_new_plan_is_revision_1_with_a_random_uuid(path: Path) -> None:
    with Plan.open(path) as plan:
        assert plan.edition.revision == 1
        assert uuid.UUID(plan.edition.plan_id).version == 4
        assert plan.edition.text == f"方案 {plan.edition.plan_id[:8]} 第 1 版"


def test_every_saved_change_counts_once_and_results_do_not(path: Path) -> None:
    with Plan.open(path) as plan:
        plan.add_parcels([ROW])
        assert plan.edition.revision == 2
        plan.replace_cells([CELL])
        plan.replace_findings([FINDING])
        plan.log("x", "y")
        assert (plan.edition.revision, plan.measured_revision, plan.checked_revision) == (2, 2, 2)
        plan.add_exception(RecordedException("L001", "out-pbf", "省重点", "1号"))
        assert (plan.edition.revision, plan.measured_revision) == (3, 2)
        plan.add_parcels([{**ROW, "parcel_id": "L002"}])
        assert (plan.edition.revision, plan.measured_revision, plan.checked_revision) == (4, 0, 0)


def test_another_statement_in_the_place_of_one_is_one_change(path: Path) -> None:
    stated = Declaration("STBHHX", "none_here", "", "云函〔2023〕1号", "云川县", "2023-02-01")
    with Plan.open(path) as plan:
        plan.put_declaration(stated)
        plan.put_declaration(replace(stated, document="云函〔2023〕2号"))
        assert plan.edition.revision == 3
        assert [item.document for item in plan.declarations()] == ["云函〔2023〕2号"]


def test_other_data_of_a_layer_is_a_change_and_another_place_is_none(path: Path) -> None:
    with Plan.open(path) as plan:
        plan.set_layer_roles([DLTB])
        plan.set_layer_roles([{**DLTB, "source": "moved.gpkg"}])
        assert plan.edition.revision == 2
        plan.set_layer_roles([{**DLTB, "sha256": "2"}])
        assert plan.edition.revision == 3


def test_an_edit_by_another_program_counts_when_it_is_found(path: Path) -> None:
    with Plan.open(path) as plan:
        plan.add_parcels([ROW])
        plan.replace_cells([CELL])
    rename(path, "改名")
    with Plan.open(path) as plan:
        assert plan.edition.revision == 2 and plan.edited_elsewhere
        plan.notice_edits()
        plan.notice_edits()
        assert plan.edition.revision == 3 and plan.cells() == []


def test_an_exception_does_not_hide_an_edit_by_another_program(path: Path) -> None:
    with Plan.open(path) as plan:
        plan.add_parcels([ROW])
    rename(path, "改名")
    with Plan.open(path) as plan:
        plan.add_exception(RecordedException("L001", "out-pbf", "省重点", "1号"))
        assert plan.edited_elsewhere


def test_polygons_belong_to_their_finding_not_to_one_of_equal_area(path: Path) -> None:
    other = shapely.box(560000, 4150000, 560050, 4150050)
    second = FINDING._replace(rule_id="", parcel_id="", geometry=None)
    third = FINDING._replace(geometry=other)
    with Plan.open(path) as plan:
        plan.replace_findings([FINDING._replace(geometry=None), second, third, FINDING])
        shapes = [finding.geometry for finding in plan.findings()]
    assert shapes[:2] == [None, None]
    assert shapes[2].equals(other) and shapes[3].equals(SQUARE)


def test_a_commit_that_fails_is_told_and_what_comes_later_is_saved(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jinchu_pingheng.plan.database.LOCK_SECONDS", 0.1)
    with Plan.open(path) as plan:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN")
        other.execute("SELECT * FROM header").fetchone()  # a reader keeps everybody from committing
        with pytest.raises(PlanError, match="占用"):
            plan.log("丢失", "")
        other.close()
        plan.log("保存", "")
    with Plan.open(path) as plan:
        assert [action for _, action, _ in plan.history()] == ["新建方案", "保存"]


def test_a_full_disk_is_the_error_that_is_told(path: Path) -> None:
    with Plan.open(path) as plan:
        plan.add_parcels([ROW])
        [(pages,)] = plan._connection.execute("PRAGMA page_count").fetchall()
        plan._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(PlanError, match="磁盘已满"):
            plan.replace_findings([FINDING] * 5000)
        assert plan.findings() == [] and plan.edition.revision == 2


CREATE = """
import resource, sys
from jinchu_pingheng.core.declarations import Declaration
from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.model import Header
from jinchu_pingheng.plan.store import Plan
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    Plan.create(sys.argv[1], Header("640999", "云川县", 2023, "ningxia-2022", "EPSG:4544"))
except PlanError as error:
    sys.exit(str(error))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are Unix's")
@pytest.mark.parametrize("room", [0, 3_000, 20_000, 60_000, 100_000])
def test_a_plan_that_the_disk_has_no_room_for_leaves_nothing(tmp_path: Path, room: int) -> None:
    path = tmp_path / "方案.gpkg"
    command = [sys.executable, "-c", CREATE, str(path), str(room)]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 1 and "无法写入方案文件" in done.stderr
    assert list(tmp_path.iterdir()) == []
    Plan.create(path, HEADER).close()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/a/b"), "/a/b：磁盘已满；"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "磁盘配额已用完"),
        (OSError(errno.EROFS, "Read-only file system"), "只读"),
        (PermissionError(errno.EACCES, "Permission denied"), "只读，或没有权限"),
        (sqlite3.OperationalError("database or disk is full"), "磁盘已满"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "只读"),
        (sqlite3.OperationalError("database is locked"), "占用"),
        (sqlite3.OperationalError("disk I/O error"), "读写出错"),
        (sqlite3.DatabaseError("database disk image is malformed"), "已损坏"),
        (sqlite3.OperationalError("Could not decode to UTF-8 column 'name'"), "已损坏"),
    ],
)
def test_every_failure_has_its_sentence(error: Exception, words: str) -> None:
    assert is_failure(error) and words in str(failure(error, "方案.gpkg"))


def test_wrong_code_is_no_failure_of_the_disk() -> None:
    assert not is_failure(sqlite3.ProgrammingError("x")) and not is_failure(ValueError("x"))


def test_the_failure_behind_an_error_is_found() -> None:
    try:
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        finally:
            raise ValueError("Can't close the ZIP file")
    except ValueError as error:
        assert isinstance(failure_behind(error), OSError)
    assert failure_behind(ValueError("x")) is None
