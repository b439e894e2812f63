"""Blocks on all cores: every answer once, whatever happens to the children."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import Any, Callable

import pytest

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.judging.workers import Crew, run
from tests.judging import crew

ALL = list(range(30))


def answers(work: Callable[..., Any], folder: Path, children: int) -> list[tuple[int, Any]]:
    return list(run(crew.Desk, (os.getpid(), str(folder / "note")), work, ALL, children))


@pytest.mark.parametrize("children", [0, 1, 2])
def test_every_block_is_answered_once(tmp_path: Path, children: int) -> None:
    found = answers(crew.double, tmp_path, children)
    assert sorted((index, value) for index, (value, _) in found) == [(i, 2 * i) for i in ALL]


def test_children_take_part(tmp_path: Path) -> None:
    blocks = list(range(400))
    with closing(
        run(crew.Desk, (os.getpid(), str(tmp_path / "note")), crew.double, blocks, 1)
    ) as results:
        assert any(in_child for _, (_, in_child) in results)


def test_a_child_that_dies_gives_its_block_back(tmp_path: Path) -> None:
    found = answers(crew.die_in_child, tmp_path, 2)
    assert sorted((index, value) for index, (value, _) in found) == [(i, 2 * i) for i in ALL]


def test_a_crew_is_hired_before_the_work_is_known(tmp_path: Path) -> None:
    blocks = list(range(400))
    arguments = (os.getpid(), str(tmp_path / "note"))
    with closing(Crew(1, crew.Desk)) as hired:
        with closing(run(crew.Desk, arguments, crew.double, blocks, hired)) as results:
            assert any(in_child for _, (_, in_child) in results)
        assert not hired.children


def test_a_crew_that_is_never_asked_ends(tmp_path: Path) -> None:
    with closing(Crew(2, crew.Desk)) as hired:
        processes = [child._process for child in hired.children]
    assert all(process.poll() is not None for process in processes)


@pytest.mark.parametrize("children", [0, 2])
def test_an_error_of_a_block_is_raised_with_its_sentence(tmp_path: Path, children: int) -> None:
    with pytest.raises(PlanError) as raised:
        answers(crew.refuse, tmp_path, children)
    assert str(raised.value) == "图斑 3：地类编码 99 不在三调地类中；请更正。"


def test_whoever_stops_asking_does_not_wait_for_children(tmp_path: Path) -> None:
    with closing(
        run(crew.Desk, (os.getpid(), str(tmp_path / "note")), crew.slow, ALL, 1)
    ) as results:
        next(results)
    assert (tmp_path / "note").read_text(encoding="utf-8") == "closed"


def test_files_are_closed_at_the_end(tmp_path: Path) -> None:
    answers(crew.double, tmp_path, 0)
    assert (tmp_path / "note").exists()
