"""Nothing is lost: a process that dies, or a disk that fills, at any call that changes the disk.

After each, the plan is as it was before or as it is afterwards, and doing it again works: nothing
lies about that stops the next start. `make soak` tries hundreds of points.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from jinchu_pingheng.deliver.earlier import RECORD
from jinchu_pingheng.plan import schema
from jinchu_pingheng.plan.store import Plan
from tests import soak
from tests.durability.deeds import DEEDS, Deed, out_of
from tests.durability.kernel import TOLD, calls_of, failing, killed
from tests.soak import amount, told

pytestmark = [pytest.mark.usefixtures("qgis_app"), pytest.mark.slow]

SHORT, LONG = 6, 60
"""Points of each deed and fault."""

TIMES = {"fid", "plan_id", "at", "saved", "measured", "exported_at"}
"""Columns that differ from run to run."""

FAULTS = ("killed", "ENOSPC", "EROFS", *(("EDQUOT", "EIO") if soak.LONG else ()))


@pytest.fixture(scope="module")
def ready(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A deed, its folder before, the states before and after it and between, and the calls that it
    makes."""
    deed: Deed = request.param
    folder = tmp_path_factory.mktemp(deed.name)
    before, between, after = (folder / name for name in ("before", "between", "after"))
    deed.start(before)
    for copy in (between, after):
        shutil.copytree(before, copy)
    deed.half(between)
    calls = calls_of(lambda: deed.do(after), folder / "calls")
    states = [state(place, deed) for place in (before, after, between)]
    return deed, before, states, calls


def state(folder: Path, deed: Deed) -> Any:
    """What the plan says; None when there is none."""
    path = folder / deed.plan
    if not path.exists():
        return None
    with closing(sqlite3.connect(path)) as plan:
        plan.row_factory = sqlite3.Row
        [(sound,)] = plan.execute("PRAGMA integrity_check").fetchall()
        assert sound == "ok"
        there = {name for (name,) in plan.execute("SELECT name FROM sqlite_master")}
        tables = [table.name for table in schema.TABLES if table.name in there]
        return {
            name: [
                tuple(value for key, value in zip(row.keys(), row) if key not in TIMES)
                for row in plan.execute(f"SELECT * FROM {name} ORDER BY fid")
            ]
            for name in tables
        }


def points(calls: Counter[str], most: int) -> list[tuple[str, int]]:
    """Some of the calls, from the first to the last of each kind."""
    every = [(call, number) for call in sorted(calls) for number in range(1, calls[call] + 1)]
    step = max(len(every) / most, 1.0)
    return [every[int(place * step)] for place in range(int(len(every) / step))]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("ready", DEEDS, indirect=True, ids=[deed.name for deed in DEEDS])
def test_a_deed_is_done_or_not_and_can_be_done_again(
    ready: Any, fault: str, tmp_path: Path
) -> None:
    deed, before, states, calls = ready
    most = amount(SHORT, LONG) if fault == "killed" else amount(2, LONG // 4)
    tried = points(calls, most)
    for call, number in tried:
        folder = tmp_path / f"{call}-{number}"
        shutil.copytree(before, folder)
        where = (deed.name, fault, call, number)
        done = attempt(deed, folder, fault, call, number)
        assert_whole(out_of(folder))
        assert state_or_refused(folder, deed) in states, where
        if not done or deed.name == "export":  # the next export clears up after this one
            do_again(folder, deed, states)
        assert state(folder, deed) == states[1], where
        assert list(leftovers(folder)) == [], where
        assert_whole(out_of(folder))
        shutil.rmtree(folder)
    told(f"{deed.name}, {fault}: {len(tried)} of {sum(calls.values())} points survived")


def attempt(deed: Deed, folder: Path, fault: str, call: str, number: int) -> bool:
    """Whether it was done all the same; an error is told in a sentence."""
    do = partial(deed.do, folder)
    if fault == "killed":
        assert os.WIFSIGNALED(killed(do, call, number)), (call, number)
        return False
    ended = os.WEXITSTATUS(failing(do, call, number, fault))
    assert ended in (0, TOLD), (deed.name, fault, call, number, "an error that is no sentence")
    return ended == 0


def state_or_refused(folder: Path, deed: Deed) -> Any:
    """The state that the next start finds: opening a plan finishes or takes back what was begun."""
    if (folder / deed.plan).exists() and deed.name != "migrate":
        Plan.open(folder / deed.plan).close()
    return state(folder, deed)


def do_again(folder: Path, deed: Deed, states: Any) -> None:
    """Whoever was stopped starts again; what the plan says to be done is not done twice."""
    if deed.name == "export" or state(folder, deed) != states[1]:
        deed.do(folder)


def leftovers(folder: Path) -> Iterator[str]:
    """Files that belong to nobody."""
    for name in {path.name for path in folder.rglob("*")} - {RECORD}:
        if name.startswith(".") or name.endswith(("-journal", "-wal", "-shm", ".partial", ".tmp")):
            yield name


def assert_whole(out: Path) -> None:
    """Every workbook opens, those of the export before too."""
    if out.exists():
        books = sorted(out.glob("**/*.xlsx"))
        assert books and all(zipfile.ZipFile(book).testzip() is None for book in books)
