"""The history: who, what, when; and the values of parcels, which replayed are the parcels."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jinchu_pingheng.core.history import CAME, CHANGED, HELD, WENT
from jinchu_pingheng.core.model import Header
from jinchu_pingheng.plan import who
from jinchu_pingheng.plan.connection import connect
from jinchu_pingheng.plan.geometry_blob import to_blob
from jinchu_pingheng.plan.parcel_history import current, replayed
from jinchu_pingheng.plan.store import Plan
from tests.plan.old_plans import old_plan

HEADER = Header("640999", "云川县", 2023, "ningxia-2022", "EPSG:4544")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    Plan.create(tmp_path / "方案.gpkg", HEADER).close()
    return tmp_path / "方案.gpkg"


def square(metres: float, x: float = 0) -> shapely.Polygon:
    return shapely.box(560000 + x, 4150000, 560000 + x + metres, 4150000 + metres)


def row(parcel_id: str, **values: Any) -> dict[str, Any]:
    return {"parcel_id": parcel_id, "direction": "out", "type": 2, "geom": square(100), **values}


def edit(path: Path, sql: str, *values: Any) -> None:
    """Edit parcels as another program does."""
    with closing(connect(path, 0)) as file:
        file.execute(sql, values)


def edits(path: Path) -> list[tuple[str, str, str]]:
    """(action, change, content) of all edits of parcels."""
    with Plan.open(path) as plan:
        return [(e.action, p.change, p.content) for e in plan.events() for p in e.edits]


def test_parcels_that_come_are_told_with_their_values(path: Path) -> None:
    with Plan.open(path) as plan, plan.transaction():
        plan.add_parcels([row("LC0001", name="南梁")])
        plan.log("标注地块", "1 块")
    [event] = [e for e in Plan.open(path).events() if e.edits]
    [told] = event.edits
    assert (event.action, told.parcel_id, told.change) == ("标注地块", "LC0001", CAME)
    assert told.content == (
        "地块编号：LC0001；进出方向：流出；类型：2；地块名称：南梁；面积（平方米）：10000"
    )


def test_an_edit_tells_only_what_it_changed_with_values_before_and_after(path: Path) -> None:
    with Plan.open(path) as plan:
        plan.add_parcels([row("LC0001", name="南梁", note="旧"), row("LC0002")])
        plan.log("标注地块", "")
    smaller = to_blob(square(50), 4544)
    edit(path, "UPDATE parcels SET name = '北梁', note = NULL, geom = ? WHERE fid = 1", smaller)
    edit(path, "DELETE FROM parcels WHERE fid = 2")
    with Plan.open(path) as plan:
        plan.notice_edits()
        last = plan.events()[-1]
    changed, went = last.edits
    assert (last.action, last.who) == ("在其他程序中编辑地块", "")
    assert (changed.change, went.change, went.parcel_id) == (CHANGED, WENT, "LC0002")
    assert changed.content == (
        "地块名称：南梁 → 北梁；备注：旧 → 空；图形：修改；面积（平方米）：10000 → 2500"
    )


def test_nothing_is_told_twice(path: Path) -> None:
    with Plan.open(path) as plan:
        plan.add_parcels([row("LC0001")])
        plan.log("标注地块", "")
        plan.log("检查", "")
        plan.parcels_changed()
        plan.log("编辑地块", "0 步")
        plan.notice_edits()
    assert [change for _, change, _ in edits(path)] == [CAME]


def test_a_geometry_that_another_program_writes_in_its_own_way_is_the_same(path: Path) -> None:
    with Plan.open(path) as plan:
        plan.add_parcels([row("LC0001")])
        plan.log("标注地块", "")
    whole = to_blob(square(100), 4544)
    bare = whole[:3] + bytes([whole[3] & 0b11110001]) + whole[4:8] + whole[8 + 32 :]
    edit(path, "UPDATE parcels SET geom = ?", bare)
    with Plan.open(path) as plan:
        plan.notice_edits()
    assert [change for _, change, _ in edits(path)] == [CAME]


def test_what_a_user_is_called(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(who, "_named", "")
    monkeypatch.setenv(who.USER_VARIABLE, " 张三 ")
    with Plan.open(path) as plan:
        plan.log("甲", "")
        monkeypatch.setattr(who, "_named", "李四")
        plan.log("乙", "")
        assert [event.who for event in plan.events()][-2:] == ["张三", "李四"]
    monkeypatch.setattr(who, "_named", "")
    monkeypatch.delenv(who.USER_VARIABLE)
    monkeypatch.setenv("LOGNAME", "user-of-the-system")
    assert who.who() == "user-of-the-system"


def test_a_log_that_is_rolled_back_leaves_the_edit_to_the_next(path: Path) -> None:
    class Stop(Exception):
        pass

    with Plan.open(path) as plan:
        with pytest.raises(Stop), plan.transaction():
            plan.add_parcels([row("LC0001")])
            plan.log("标注地块", "")
            raise Stop
        plan.add_parcels([row("LC0002")])
        plan.log("标注地块", "又一次")
    assert [(a, c) for a, c, _ in edits(path)] == [("标注地块", CAME)]


def test_a_spoilt_polygon_does_not_keep_its_edit_from_being_told(path: Path) -> None:
    with Plan.open(path) as plan:
        plan.add_parcels([row("LC0001")])
        plan.log("标注地块", "")
    edit(path, "UPDATE parcels SET name = '甲'")
    edit(path, "DROP TRIGGER rtree_parcels_geom_update1")
    edit(path, "UPDATE parcels SET geom = ?", to_blob(square(100), 4544)[:60])
    with Plan.open(path) as plan:
        plan.notice_edits()
    assert "地块名称：空 → 甲" in edits(path)[-1][2]


NAMES = st.sampled_from(["甲", "乙", ""])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), NAMES, st.integers(1, 3)),
        st.tuples(st.just("name"), NAMES, st.integers(1, 6)),
        st.tuples(st.just("shape"), st.integers(1, 90), st.integers(1, 6)),
        st.tuples(st.just("id"), st.integers(1, 99), st.integers(1, 6)),
        st.tuples(st.just("delete"), st.none(), st.integers(1, 6)),
        st.tuples(st.just("save"), st.none(), st.none()),
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_a_plan_is_its_history_replayed(steps: list[Any], tmp_path_factory: Any) -> None:
    path = tmp_path_factory.mktemp("monkey") / "方案.gpkg"
    Plan.create(path, HEADER).close()
    with Plan.open(path) as plan:
        for number, (step, value, which) in enumerate([*steps, ("save", None, None)]):
            if step == "add":
                plan.add_parcels([row(f"LC{number}-{i}", name=value) for i in range(which)])
                plan.log("标注地块", "")
            elif step == "save":
                plan.notice_edits()
            else:
                sql = {
                    "name": "UPDATE parcels SET name = ? WHERE fid = ?",
                    "shape": "UPDATE parcels SET geom = ? WHERE fid = ?",
                    "id": "UPDATE parcels SET parcel_id = 'X' || ? WHERE fid = ?",
                    "delete": "DELETE FROM parcels WHERE ifnull(?, 1) AND fid = ?",
                }[step]
                value = to_blob(square(value), 4544) if step == "shape" else value
                plan._connection.execute(sql, (value, which))
        assert replayed(plan._connection) == current(plan._connection)
        per_event = [[p.parcel_id for p in e.edits] for e in plan.events()]
        rows = plan._connection.execute("SELECT event, feature FROM parcel_history").fetchall()
        assert len({tuple(r) for r in rows}) == len(rows) == sum(map(len, per_event))


def test_ten_thousand_edited_parcels_are_written_down_in_a_second(path: Path) -> None:
    with Plan.open(path) as plan:
        plan.add_parcels([row(f"LC{i:05}", geom=square(100, 200 * i)) for i in range(10_000)])
        plan.log("标注地块", "")
        plan._connection.execute("UPDATE parcels SET name = '改名'")
        plan.parcels_changed()
        before = time.process_time()
        plan.log("编辑地块", "")
        assert time.process_time() - before < 2
        [(count, size)] = plan._connection.execute(
            "SELECT count(*), sum(length(before) + length(after)) FROM parcel_history "
            "WHERE change = 'changed'"
        ).fetchall()
    assert (count, size) == (10_000, 10_000 * len('{}{"name":"改名"}'))


def test_the_values_of_an_older_plan_begin_with_what_is_there(tmp_path: Path) -> None:
    with Plan.open(old_plan(tmp_path / "方案.gpkg", 2)) as plan:
        told = [edit for event in plan.events() for edit in event.edits]
        assert {edit.change for edit in told} == {HELD} and len(told) == plan.parcel_count()
        assert replayed(plan._connection) == current(plan._connection)
        assert plan.events()[-1].action == "升级方案"


@pytest.mark.parametrize("version", [2, 3])
def test_the_edits_of_one_parcel_are_looked_up_not_searched_for(
    tmp_path: Path, version: int
) -> None:
    path = tmp_path / "方案.gpkg"
    if version == 2:
        old_plan(path, version)
        Plan.open(path).close()
    else:
        Plan.create(path, HEADER).close()
    sql = "EXPLAIN QUERY PLAN SELECT * FROM parcel_history WHERE feature = 1"
    with closing(connect(path, 0)) as file:
        [row] = file.execute(sql).fetchall()
    assert "SEARCH parcel_history USING INDEX" in row[-1]
