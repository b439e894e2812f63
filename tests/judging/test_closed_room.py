"""A child process is a closed room: it runs nothing that lies in the working folder or beside the
data, is told little, and reaches no other machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Callable

import pytest

from jinchu_pingheng.batch.crew import here
from jinchu_pingheng.batch.task import Task
from jinchu_pingheng.judging.worker import search_path
from jinchu_pingheng.judging.workers import run
from jinchu_pingheng.version import software
from tests.batch.counties import make_plan
from tests.judging import crew

HOSTILE = ("queue", "sitecustomize", "usercustomize", "shapely", "numpy", "json", "yaml", "osgeo")


def booby_trap(folder: Path) -> Path:
    """Modules that leave a file behind when they are run; gives that file."""
    ran = folder / "ran.txt"
    folder.mkdir(exist_ok=True)
    for name in HOSTILE:
        (folder / f"{name}.py").write_text(f"open({str(ran)!r}, 'a').write('{name} ')\n")
    return ran


@pytest.fixture()
def trapped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A trapped working folder, which Python's own variables name too; gives the file of traces."""
    folder = tmp_path / "working folder"
    ran = booby_trap(folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setenv("PYTHONSTARTUP", str(folder / "queue.py"))
    monkeypatch.setenv("OFFICE_PASSWORD", "secret")
    return ran


def of_children(work: Callable[..., Any], folder: Path) -> list[Any]:
    arguments = (os.getpid(), str(folder / "note"))
    return [answer for _, answer in run(crew.Desk, arguments, work, list(range(200)), 2)]


def test_modules_of_the_working_folder_are_not_run(trapped: Path) -> None:
    answers = of_children(crew.surroundings, trapped.parent)
    assert any(in_child for in_child, _, _ in answers)
    assert not trapped.exists()
    for in_child, path, _ in answers:
        assert not in_child or not {"", str(trapped.parent)} & set(path)


def test_modules_beside_plan_and_data_are_not_run(trapped: Path, tmp_path: Path) -> None:
    plans = [make_plan(tmp_path / code, code, 60, 60) for code in ("640101", "640102", "640103")]
    traces = [booby_trap(plan.parent) for plan in plans]
    task = Task("2026-03-01", str(trapped.parent), software=software())
    done = [result for _, result in here(task, [str(plan) for plan in plans])]
    assert [result.error for result in done] == ["", "", ""]
    assert not [trace for trace in (trapped, *traces) if trace.exists()]


def test_a_child_knows_no_variables_of_the_office(trapped: Path) -> None:
    known = [
        names for in_child, _, names in of_children(crew.surroundings, trapped.parent) if in_child
    ]
    assert known and all("OFFICE_PASSWORD" not in names for names in known)
    assert all("PYTHONPATH" not in names for names in known)


def test_a_child_reaches_no_other_machine(tmp_path: Path) -> None:
    refused = [answer for answer in of_children(crew.call_home, tmp_path) if answer is not None]
    assert refused and all(refused)


def test_python_and_the_parents_libraries_come_before_what_else_is_installed() -> None:
    own = ["/usr/lib/python3", "/usr/lib/python3/dist-packages"]
    assert search_path(own, ["/qgis/libraries", "/profile/plugins"]) == [
        "/usr/lib/python3", "/qgis/libraries", "/usr/lib/python3/dist-packages", "/profile/plugins",
    ]  # fmt: skip
