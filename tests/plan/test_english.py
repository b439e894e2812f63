"""Findings are Chinese in the plan; what an English window shows of them has no Chinese but names.

The declarative cases say nearly all that rules can say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from jinchu_pingheng.core.english import Phrasebook
from jinchu_pingheng.core.law.check import check_rule
from jinchu_pingheng.core.notice import Notice, Rule
from jinchu_pingheng.plan import profiles
from tests.plan import test_cases
from tools.sentences import CATALOGUE

BOOK = Phrasebook(json.loads(CATALOGUE.read_text(encoding="utf-8")))
NAMES_RUN_ON = {"credits", "transfers"}
"""Kinds whose sentences put a township before a class without a mark: 甲镇旱地."""


def brought(case: dict[str, Any], notice: Notice, rule: Rule) -> str:
    """The words that a case, the title and clauses of its notice and the documents of its rule
    bring along."""
    clauses = [clause.clause for clause in notice.batches]
    cited = [*test_cases.TOWNS.values(), notice.title, *clauses, str(rule.params)]
    return f"{json.dumps(case, ensure_ascii=False)} {cited}"


def cases_of(profile: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((test_cases.CASES / profile).glob("*.yaml")):
        for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader):
            yield path.stem, case


@pytest.mark.parametrize("profile", sorted({p.parent.name for p in test_cases.case_files()}))
def test_findings_are_read_in_english(profile: str) -> None:
    notice, left = profiles.load(profile), []
    rules = {rule.id: rule for rule in notice.rules}
    for rule_id, case in cases_of(profile):
        rule = test_cases.of_county(rules[rule_id], case.get("params", {}))
        if rule.kind in NAMES_RUN_ON:
            continue
        known = brought(case, notice, rule)
        for finding in check_rule(rule, test_cases.evidence(notice, case)):
            for text in (finding.message, finding.evidence):
                english = re.sub("“[^“”]*”", " ", BOOK.english(text))
                unread = re.findall("[\u4e00-\u9fff]+", english)
                left += [f"{text} | {english}" for word in unread if word not in known]
    assert not left
