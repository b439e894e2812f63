"""Sentence by sentence: what the five notices say of a case, and what the check says.

The cases stand in tests/verdicts, a file a notice. ``kind`` T: the text is plain; J: a judgement,
of which the profile gives the reason beside the rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.law.check import check_rule
from jinchu_pingheng.core.law.deadlines import calendar
from jinchu_pingheng.core.law.reach import roles_of
from jinchu_pingheng.plan import profiles
from jinchu_pingheng.survey.fields import find_field
from tests.plan.test_cases import evidence

FOLDER = Path(__file__).parents[1] / "verdicts"


def cases(asked: str) -> Iterator[Any]:
    """The cases that ask for one thing: 'expect' a verdict, 'out_m2', 'calendar' …"""
    for path in sorted(FOLDER.glob("*.yaml")):
        for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader):
            if asked in case:
                name = f"{path.stem} {case['no']}: {case.get('rule', asked)}: {case['name']}"
                still_open = pytest.mark.xfail(reason=case.get("open", ""), strict=True)
                yield pytest.param(
                    path.stem, case, id=name, marks=[still_open] if "open" in case else []
                )


@pytest.mark.parametrize(("profile", "case"), cases("expect"))
def test_the_verdict_is_what_the_notice_says(profile: str, case: dict[str, Any]) -> None:
    notice = profiles.load(profile)
    rule = next(rule for rule in notice.rules if rule.id == case["rule"])
    found = {item.parcel_id: item for item in check_rule(rule, evidence(notice, case))}
    for parcel_id, expected in case["expect"].items():
        item = found[parcel_id]
        if expected.startswith("not "):
            assert item.verdict != expected[4:], item.message
        else:
            verdict, _, severity = expected.partition("/")
            assert (item.verdict, severity or item.severity) == (verdict, item.severity), item
        assert case.get("message", "") in item.message


@pytest.mark.parametrize(("profile", "case"), cases("out_m2"))
def test_the_outflow_that_counts(profile: str, case: dict[str, Any]) -> None:
    balance = evidence(profiles.load(profile), case).balance
    assert balance is not None and balance.total.out_m2 == int(case["out_m2"])


@pytest.mark.parametrize(("profile", "case"), cases("towns_out_m2"))
def test_the_outflow_of_each_township(profile: str, case: dict[str, Any]) -> None:
    balance = evidence(profiles.load(profile), case).balance
    assert balance is not None
    assert [row.out_m2 for row in balance.township_totals] == [int(m) for m in case["towns_out_m2"]]


@pytest.mark.parametrize(("profile", "case"), cases("error"))
def test_codes_of_other_standards_are_refused(profile: str, case: dict[str, Any]) -> None:
    with pytest.raises(PlanError, match=case["error"]):
        evidence(profiles.load(profile), case)


@pytest.mark.parametrize(("profile", "case"), cases("field"))
def test_fields_are_found_by_the_names_of_deliveries(profile: str, case: dict[str, Any]) -> None:
    assert find_field(case["field"], ["BSM", case["delivered"]]) == case["delivered"]


@pytest.mark.parametrize(("profile", "case"), cases("reads"))
def test_a_rule_on_parcels_looks_at_the_layer(profile: str, case: dict[str, Any]) -> None:
    rules = [r for r in profiles.load(profile).rules if r.direction == case["direction"]]
    assert [rule.id for rule in rules if case["reads"] in roles_of(rule)]


@pytest.mark.parametrize(("profile", "case"), cases("type_named"))
def test_the_notice_has_a_type_for_it(profile: str, case: dict[str, Any]) -> None:
    names = [item.name for item in profiles.load(profile).types_out]
    assert all(any(word in name for name in names) for word in case["type_named"])


@pytest.mark.parametrize(("profile", "case"), cases("calendar"))
def test_the_calendar_has_the_day(profile: str, case: dict[str, Any]) -> None:
    days = [
        day.isoformat() for day, _ in calendar(profiles.load(profile), int(case["calendar"])) if day
    ]
    assert case["day"] in days and all(day >= profiles.load(profile).valid_from for day in days)


def test_every_case_of_the_audit_stands_here() -> None:
    numbers = [
        case["no"]
        for path in FOLDER.glob("*.yaml")
        for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    ]
    assert len(numbers) == len(set(numbers)) == 117
