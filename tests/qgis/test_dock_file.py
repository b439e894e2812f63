"""The plan's file, while it is open: vanished, replaced, read-only, edited by somebody else."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsFeature, QgsVectorLayer

from jinchu_pingheng.core.model import IN, OUT, Header
from jinchu_pingheng.jobs.create import create_plan
from jinchu_pingheng.plan.store import Plan
from tests.qgis.dock_window import copy_of, ids, message, rectangle, save, settle, tag

pytestmark = pytest.mark.usefixtures("qgis_app")


def look(dock: Any) -> None:
    """What the timer does every two seconds."""
    dock.session.saving.watch.look()
    settle()


def is_no_plan(path: Path) -> bool:
    """A database without tables, which an empty file is."""
    with closing(sqlite3.connect(path)) as connection:
        return not connection.execute("SELECT name FROM sqlite_master").fetchall()


def elsewhere(plan_file: Path) -> QgsVectorLayer:
    """The same parcels in a second window, being edited."""
    layer = QgsVectorLayer(f"{plan_file}|layername=parcels", "second window", "ogr")
    assert layer.startEditing()
    return layer


def add_elsewhere(plan_file: Path, parcel_id: str) -> None:
    layer = elsewhere(plan_file)
    feature = QgsFeature(layer.fields())
    feature.setGeometry(rectangle(900, 0, 1000, 100))
    for name, value in (("parcel_id", parcel_id), ("direction", OUT), ("type", 1)):
        feature[name] = value
    assert layer.addFeature(feature) and layer.commitChanges()


def move_away(dock: Any, survey: QgsVectorLayer, plan_file: Path) -> Path:
    """The plan's file has another name while something is unsaved."""
    tag(dock, survey, OUT, "0103")
    save(dock)
    tag(dock, survey, IN, "0404")
    look(dock)
    away = plan_file.rename(plan_file.with_suffix(".away"))
    look(dock)
    return away


def test_a_vanished_plan_is_told_and_nothing_is_lost(
    dock: Any, survey: QgsVectorLayer, iface: Any, plan_file: Path, tmp_path: Path
) -> None:
    tag(dock, survey, OUT, "0103")
    save(dock)
    tag(dock, survey, IN, "0404")
    plan_file.unlink()
    look(dock)
    assert "不在了" in message(iface)
    save(dock)
    assert "没有保存" in message(iface) and dock.session.unsaved == 1
    assert not plan_file.exists() or is_no_plan(plan_file)  # QGIS makes one where it draws
    dock.choosing.save_elsewhere(tmp_path / "另存.gpkg")
    settle()
    assert dock.session.plan.path == tmp_path / "另存.gpkg" and dock.session.unsaved == 0
    with Plan.open(tmp_path / "另存.gpkg") as plan:
        assert sorted(plan.parcel_ids()) == ["LC0001", "LC0002", "LR0001"]


def test_what_is_saved_stands_in_the_file_itself(
    dock: Any, survey: QgsVectorLayer, plan_file: Path, tmp_path: Path
) -> None:
    """Not in SQLite's log beside it, which is left behind when the file is copied or moved."""
    tag(dock, survey, OUT, "0103")
    save(dock)
    copy = Path(shutil.copy(plan_file, tmp_path / "副本.gpkg"))
    with Plan.open(copy) as plan:
        assert sorted(plan.parcel_ids()) == ["LC0001", "LC0002"]


@pytest.mark.parametrize("made", ["", "PRAGMA user_version = 1"])
def test_an_empty_file_in_its_place_is_no_plan(
    dock: Any, survey: QgsVectorLayer, iface: Any, plan_file: Path, made: str
) -> None:
    """QGIS makes one, with or without the head of a database, where it draws a layer whose file has
    gone."""
    tag(dock, survey, OUT, "0103")
    save(dock)
    plan_file.unlink()
    with closing(sqlite3.connect(plan_file)) as connection:
        connection.execute(made)
        connection.commit()
    assert plan_file.stat().st_size == (4096 if made else 0)
    look(dock)
    assert "方案文件不在了" in message(iface)


def test_a_plan_that_comes_back_is_saved_into_again(
    dock: Any, survey: QgsVectorLayer, iface: Any, plan_file: Path
) -> None:
    away = move_away(dock, survey, plan_file)
    away.rename(plan_file)
    look(dock)
    save(dock)
    assert dock.session.unsaved == 0
    with Plan.open(plan_file) as plan:
        assert sorted(plan.parcel_ids()) == ["LC0001", "LC0002", "LR0001"]


def test_a_plan_that_comes_back_without_its_log_is_not_saved_into(
    dock: Any, survey: QgsVectorLayer, iface: Any, plan_file: Path, tmp_path: Path
) -> None:
    """Drawing the layer while the file is away makes SQLite remove the log beside it; QGIS would go
    on writing into the log that nobody reads any more."""
    away = move_away(dock, survey, plan_file)
    plan_file.with_name(f"{plan_file.name}-wal").unlink()
    away.rename(plan_file)
    look(dock)
    save(dock)
    assert "没有保存" in message(iface) and dock.session.unsaved == 1
    dock.choosing.save_elsewhere(tmp_path / "另存.gpkg")
    with Plan.open(tmp_path / "另存.gpkg") as plan:
        assert sorted(plan.parcel_ids()) == ["LC0001", "LC0002", "LR0001"]


def test_a_replaced_plan_is_not_written_to(
    dock: Any, survey: QgsVectorLayer, iface: Any, plan_file: Path, tmp_path: Path
) -> None:
    tag(dock, survey, OUT, "0103")
    other = tmp_path / "other.gpkg"
    create_plan(other, Header("640999", "别县", 2023, "ningxia-2022", "EPSG:4544"))
    plan_file.unlink()
    shutil.move(other, plan_file)
    save(dock)
    assert "换成另一个文件" in message(iface) and dock.session.unsaved == 1
    with Plan.open(plan_file) as plan:
        assert plan.parcel_ids() == []


def test_what_qgis_own_save_button_writes_into_a_vanished_file_can_be_saved_elsewhere(
    dock: Any, survey: QgsVectorLayer, plan_file: Path, iface: Any, tmp_path: Path
) -> None:
    tag(dock, survey, OUT, "0103")
    plan_file.unlink()
    dock.session.layer.commitChanges()
    settle()
    assert any("没有保存" in item.text() for item in iface.bar.items())
    dock.choosing.save_elsewhere(tmp_path / "另存.gpkg")
    with Plan.open(tmp_path / "另存.gpkg") as plan:
        assert sorted(plan.parcel_ids()) == ["LC0001", "LC0002"]


def test_qgis_own_save_button_does_not_overwrite_another_windows_change(
    dock: Any, survey: QgsVectorLayer, iface: Any, plan_file: Path
) -> None:
    tag(dock, survey, OUT, "0103")
    save(dock)
    mine = dock.session.layer
    (fid,) = [f.id() for f in mine.getFeatures() if f["parcel_id"] == "LC0001"]
    name = mine.fields().indexOf("name")
    mine.startEditing()
    mine.changeAttributeValue(fid, name, "我的")
    theirs = elsewhere(plan_file)
    theirs.changeAttributeValue(fid, name, "别人的")
    assert theirs.commitChanges()
    assert not mine.commitChanges()
    settle()
    assert "LC0001" in message(iface) and dock.session.unsaved == 1
    with Plan.open(plan_file) as plan:
        assert [p.name for p in plan.parcels()] == ["别人的", ""]


def test_a_parcel_of_another_window_is_seen_and_ids_stay_unique(
    dock: Any, survey: QgsVectorLayer, iface: Any, plan_file: Path
) -> None:
    tag(dock, survey, OUT, "0103")
    assert ids(dock) == ["LC0001", "LC0002"]
    add_elsewhere(plan_file, "LC0001")
    save(dock)
    with Plan.open(plan_file) as plan:
        assert sorted(plan.parcel_ids()) == ["LC0001", "LC0002", "LC0003"]
        theirs = [p for p in plan.parcels() if p.parcel_id == "LC0001"]
        assert theirs[0].geometry.bounds[0] == pytest.approx(570_900)
    assert ids(dock) == ["LC0001", "LC0002", "LC0003"]


def test_what_another_window_adds_shows_without_saving(
    dock: Any, survey: QgsVectorLayer, iface: Any, plan_file: Path
) -> None:
    add_elsewhere(plan_file, "LC0009")
    look(dock)
    assert "新增 LC0009" in message(iface)
    model = dock.panels.parcels.table.model()
    assert [model.index(r, 1).data() for r in range(model.rowCount())] == ["LC0009"]
    tag(dock, survey, OUT, "0103")
    assert ids(dock) == ["LC0009", "LC0010", "LC0011"]


def test_saving_over_another_windows_change_is_refused(
    dock: Any, survey: QgsVectorLayer, iface: Any, plan_file: Path, tmp_path: Path
) -> None:
    tag(dock, survey, OUT, "0103")
    save(dock)
    mine = dock.session.layer
    (fid,) = [f.id() for f in mine.getFeatures() if f["parcel_id"] == "LC0001"]
    name = mine.fields().indexOf("name")
    mine.startEditing()
    mine.changeAttributeValue(fid, name, "我的")
    settle()
    theirs = elsewhere(plan_file)
    theirs.changeAttributeValue(fid, name, "别人的")
    assert theirs.commitChanges()
    save(dock)
    assert "LC0001" in message(iface) and "没有保存" in message(iface)
    assert dock.session.unsaved == 1
    with Plan.open(plan_file) as plan:
        assert [p.name for p in plan.parcels()] == ["别人的", ""]
    dock.choosing.save_elsewhere(tmp_path / "我的.gpkg")
    with Plan.open(tmp_path / "我的.gpkg") as plan:
        assert [p.name for p in plan.parcels()] == ["我的", ""]


def test_two_docks_on_one_plan_give_no_id_twice(
    dock: Any, survey: QgsVectorLayer, plan_file: Path
) -> None:
    tag(dock, survey, OUT, "0103")
    second = elsewhere(plan_file)
    feature = copy_of(dock, "LC0001")
    second.addFeature(feature)
    assert second.commitChanges()  # the second window was first
    assert dock.session.layer.commitChanges()
    with Plan.open(plan_file) as plan:
        names = plan.parcel_ids()
    assert len(names) == len(set(names)) == 3


def copy(plan_file: Path, target: Path) -> None:
    """As SQLite sees the file: with what is still in its log."""
    with closing(sqlite3.connect(plan_file)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


@pytest.fixture
def read_only_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(folder)], capture_output=True)
    if mount.returncode:
        pytest.skip("may not mount a disk here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_plan_on_a_read_only_disk_can_be_looked_at(
    dock: Any,
    survey: QgsVectorLayer,
    iface: Any,
    plan_file: Path,
    read_only_disk: Path,
    tmp_path: Path,
) -> None:
    tag(dock, survey, OUT, "0103")
    save(dock)
    dock.close_plan()
    there = read_only_disk / plan_file.name
    copy(plan_file, there)
    subprocess.run(["mount", "-o", "remount,ro", str(read_only_disk)], check=True)
    dock.open_plan(there)
    settle()
    assert "只能查看" in message(iface) and ids(dock) == ["LC0001", "LC0002"]
    assert not dock.session.layer.startEditing()
    dock.choosing.save_elsewhere(tmp_path / "可写.gpkg")
    settle()
    assert dock.session.plan.path == tmp_path / "可写.gpkg" and ids(dock) == ["LC0001", "LC0002"]
    assert dock.session.layer.startEditing()


def test_a_disk_that_becomes_read_only_is_told(
    dock: Any, iface: Any, plan_file: Path, survey: QgsVectorLayer, read_only_disk: Path
) -> None:
    dock.close_plan()
    there = read_only_disk / plan_file.name
    copy(plan_file, there)
    dock.open_plan(there)
    tag(dock, survey, OUT, "0103")
    disk = str(read_only_disk)  # what is open for writing already stays so
    subprocess.run(["mount", "--bind", disk, disk], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", disk], check=True)
        look(dock)
        assert "只读" in message(iface)
        save(dock)
        assert "没有保存" in message(iface) and dock.session.unsaved == 1
    finally:
        subprocess.run(["umount", "-l", disk], check=True)
