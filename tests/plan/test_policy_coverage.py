"""Every sentence of every notice stands in docs/policy-coverage.md with a case that fails when its
feature is gone, or with the word that it is not covered; a false claim is noticed."""

from __future__ import annotations

import pytest

from jinchu_pingheng.plan import profiles
from jinchu_pingheng.plan.profiles.loading import BUNDLED
from tests.plan.coverage import Row, faults, rows, rules_named
from tools.policy_sentences import digest, sentences

PROFILES = [path.stem for path in sorted(BUNDLED.glob("*.yaml"))]

# Number of sentences and digest of their first characters, as `python -m tools.policy_sentences`
# prints them for the text of the notice. Of zhanbu-2024 there is no text but a summary.
SENTENCES = {
    "fangchenggang-2023": (117, "54b643dbb32f7715"),
    "hongdong-2025": (56, "ebbc8e9be1e07434"),
    "jianning-2023": (109, "50cc0c80fd297463"),
    "ningxia-2022": (164, "14f48841924d7673"),
    "sichuan-2022": (126, "52ccdf80d11e66f8"),
    "zhanbu-2024": (11, "dd0ce1c5a0376b21"),
}


@pytest.mark.parametrize("profile", PROFILES)
def test_every_sentence_of_the_notice_is_listed_in_its_order(profile: str) -> None:
    heads = [row.head for row in rows(profile)]
    assert (len(heads), digest(heads)) == SENTENCES[profile]


@pytest.mark.parametrize("profile", PROFILES)
def test_the_coverage_table_and_the_rules_of_a_profile_agree(profile: str) -> None:
    assert rules_named(profile) == {rule.id for rule in profiles.load(profile).rules}


@pytest.mark.parametrize("profile", PROFILES)
def test_every_row_is_true(profile: str) -> None:
    false = {f"{row.clause} {row.head}": faults(profile, row) for row in rows(profile)}
    assert {key: found for key, found in false.items() if found} == {}


@pytest.mark.parametrize(
    ("carrier", "said"),
    [
        ("`in-slope`：a case that nobody wrote", "no case"),
        ("`in-slopes`：steep land fails", "no rule"),
        ("`out-pbf`：outside passes", "no breach"),
        ("`tests/plan/test_cases.py::test_nothing`", "no test"),
        ("`tests/plan/test_nothing.py::test_case`", "no test"),
        ("配置 types_out 99", "no types_out 99"),
        ("配置 types_in 1", "no types_in of the profile is of 一（四）1"),
        ("规则 in-slope", "no case, no test and no item"),
        ("未覆盖", "no reason"),
    ],
)
def test_a_false_claim_is_noticed(carrier: str, said: str) -> None:
    if "no breach" in said:
        carrier = f"`in-slope`：{_passing('in-slope')}"
    assert said in "；".join(faults("ningxia-2022", Row("一（四）1", "", (carrier,), "")))


def test_a_rule_of_another_clause_carries_no_sentence() -> None:
    true = next(row for row in rows("ningxia-2022") if row.clause == "一（四）1")
    assert not faults("ningxia-2022", true)
    [fault] = faults("ningxia-2022", true._replace(clause="二（三）"))
    assert "not about 二（三）" in fault


def test_sentences_begin_at_markers_and_end_at_full_stops_wherever_lines_break() -> None:
    text = "通知\n\n一、范围\n（一）流出。应当\n批准（不含\n草地；湖面）。\n"
    text += " 1. 不得占用。\n## 二、程序"
    assert sentences(text) == [
        ("首部", "通知"),
        ("一", "一、范围"),
        ("一（一）", "（一）流出。"),
        ("一（一）", "应当批准（不含草地；"),
        ("一（一）", "湖面）。"),
        ("一（一）1", "1.不得占用。"),
        ("二", "二、程序"),
    ]


def _passing(rule_id: str) -> str:
    """A case of the rule that shows no breach."""
    from tests.plan import test_cases

    return next(
        case.values[2]["name"]
        for case in test_cases.cases()
        if case.values[:2] == ("ningxia-2022", rule_id)
        and all(found["verdict"] == "pass" for found in case.values[2]["expect"].values())
    )
