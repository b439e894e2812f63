"""Cells: what counts, what is shown, what is repeated, and that nothing is lost."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.land.survey import Survey
from jinchu_pingheng.core.model import COUNTED, REPEATED, SHOWN, UNCOVERED, Cell, Parcel
from jinchu_pingheng.core.notice import AreaMethod
from jinchu_pingheng.core.rounding import whole
from tests.core.law.rules.cases import parcel, survey
from tests.core.notices import PLANAR, notice
from tests.core.shapes import blobs
from tests.judging import memory

WEST, EAST = shapely.box(0, 0, 60, 100), shapely.box(60, 0, 100, 100)


def cells_of(land: Survey, *parcels: Parcel, method: AreaMethod = PLANAR) -> list[Cell]:
    return memory.cells(notice(area=method), parcels, land)


def by_status(cells: list[Cell], parcel_id: str = "P1") -> dict[str, int]:
    sums: dict[str, int] = {}
    for cell in cells:
        if cell.parcel_id == parcel_id:
            sums[cell.status] = sums.get(cell.status, 0) + cell.m2
    return sums


def test_outflow_counts_its_cropland_and_shows_the_rest() -> None:
    cells = cells_of(survey((WEST, "0103"), (EAST, "1107")), parcel(direction="out"))
    assert by_status(cells) == {COUNTED: 6000, SHOWN: 4000}


def test_inflow_counts_what_is_not_cropland_yet() -> None:
    cells = cells_of(
        survey((WEST, "0103"), (EAST, "0201")), parcel(direction="in", planned_class="0102")
    )
    assert by_status(cells) == {COUNTED: 4000, SHOWN: 6000}
    assert {cell.balance_class for cell in cells if cell.status == COUNTED} == {"0102"}


def test_land_that_an_earlier_parcel_holds_is_repeated_not_counted() -> None:
    land = survey((WEST, "0103"), (EAST, "0103"))
    twins = parcel("A", "out"), parcel("B", "out", geometry=shapely.box(50, 0, 100, 100))
    cells = cells_of(land, *twins)
    assert by_status(cells, "A") == {COUNTED: 10000}
    assert by_status(cells, "B") == {REPEATED: 5000}


def test_land_without_a_survey_polygon_is_uncovered() -> None:
    assert by_status(cells_of(survey((WEST, "0103")), parcel(direction="out"))) == {
        COUNTED: 6000,
        UNCOVERED: 4000,
    }


def test_a_parcel_across_a_township_border_has_cells_in_both() -> None:
    land = survey((WEST, "0103"), (EAST, "0103"))
    land.dltb.columns["ZLDWDM"][1] = "6409991012010000000"
    assert {(cell.town_code, cell.m2) for cell in cells_of(land, parcel(direction="out"))} == {
        ("640999100", 6000),
        ("640999101", 4000),
    }


def test_grades_of_outflow_come_from_the_survey_and_split_the_cells() -> None:
    cells = cells_of(survey((WEST, "0103"), (EAST, "0103"), GDDB=[7, 9]), parcel(direction="out"))
    assert {(cell.grade, cell.m2, cell.grade_estimated) for cell in cells} == {
        (Decimal(7), 6000, False),
        (Decimal(9), 4000, False),
    }


def test_the_grade_of_inflow_is_estimated_from_the_cropland_beside_it() -> None:
    beside, beyond = shapely.box(100.5, 0, 300, 100), shapely.box(-400, 0, -200, 100)
    land = survey(
        (shapely.box(0, 0, 100, 100), "0201"),
        (beside, "0102"),
        (beyond, "0103"),
        GDDB=[None, 6, 12],
    )
    [cell] = cells_of(land, parcel(direction="in"))
    assert (cell.grade, cell.grade_estimated, cell.balance_class) == (Decimal("6.0"), True, "0102")


def test_without_cropland_beside_it_the_nearest_is_taken() -> None:
    near, far = shapely.box(150, 0, 300, 100), shapely.box(-900, 0, -500, 100)
    land = survey(
        (shapely.box(0, 0, 100, 100), "0201"), (near, "0102"), (far, "0103"), GDDB=[None, 6, 12]
    )
    [cell] = cells_of(land, parcel(direction="in"))
    assert cell.grade == Decimal("6.0")


def test_a_grade_that_the_user_sets_is_kept() -> None:
    land = survey(
        (shapely.box(0, 0, 100, 100), "0201"),
        (shapely.box(100, 0, 300, 100), "0102"),
        GDDB=[None, 6],
    )
    [cell] = cells_of(land, parcel(direction="in", grade=Decimal("8.5")))
    assert (cell.grade, cell.grade_estimated) == (Decimal("8.5"), False)


def test_ridges_are_deducted_only_when_the_method_says_so() -> None:
    land = survey((shapely.box(0, 0, 100, 100), "0103"), KCXS=["0.0850"])
    [plain] = cells_of(land, parcel(direction="out"))
    [deducted] = cells_of(land, parcel(direction="out"), method=AreaMethod("planar", True, "x"))
    assert (plain.m2, plain.net, deducted.m2) == (10000, Decimal("9150.00"), 9150)


def test_inflow_without_a_ridge_ratio_is_refused_when_ridges_are_deducted() -> None:
    with pytest.raises(PlanError, match="P1"):
        cells_of(
            survey((WEST, "0201")), parcel(direction="in"), method=AreaMethod("planar", True, "x")
        )


def test_inflow_without_a_planned_class_and_without_cropland_to_follow_is_refused() -> None:
    with pytest.raises(PlanError, match="拟恢复地类"):
        cells_of(survey((WEST, "0201")), parcel(direction="in"))


@pytest.mark.parametrize(("code", "named"), [("0199", "0199"), (None, "空"), ("101", "101")])
def test_unknown_land_classes_are_errors_that_name_the_polygon(
    code: str | None, named: str
) -> None:
    with pytest.raises(PlanError, match="DLTB-0") as caught:
        cells_of(survey((WEST, code)), parcel(direction="out"))
    assert named in str(caught.value)


def test_a_missing_column_is_an_error_that_names_it() -> None:
    land = survey((WEST, "0103"))
    del land.dltb.columns["ZLDWDM"]  # type: ignore[attr-defined]
    with pytest.raises(PlanError, match="ZLDWDM"):
        cells_of(land, parcel(direction="out"))


@given(seed=st.integers(0, 10**6))
@settings(max_examples=20, deadline=None)
def test_cells_sum_to_the_parcel_and_do_not_depend_on_the_order_of_survey_polygons(
    seed: int,
) -> None:
    rng = np.random.default_rng(seed)
    parcels = [
        parcel(str(i), "out", geometry=shape)
        for i, shape in enumerate(blobs(rng, 3, 300, (200.3, 100.7)))
    ]
    edges = np.sort(np.concatenate([[0, 800], rng.uniform(0, 800, 6)]))
    strips = [
        (shapely.box(a, -500, b, 1500), ("0103", "0201", "0102")[i % 3])
        for i, (a, b) in enumerate(zip(edges, edges[1:]))
    ]
    forward, backward = (
        cells_of(survey(*strips), *parcels),
        cells_of(_turned(survey(*strips)), *parcels),
    )
    assert sorted(map(str, forward)) == sorted(map(str, backward))
    for one in parcels:
        assert sum(cell.m2 for cell in forward if cell.parcel_id == one.parcel_id) == whole(
            float(one.geometry.area)
        )


def _turned(land: Survey) -> Survey:
    return Survey(land.dltb.take(np.arange(len(land.dltb))[::-1]), land.towns)
