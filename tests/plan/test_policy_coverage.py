"""Every rule stands in the coverage table of its notice, and every rule that a table names
exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jinchu_pingheng.plan import profiles
from jinchu_pingheng.plan.profiles.loading import BUNDLED

COVERAGE = Path(__file__).parents[2] / "docs" / "policy-coverage.md"
PROFILES = [path.stem for path in sorted(BUNDLED.glob("*.yaml"))]


def section(profile: str) -> str:
    """The part of the document that is about one notice."""
    parts = re.split(r"^## (\S+)$", COVERAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2]))[profile]


def named_rules(text: str) -> set[str]:
    """Rule ids in cells such as “规则 in-slope、in-redline”."""
    cells = re.findall(r"规则 ([a-z0-9、\- ]+)", text)
    return {name.strip() for cell in cells for name in cell.split("、") if name.strip()}


@pytest.mark.parametrize("profile", PROFILES)
def test_the_coverage_table_and_the_rules_of_a_profile_agree(profile: str) -> None:
    assert named_rules(section(profile)) == {rule.id for rule in profiles.load(profile).rules}


@pytest.mark.parametrize("profile", PROFILES)
def test_every_row_says_who_carries_the_clause(profile: str) -> None:
    lines = section(profile).splitlines()
    rows = [line for line in lines if line.startswith("|") and not set(line) <= set("|-: ")]
    rows = [row for row in rows if not row.startswith("| 条款")]
    carriers = ("规则", "文档", "表格", "检查单", "时限", "配置", "人工", "矢量", "附图")
    assert rows and all(row.split("|")[3].strip().startswith(carriers) for row in rows)
