"""Locked parcels in the plan's file."""

from __future__ import annotations

from pathlib import Path

import pytest

from jinchu_pingheng.core.model import Header
from jinchu_pingheng.plan.store import Plan
from tests.plan.old_plans import old_plan


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "方案.gpkg"
    Plan.create(path, Header("640999", "云川县", 2023, "ningxia-2022", "EPSG:4544")).close()
    return path


def test_locks_are_kept_and_let_go_one_by_one(path: Path) -> None:
    with Plan.open(path) as plan:
        plan.lock(["LC0001", "LC0002"], True)
        plan.lock(["LC0002", "LR0001"], True)
    with Plan.open(path) as plan:
        assert plan.locked() == {"LC0001", "LC0002", "LR0001"}
        plan.lock(["LC0002"], False)
        assert plan.locked() == {"LC0001", "LR0001"}
        assert plan.history()[-1][1:] == ("解锁地块", "LC0002")


def test_a_lock_is_no_change_of_the_plan(path: Path) -> None:
    with Plan.open(path) as plan:
        before = plan.edition.revision
        plan.lock(["LC0001"], True)
        assert plan.edition.revision == before and not plan.edited_elsewhere


def test_the_id_of_a_locked_parcel_that_was_never_saved_is_given_to_no_other(path: Path) -> None:
    with Plan.open(path) as plan:
        plan.lock(["LC0007"], True)
    with Plan.open(path) as plan:
        assert plan.numbering().next("out") == "LC0008"


@pytest.mark.parametrize("version", [1, 2])
def test_nothing_is_locked_in_a_plan_of_before(tmp_path: Path, version: int) -> None:
    with Plan.open(old_plan(tmp_path / "旧.gpkg", version)) as plan:
        assert plan.locked() == frozenset()
        plan.lock(["LC0001"], True)
        assert plan.locked() == {"LC0001"}
