"""What a balance still needs: total, classes, townships and 等别, by the notice's own tests."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from jinchu_pingheng.core.accounts.balance import balance
from jinchu_pingheng.core.accounts.choice_needs import needs_of, options_of
from jinchu_pingheng.core.model import BLOCK, COUNTED, IN, OUT, WARN, Cell, Parcel
from jinchu_pingheng.core.notice import Notice, Rule
from tests.core.notices import notice

JIA, YI = "640999001", "640999002"


def cell(name: str, side: str, cls: str, m2: int, town: str = JIA, grade: str | None = "9") -> Cell:
    return Cell(
        parcel_id=name, direction=side, dlbm=cls if side == OUT else "0301", balance_class=cls,
        grade=None if grade is None else Decimal(grade), grade_estimated=False, town_code=town,
        town_name=town, village="", status=COUNTED, m2=m2, planar=Decimal(m2), net=Decimal(m2),
        ellipsoidal=None,
    )  # fmt: skip


def rule(kind: str, severity: str = WARN, **params: str) -> Rule:
    return Rule(kind, "第三条", "", kind, severity, "plan", (), params)


def needs(
    given: Notice, cells: Sequence[Cell], offered: Sequence[Cell]
) -> dict[str, tuple[int, list[int]]]:
    parcels = [Parcel(c.parcel_id, c.direction, 1, None) for c in cells]
    drawn = balance(parcels, cells, [], given, "云川县")
    options = options_of(sorted({c.parcel_id for c in offered}), offered)
    found = needs_of(drawn, given, [c for c in cells if c.direction == IN], options)
    return {need.name: (need.least, need.gives.tolist()) for need in found}


OUTFLOW = [cell("C1", OUT, "0101", 100), cell("C2", OUT, "0103", 200, YI)]
OFFERED = [cell("Q1", IN, "0101", 50), cell("Q2", IN, "0103", 70, YI)]


def test_the_total_lacks_the_ratio_of_outflow_less_inflow() -> None:
    inflow = cell("R1", IN, "0103", 80)
    found = needs(notice(ratio="1.05"), [*OUTFLOW, inflow], OFFERED)
    assert found == {"全县合计": (315 - 80, [50, 70])}


@pytest.mark.parametrize(
    ("better", "expected"),
    [
        ("apart", {"水田": (100, [50, 0]), "旱地": (200, [0, 70])}),
        (
            "counts",
            {
                "水田": (100, [50, 0]),
                "水浇地及更好的地类": (100, [50, 0]),
                "旱地及更好的地类": (300, [50, 70]),
            },
        ),
    ],
)
def test_classes_are_reached_one_by_one_or_with_better_ones(
    better: str, expected: dict[str, tuple[int, list[int]]]
) -> None:
    found = needs(notice(rules=(rule("class_balance", better=better),)), OUTFLOW, OFFERED)
    assert {name: need for name, need in found.items() if name != "全县合计"} == expected


def test_townships_are_needs_only_where_a_ban_or_the_balance_says_so() -> None:
    towns = {JIA: (100, [50, 0]), YI: (200, [0, 70])}
    for given in (notice(unit="township"), notice(rules=(rule("township_balance", BLOCK),))):
        found = needs(given, OUTFLOW, OFFERED)
        assert {name: need for name, need in found.items() if name in towns} == towns
    assert JIA not in needs(notice(rules=(rule("township_balance", WARN),)), OUTFLOW, OFFERED)


def test_a_mean_grade_may_not_be_worse_than_that_of_outflow() -> None:
    given = notice(rules=(rule("quality"),))
    better, worse = cell("Q1", IN, "0103", 50, grade="8"), cell("Q2", IN, "0103", 70, grade="11")
    inflow = cell("R1", IN, "0103", 10, grade="10")
    # outflow is of 等别 9; in tenths: R1 owes 10 × 10, Q1 gives 10 × 50, Q2 takes 20 × 70
    assert needs(given, [*OUTFLOW, inflow], [better, worse])["平均等别"] == (100, [500, -1400])


def test_without_every_grade_quality_is_no_condition() -> None:
    given = notice(rules=(rule("quality"),))
    unknown = cell("R1", IN, "0103", 10, grade=None)
    assert "平均等别" not in needs(given, [*OUTFLOW, unknown], OFFERED)


def test_an_option_with_land_of_no_grade_has_none() -> None:
    cells = [cell("Q1", IN, "0103", 5), cell("Q1", IN, "0103", 5, grade=None)]
    (option,) = options_of(["Q1"], cells)
    assert (option.m2, option.graded) == (10, None)
