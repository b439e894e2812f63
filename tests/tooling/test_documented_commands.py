"""Commands that the documents show can be run: make targets exist, programs start and know the
options."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from jinchu_pingheng.processing.provider import ALGORITHMS

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT, ROOT / "docs", ROOT / "docs" / "manual", ROOT / "jinchu_pingheng" / "templates")
DOCUMENTS = [path for folder in FOLDERS for path in sorted(folder.glob("*.md"))]
CODE = re.compile(r"```[a-z]*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
COMMAND = re.compile(r"(make [a-z]|qgis_process |pip |dask |\.venv/bin/\S+ |python3? -m )")

OURS = r"(\.venv/bin/)?python3? -m (jinchu_pingheng|tools|sample)\b"
BENCH = r"(\.venv-bench/bin/)?python3? -m bench\b"
OTHERS = (
    r"(python -m )?pip (install|download) ",  # tests/tooling/test_package.py fetches so
    r"\.venv/bin/python -m pytest ",
    r"dask (worker|scheduler) ",  # tests/batch/test_dask.py starts both
)


def commands() -> list[str]:
    """Every command in the documents, without variables before it and comments after it."""
    found = []
    for path in DOCUMENTS:
        for block, inline in CODE.findall(path.read_text(encoding="utf-8")):
            for line in (block or inline).splitlines():
                text = re.sub(r"^([A-Z_]+=\S+ )+", "", line.split(" #")[0].strip())
                found += [text] if COMMAND.match(text) else []
    return found


def of(start: str) -> list[str]:
    return [line for line in commands() if re.match(start, line)]


@cache
def help_of(module: str) -> str:
    run = [sys.executable, "-m", module, "--help"]
    return subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_there_are_commands_of_each_sort_and_no_other() -> None:
    sorts = (r"make [a-z]", r"qgis_process help ", OURS, *OTHERS)
    assert all(of(sort) for sort in sorts)
    assert [line for line in commands() if not re.match("|".join((*sorts, BENCH)), line)] == []


def test_every_make_target_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    shown = {word for line in of("make ") for word in re.findall(r"(?<=make )[a-z-]+", line)}
    assert {"demo", "test", "package", "install"} <= shown
    assert shown - targets == set()


def test_every_program_of_ours_is_there_and_knows_the_options() -> None:
    """Those of the users start; the workshop's are looked up where no option is named."""
    for line in of(OURS):
        module = line.split(" -m ")[1].split()[0]
        options = re.findall(r"--[a-z-]+", line)
        if options or module.startswith("jinchu_pingheng"):
            assert [option for option in options if option not in help_of(module)] == []
        else:
            assert find_spec(module), line


def test_qgis_is_asked_for_algorithms_that_there_are() -> None:
    keys = {f"jinchu_pingheng:{algorithm.key}" for algorithm in ALGORITHMS}
    assert {line.split()[2] for line in of("qgis_process help ")} <= keys
