"""Answers to issued polygons: every square metre in one column."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from jinchu_pingheng.core.accounts.answers import (
    BALANCED,
    BY_OFFICE,
    DEDUCTED,
    OPEN,
    PlanToAnswer,
    answers,
)
from jinchu_pingheng.core.geometry.layer import Layer, Problem
from jinchu_pingheng.core.model import IN, OUT, Parcel
from tests.core.notices import notice

X, Y = 40_500_000.0, 4_200_000.0


def box(x0: float, y0: float, x1: float, y1: float) -> shapely.Polygon:
    return shapely.box(X + x0, Y + y0, X + x1, Y + y1)


def issued(*polygons: shapely.Polygon, problems: tuple[Problem, ...] = ()) -> Layer:
    geometry = np.empty(len(polygons), dtype=object)
    geometry[:] = polygons
    ids = np.array([str(i) for i in range(len(polygons))], dtype=object)
    numbers = np.array([f"T{i}" for i in range(len(polygons))], dtype=object)
    return Layer("下发图斑", "下发图斑", ids, geometry, {"TBBH": numbers}, problems)


TENTHS = st.integers(0, 1000).map(lambda tenths: tenths / 10)


@st.composite
def boxes(draw: st.DrawFn) -> shapely.Polygon:
    x, y = draw(TENTHS), draw(TENTHS)
    return box(x, y, x + draw(TENTHS) + 0.1, y + draw(TENTHS) + 0.1)


@given(st.lists(boxes(), min_size=1, max_size=4), st.lists(boxes(), max_size=5))
def test_the_columns_of_a_polygon_sum_to_it(
    polygons: list[shapely.Polygon], parcels: list[shapely.Polygon]
) -> None:
    plan = [Parcel(f"C{i}", OUT, 1, shape) for i, shape in enumerate(parcels)]
    covered = shapely.union_all(parcels) if parcels else shapely.Polygon()
    for polygon, answer in zip(polygons, answers(issued(*polygons), PlanToAnswer(plan, notice()))):
        assert answer.m2 is not None
        columns = (*BY_OFFICE, BALANCED, DEDUCTED, OPEN)
        assert sum(answer.column(name) for name in columns) == answer.m2
        assert abs(answer.m2 - polygon.area) <= 0.5 + 1e-6
        inside = shapely.intersection(polygon, covered).area
        assert abs(answer.planned_m2 - inside) < len(parcels) + 1e-6
        assert answer.in_plan == ("是" if answer.planned_m2 else "否")


def test_each_parcel_is_named_with_its_part_and_the_first_one_holds_what_two_share() -> None:
    plan = [
        Parcel("C2", OUT, 1, box(40, 0, 100, 50)),
        Parcel("C1", OUT, 1, box(0, 0, 60, 50)),
        Parcel("R1", IN, 1, box(0, 90, 10, 100)),
    ]
    (answer,) = answers(issued(box(0, 0, 100, 100)), PlanToAnswer(plan, notice()))
    shares = {share.parcel_id: share.m2 for share in answer.shares}
    assert shares == {"C1": 3000, "C2": 2000, "": 5000}
    assert (answer.number, answer.in_plan, answer.inflow) == ("T0", "是", ("R1",))
    assert [answer.column(name) for name in (BALANCED, DEDUCTED, OPEN)] == [5000, 0, 5000]


def test_only_a_documented_deduction_stands_among_the_others() -> None:
    plan = [
        Parcel(
            "C1",
            OUT,
            1,
            box(0, 0, 10, 10),
            deduction="disaster",
            deduction_doc="县府发〔2023〕5号",
        ),
        Parcel("C2", OUT, 1, box(10, 0, 20, 10), deduction="disaster"),
    ]
    (answer,) = answers(issued(box(0, 0, 20, 10)), PlanToAnswer(plan, notice()))
    assert (answer.column(DEDUCTED), answer.column(BALANCED)) == (100, 100)


def test_a_parcel_that_fails_a_ban_is_named() -> None:
    plan = PlanToAnswer(
        [Parcel("C1", OUT, 1, box(0, 0, 10, 10))], notice(), frozenset({"C1", "C9"})
    )
    (answer,) = answers(issued(box(0, 0, 10, 10)), plan)
    assert answer.blocked == ("C1",)


def test_a_polygon_that_cannot_be_read_is_neither_in_nor_out() -> None:
    broken = Problem("7", "自相交", False, box(0, 0, 10, 10))
    (answer,) = answers(issued(problems=(broken,)), PlanToAnswer([], notice()))
    assert (answer.number, answer.in_plan, answer.m2, answer.doubt) == (
        "7", "无法判定", None, "自相交",
    )  # fmt: skip
