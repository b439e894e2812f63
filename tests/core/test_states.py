"""The one word for a parcel after a check: a ban before what is unknown, unknown never feasible."""

from __future__ import annotations

import pytest

from jinchu_pingheng.core.model import (
    BLOCK,
    FAIL,
    IN,
    INFO,
    NA,
    OUT,
    PASS,
    UNKNOWN,
    WARN,
    Finding,
)  # fmt: skip
from jinchu_pingheng.core.states import BANNED, FEASIBLE, UNDECIDED, UNFILLED, parcel_states
from tests.deliver.example import NOTICE

SIDES = {"L1": OUT, "R1": IN}
ON_PLAN = next(rule.id for rule in NOTICE.rules if rule.direction == "plan")


def finding(
    verdict: str,
    severity: str,
    message: str = "",
    parcel: str = "L1",
    side: str = OUT,
    rule: str = "r",
) -> Finding:
    return Finding(parcel, side, rule, "", severity, verdict, message)


@pytest.mark.parametrize(
    ("found", "state"),
    [
        ([finding(PASS, BLOCK)], FEASIBLE),
        ([finding(NA, BLOCK)], FEASIBLE),
        ([finding(FAIL, WARN)], FEASIBLE),
        ([finding(UNKNOWN, INFO)], FEASIBLE),
        ([finding(UNKNOWN, WARN, "未提供图层，无法判定")], UNDECIDED),
        ([finding(UNKNOWN, BLOCK, "未填批准文件，无法判定")], UNFILLED),
        ([finding(UNKNOWN, BLOCK, "未填"), finding(UNKNOWN, BLOCK, "图斑代码认不出")], UNDECIDED),
        ([finding(UNKNOWN, BLOCK), finding(FAIL, BLOCK)], BANNED),
    ],
)
def test_the_worst_that_was_found_is_the_state(found: list[Finding], state: str) -> None:
    assert parcel_states(SIDES, found, NOTICE) == {"L1": state, "R1": FEASIBLE}


def test_a_layer_that_nobody_gave_leaves_all_of_its_side_undecided() -> None:
    waiting = finding(UNKNOWN, BLOCK, "未提供永久基本农田图层，1 个地块等待判定", parcel="")
    assert parcel_states(SIDES, [waiting], NOTICE) == {"L1": UNDECIDED, "R1": FEASIBLE}
    both = waiting._replace(direction="both")
    assert set(parcel_states(SIDES, [both], NOTICE).values()) == {UNDECIDED}


def test_a_rule_on_the_whole_plan_says_nothing_of_a_parcel() -> None:
    of_plan = finding(UNKNOWN, BLOCK, parcel="", side="plan", rule=ON_PLAN)
    assert set(parcel_states(SIDES, [of_plan], NOTICE).values()) == {FEASIBLE}


def test_without_a_check_nothing_is_feasible() -> None:
    assert set(parcel_states(SIDES, [], NOTICE).values()) == {UNDECIDED}
