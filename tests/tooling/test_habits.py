"""What runs before a commit and on the host is what anyone runs by hand."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import grimp
import pytest
import yaml

from tools.check_imports import circles
from tools.coverage_by_room import block

ROOT = Path(__file__).resolve().parents[2]
HOOKS = ROOT / ".pre-commit-config.yaml"
HOSTED = ROOT / ".github" / "workflows" / "ci.yml"


def recipe(target: str) -> list[str]:
    """The commands of a target of the Makefile."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", text, re.MULTILINE)
    assert found
    return [line.strip().lstrip("@") for line in found[1].splitlines()]


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_the_hooks_before_a_commit_are_make_lint_and_need_no_network() -> None:
    [repository] = read(HOOKS)["repos"]
    assert repository["repo"] == "local"
    assert [hook["entry"] for hook in repository["hooks"]] == ["make lint"]
    assert [hook["language"] for hook in repository["hooks"]] == ["system"]


def test_the_hosted_check_is_the_one_at_home() -> None:
    [job] = read(HOSTED)["jobs"].values()
    assert job["container"]["image"] == "debian:12"
    commands = [step["run"] for step in job["steps"] if "run" in step]
    assert commands[-1] == ".ci/run"
    assert [c for c in commands[:-1] if not c.startswith("apt-get update && apt-get install")] == []


def test_the_check_at_home_is_executable_and_begins_with_make_lint() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    commands = re.findall(r"^make .*$", script.read_text(encoding="utf-8"), re.MULTILINE)
    assert commands[0] == "make lint" and commands[-1] == "make test"


def test_make_lint_checks_style_format_types_imports_texts_and_templates() -> None:
    assert recipe("lint") == [
        "$(PYTHON) -m ruff check .",
        "$(PYTHON) -m ruff format --check .",
        "$(PYTHON) -m mypy",
        ".venv-types/bin/python -m tools.check_qt6",
        ".venv-types/bin/python -m tools.check_qt6 --qt 5",
        ".venv/bin/lint-imports",
        "$(PYTHON) -m tools.check_imports",
        "$(PYTHON) -m tools.check_translations",
        "$(PYTHON) -m tools.check_templates",
    ]


def test_no_modules_of_the_package_import_each_other_in_a_circle() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.check_imports"], cwd=ROOT, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.parametrize(
    "back",
    [
        "from made_of_two import one",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .one import A",
        "def late():\n    from . import one",
    ],
    ids=["at the top", "for the type checker", "inside a function"],
)
def test_every_kind_of_circle_is_found(
    back: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "made_of_two"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "one.py").write_text("from . import two\nA = 1\n", encoding="utf-8")
    (package / "two.py").write_text("B = 2\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert circles(grimp.build_graph("made_of_two", cache_dir=None)) == []
    (package / "two.py").write_text(f"{back}\n", encoding="utf-8")
    assert circles(grimp.build_graph("made_of_two", cache_dir=None)) == [
        ("made_of_two.one", "made_of_two.two", "made_of_two.one")
    ]


@pytest.mark.parametrize(
    "page",
    [
        "CONTRIBUTING.md", "README.md", "README.en.md",
        "docs/architecture.md", "docs/batch.md",
    ],
)  # fmt: skip
def test_paths_and_links_of_the_pages_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    here = (ROOT / page).parent
    quoted = re.findall(r"`((?:[A-Za-z0-9_.-]+/)+[A-Za-z0-9_.-]*)`", text)
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    made = ("build/", "dist/")
    rooms = ("", "core", "deliver", "gui")
    starts = (ROOT, *(ROOT / "jinchu_pingheng" / room for room in rooms))
    lost = [
        path
        for path in quoted
        if not path.startswith(made) and not any((start / path).exists() for start in starts)
    ]
    assert len(quoted) + len(links) > 3
    assert lost + [link for link in links if not (here / link).exists()] == []


def test_a_word_of_the_code_stands_once_in_the_glossary() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = text.split("## Words")[1].split("## Rules")[0].splitlines()
    cells = [row.strip("| ").split(" | ") for row in rows if row.startswith("| ")][1:]
    terms = [term for row in cells for term in row[::2]]
    assert len(terms) > 40 and {len(row) for row in cells} == {4}
    assert sorted(set(terms)) == sorted(terms)


def summary(statements: int, covered: int) -> dict[str, int]:
    return {"num_statements": statements, "covered_lines": covered}


def test_coverage_is_told_by_room_rounded_down_and_the_least_covered_modules_are_named() -> None:
    told = block(
        {
            "jinchu_pingheng/core/model.py": summary(100, 100),
            "jinchu_pingheng/core/law/check.py": summary(600, 599),
            "jinchu_pingheng/core/law/rules/belt.py": summary(400, 200),
            "jinchu_pingheng/judging/__init__.py": summary(0, 0),
        }
    )
    assert told.splitlines() == [
        "coverage by the tests without QGIS",
        "  core             100 %     0 of 100 statements not run",
        "  core/law          79 %   201 of 1000 statements not run",
        "  together          81 %   201 of 1100 statements not run",
        "  below 90 %: core/law/rules/belt.py 50 %",
    ]
