"""Plans of older versions: migrated whole, with a backup, or left as they were."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.plan import copying, migrations, schema
from jinchu_pingheng.plan.connection import connect
from jinchu_pingheng.plan.store import Plan
from tests.plan.old_plans import old_plan


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return old_plan(tmp_path / "方案.gpkg", 1)


@pytest.fixture
def second(tmp_path: Path) -> Path:
    return old_plan(tmp_path / "方案二.gpkg", 2)


def query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as file:
        return file.execute(sql).fetchall()


def change(path: Path, sql: str) -> None:
    with closing(connect(path, 0)) as file:
        file.execute(sql)


def content(path: Path) -> list[list[tuple[Any, ...]]]:
    """All tables with all rows."""
    names = [name for (name,) in query(path, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [query(path, f'SELECT * FROM "{name}"') for name in sorted(names)]


def test_a_plan_of_version_1_opens_as_what_it_was(old: Path) -> None:
    findings = query(old, "SELECT parcel_id, rule_id, verdict, message FROM findings ORDER BY fid")
    conflicts = query(old, "SELECT parcel_id, rule_id, overlap_m2 FROM conflicts ORDER BY fid")
    with Plan.open(old) as plan:
        assert (plan.header.county_name, plan.parcel_count()) == ("云川县", 151)
        assert plan.edition.revision == plan.measured_revision == plan.checked_revision == 1
        assert not plan.stale and not plan.edited_elsewhere
        found = plan.findings()
        assert [(f.parcel_id, f.rule_id, f.verdict, f.message) for f in found] == findings
        drawn = [f for f in found if f.geometry is not None]
        keys = [(f.parcel_id, f.rule_id, float(f.overlap_m2 or 0)) for f in drawn]
        assert sorted(keys) == sorted(conflicts)
        assert all(f.verdict == "fail" for f in drawn)
    assert query(old, "SELECT schema_version FROM header") == [(schema.SCHEMA_VERSION,)]


def test_a_plan_of_version_2_opens_as_what_it_was(second: Path) -> None:
    kept = [query(second, f"SELECT * FROM {name}") for name in ("credits", "declarations", "cells")]
    consents = query(second, "SELECT parcel_id, consent_doc, forest_consent_doc FROM parcels")
    with Plan.open(second) as plan:
        assert plan.edition.revision == 6 and plan.edition.plan_id.startswith("86d6f393")
        assert (plan.measured_revision, plan.checked_revision) == (4, 5)
        assert not plan.stale and not plan.edited_elsewhere
        parcels = {parcel.parcel_id: parcel for parcel in plan.parcels()}
    assert len(parcels) == 147
    assert consents == [
        (name, parcels[name].consent_doc or None, parcels[name].forest_consent_doc or None)
        for name, _, _ in consents
    ]
    new = ("batch", "implementer", "former_use", "owner_consent_doc", "completed_on")
    assert not any(getattr(parcel, name) for parcel in parcels.values() for name in new)
    assert kept == [
        query(second, f"SELECT * FROM {name}") for name in ("credits", "declarations", "cells")
    ]


def test_an_edit_of_version_2_by_another_program_is_still_seen(second: Path) -> None:
    change(second, "UPDATE parcels SET name = '改名' WHERE fid = 1")
    with Plan.open(second) as plan:
        assert plan.stale and plan.edited_elsewhere


def test_every_plan_gets_an_identity_of_its_own(old: Path, tmp_path: Path) -> None:
    copy = tmp_path / "另一个.gpkg"
    copy.write_bytes(old.read_bytes())
    with Plan.open(old) as one, Plan.open(copy) as other:
        assert one.edition.plan_id != other.edition.plan_id
        identity = one.edition
    with Plan.open(old) as again:
        assert again.edition == identity


def test_a_backup_lies_beside_the_plan_and_the_history_names_it(old: Path) -> None:
    before = content(old)
    with Plan.open(old) as plan:
        _, action, detail = plan.history()[-1]
    backup = old.with_name("方案.v1.bak.gpkg")
    assert content(backup) == before
    assert action == "升级方案" and backup.name in detail
    assert sorted(p.name for p in old.parent.iterdir()) == ["方案.gpkg", backup.name]


def test_a_backup_replaces_none_that_is_there(old: Path) -> None:
    taken = old.with_name("方案.v1.bak.gpkg")
    taken.write_bytes(b"something of the user's")
    Plan.open(old).close()
    assert taken.read_bytes() == b"something of the user's"
    assert old.with_name("方案.v1.bak2.gpkg").is_file()


def test_numbers_go_on_above_the_parcels_and_those_of_which_the_history_tells(old: Path) -> None:
    change(old, "UPDATE parcels SET parcel_id = 'LR0012' WHERE fid = 1")
    change(old, "INSERT INTO history (action, detail) VALUES ('编号', 'LC0905、LR0001')")
    with Plan.open(old) as plan:
        assert plan.numbering().last == ["LC0905", "LR0012"]
    assert query(old, "SELECT last_out, last_in FROM header") == [(905, 12)]


def test_an_edit_by_another_program_before_the_migration_is_still_seen(old: Path) -> None:
    change(old, "UPDATE parcels SET name = '改名' WHERE fid = 1")
    with Plan.open(old) as plan:
        assert plan.stale and (plan.measured_revision, plan.checked_revision) == (0, 0)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        ("UPDATE header SET schema_version = 0", "结构版本（0）不可识别"),
        ("UPDATE header SET schema_version = NULL", "结构版本（空）不可识别"),
        ("UPDATE header SET schema_version = 'x'", "结构版本（x）不可识别"),
        ("UPDATE header SET schema_version = 4", "更新版本的软件建立（结构版本 4，"),
        ("DELETE FROM header", "方案文件缺少基本信息"),
        ("DROP TABLE exceptions", "方案文件缺少表 exceptions；"),
        ("ALTER TABLE parcels DROP COLUMN road_class", "表 parcels 的字段 road_class；"),
        ("ALTER TABLE header DROP COLUMN measured", "表 header 的字段 measured；"),
        ("ALTER TABLE header DROP COLUMN schema_version", "不是耕地进出平衡方案文件"),
    ],
)
def test_what_is_no_whole_plan_is_refused_and_left(old: Path, spoil: str, sentence: str) -> None:
    change(old, spoil)
    before = old.read_bytes()
    with pytest.raises(PlanError, match=f"方案.gpkg：.*{sentence}"):
        Plan.open(old)
    assert old.read_bytes() == before
    assert [p.name for p in old.parent.iterdir()] == [old.name]


@pytest.mark.parametrize("missing", ["plan_id", "revision"])
def test_a_plan_of_today_without_a_column_of_today_is_refused(old: Path, missing: str) -> None:
    Plan.open(old).close()
    change(old, f"ALTER TABLE header DROP COLUMN {missing}")
    with pytest.raises(PlanError, match=f"表 header 的字段 {missing}"):
        Plan.open(old)


def test_a_plan_that_is_read_only_stays_as_it_was(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(path: Path, wait: float) -> sqlite3.Connection:
        connection = connect(path, wait)
        connection.execute("PRAGMA query_only = 1")
        return connection

    before = old.read_bytes()
    monkeypatch.setattr(migrations, "connect", read_only)
    with pytest.raises(PlanError, match="需要升级，但升级没有完成，文件未改动（.*只读") as told:
        Plan.open(old)
    assert str(old) in str(told.value)
    assert old.read_bytes() == before


def test_a_disk_that_is_full_in_the_middle_leaves_the_plan_as_it_was(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def growing(connection: sqlite3.Connection) -> None:
        step(connection)
        [(pages,)] = connection.execute("PRAGMA page_count").fetchall()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        connection.execute("INSERT INTO history (detail) VALUES (?)", ("x" * 100_000,))

    before, step = content(old), migrations.STEPS[2]
    monkeypatch.setattr(migrations, "STEPS", {2: growing})
    with pytest.raises(PlanError, match="文件未改动（.*磁盘已满"):
        Plan.open(old)
    assert content(old) == before


def test_without_room_for_a_backup_nothing_is_changed(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    before = old.read_bytes()
    monkeypatch.setattr(copying, "copy_file", full)
    with pytest.raises(PlanError, match="文件未改动（无法备份方案：磁盘已满）"):
        Plan.open(old)
    assert old.read_bytes() == before
    assert [p.name for p in old.parent.iterdir()] == [old.name]


KILLED = """
import os, signal, sys
from pathlib import Path
from jinchu_pingheng.plan import connection, migrations
count = [0]
def trace(sql):
    count[0] += 1
    if count[0] == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
real = migrations.connect
def traced(path, wait):
    opened = real(path, wait)
    opened.set_trace_callback(trace)
    return opened
migrations.connect = traced
migrations.migrate(Path(sys.argv[1]))
"""


@pytest.mark.parametrize("statement", [1, 15, 18, 24, 30, 40, 60])
def test_a_migration_that_is_killed_leaves_a_plan_that_opens(old: Path, statement: int) -> None:
    before = content(old)
    command = [sys.executable, "-c", KILLED, str(old), str(statement)]
    died = subprocess.run(command, cwd=Path(__file__).parents[2]).returncode
    assert died == -signal.SIGKILL
    assert content(old) == before
    with Plan.open(old) as plan:
        assert plan.edition.revision == 1 and len(plan.conflicts()) == 39


def test_what_must_only_be_read_is_migrated_in_a_copy(old: Path) -> None:
    before = old.read_bytes()
    with Plan.to_read(old) as plan:
        assert plan.parcel_count() == 151 and plan.edition.revision == 1
    assert old.read_bytes() == before
    assert [p.name for p in old.parent.iterdir()] == [old.name]
