"""docs/policy-coverage.md as rows, and what is false in a row.

A row says which case of tests/cases fails, which test of pytest, or which item of the profile is
looked at, when the feature that carries the sentence is gone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from jinchu_pingheng.core.notice import Notice, Rule
from jinchu_pingheng.plan import profiles
from tests.plan import test_cases

ROOT = Path(__file__).parents[2]
COVERAGE = ROOT / "docs" / "policy-coverage.md"
OPEN, PLANNED, NOTHING = "未覆盖", "未覆盖（计划中）", "—"
"""Not covered; not covered, to come; the sentence demands nothing."""

_TOP = re.compile(
    r"(附件[\d一二三四]?|[一二三四五六七]+)(第[一二三四五六七]章)?(（[一二三四五六七八九十]+）)?"
)


class Row(NamedTuple):
    """A sentence of a notice and who carries it."""

    clause: str
    head: str
    carriers: tuple[str, ...]
    note: str


def sections() -> dict[str, str]:
    """The parts of the document by profile."""
    parts = re.split(r"^## (\S+)$", COVERAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2]))


def rows(profile: str) -> list[Row]:
    """The rows of a profile's table."""
    lines = [line for line in sections()[profile].splitlines() if line.startswith("|")][2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [Row(clause, head, tuple(carried.split("<br>")), note)
            for clause, head, carried, note in cells]  # fmt: skip


def rules_named(profile: str) -> set[str]:
    """Ids of the rules whose cases the table names."""
    found = (re.match(r"`([a-z0-9-]+)`：", c) for row in rows(profile) for c in row.carriers)
    return {match.group(1) for match in found if match}


def faults(profile: str, row: Row) -> list[str]:
    """What is false in a row; a row that says 未覆盖 must say why."""
    if row.carriers[0] in (OPEN, PLANNED, NOTHING):
        return [] if row.note and len(row.carriers) == 1 else ["no reason is given"]
    return [fault for carrier in row.carriers for fault in _carrier(profile, row, carrier)]


def _carrier(profile: str, row: Row, text: str) -> Iterator[str]:
    notice = profiles.load(profile)
    case = re.fullmatch(r"`([a-z0-9-]+)`：(.+)", text)
    test = re.fullmatch(r"`(tests/\S+\.py)::(test_\w+)`", text)
    item = re.fullmatch(r"配置 (\w+)(?: (\d+))?", text)
    if case:
        yield from _case(notice, row, *case.groups())
    elif test:
        if test.group(2) not in tests_of(test.group(1)):
            yield f"there is no test {text}"
    elif item:
        yield from _item(notice, row, item.group(1), int(item.group(2) or 0))
    else:
        yield f"“{text}” is no case, no test and no item of the profile"


def _case(notice: Notice, row: Row, rule_id: str, name: str) -> Iterator[str]:
    rule = next((rule for rule in notice.rules if rule.id == rule_id), None)
    path = test_cases.CASES / notice.id / f"{rule_id}.yaml"
    if rule is None or not path.exists():
        yield f"there is no rule {rule_id}, or it has no cases"
        return
    found = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    case = next((case for case in found if case["name"] == name), None)
    if case is None:
        yield f"{rule_id} has no case “{name}”"
        return
    if all(expected["verdict"] != "fail" for expected in case["expect"].values()):
        yield f"“{name}” shows no breach of {rule_id}"
    if not about(rule, row.clause):
        yield f"{rule_id} is about {rule.clause}, not about {row.clause}"
    if not bites(notice, rule_id, case):
        yield f"“{name}” holds without {rule_id}"


def about(rule: Rule, clause: str) -> bool:
    """Whether a rule names the section of a clause (the validity stands anywhere)."""
    wanted = _top(clause)
    named = [_top(part) for part in rule.clause.replace(" ", "").split("、")]
    return rule.kind == "validity" or any(
        name.startswith(wanted) or wanted.startswith(name) for name in named if name
    )


def _top(clause: str) -> str:
    """一（四） of 一（四）2; a clause without a number as it is, and '' for a number alone."""
    match = _TOP.match(clause)
    return match.group() if match else re.sub(r"^\d.*", "", clause)


def bites(notice: Notice, rule_id: str, case: dict[str, object]) -> bool:
    """Whether a case holds by the notice and fails when the rule is taken out of it."""
    without = tuple(rule for rule in notice.rules if rule.id != rule_id)
    try:
        _run(notice, rule_id, case)
    except (AssertionError, StopIteration, KeyError):
        return False
    try:
        _run(replace(notice, rules=without), rule_id, case)
    except (AssertionError, StopIteration, KeyError):
        return True
    return False


def _run(notice: Notice, rule_id: str, case: dict[str, object]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(profiles, "load", lambda _: notice)
        test_cases.test_case(notice.id, rule_id, case)


def _item(notice: Notice, row: Row, name: str, number: int) -> Iterator[str]:
    items = getattr(notice, name, ())
    if name in ("types_out", "types_in"):
        items = [item for item in items if item.number == number]
    if not items:
        yield f"the profile has no {name} {number or ''}"
    elif name != "legal_basis" and not any(_near(item.clause, row.clause) for item in items):
        yield f"no {name} of the profile is of {row.clause}"


def _near(one: str, two: str) -> bool:
    return any(_top(part) and _top(two).startswith(_top(part)) for part in one.split("、"))


@cache
def tests_of(path: str) -> frozenset[str]:
    """Names of the test functions of a file."""
    file = ROOT / path
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.exists() else ast.Module([], [])
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))
