"""The nine parcels computed by hand: every printed number to the last digit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jinchu_pingheng.core.accounts.balance import Balance, balance
from jinchu_pingheng.core.model import Cell
from jinchu_pingheng.core.rounding import hectares, mu
from tests.core import golden
from tests.core.notices import notice
from tests.judging import memory


@pytest.fixture(scope="module")
def cells() -> list[Cell]:
    return memory.cells(notice(area=golden.NET), golden.parcels(), golden.survey())


def balanced(cells: list[Cell], ratio: str = "1") -> Balance:
    return balance(golden.parcels(), cells, (), notice(area=golden.NET, ratio=ratio), "云川县")


def test_each_cell_prints_the_hectares_of_the_case(cells: list[Cell]) -> None:
    assert {cell.parcel_id: hectares(cell.m2) for cell in cells} == {
        row[0]: row[9] for row in golden.ROWS
    }


def test_net_area_is_the_drawn_area_without_ridges(cells: list[Cell]) -> None:
    net = {cell.parcel_id: cell.net for cell in cells}
    assert (net["C02"], net["C03"], net["R02"]) == (
        Decimal("7320.41"),
        Decimal("2908.33"),
        Decimal("9037.04"),
    )


def test_totals_are_sums_of_printed_cells(cells: list[Cell]) -> None:
    total = balanced(cells).total
    assert (hectares(total.out_m2), hectares(total.in_m2)) == ("3.0741", "3.3259")


def test_mean_grades_are_weighted_by_area(cells: list[Cell]) -> None:
    total = balanced(cells).total
    assert (total.out_grade, total.in_grade) == (Decimal("8.6"), Decimal("8.4"))


def test_classes_sum_their_rounded_cells(cells: list[Cell]) -> None:
    rows = {
        row.balance_class: (hectares(row.out_m2), hectares(row.in_m2))
        for row in balanced(cells).county
    }
    assert rows["0101"] == ("0.6667", "0.7000")
    assert rows["0102"] == ("1.3846", "1.7222")
    assert rows["0103"] == ("1.0228", "0.9037")


def test_townships_sum_their_rounded_cells(cells: list[Cell]) -> None:
    towns = {
        row.unit_name: (hectares(row.out_m2), hectares(row.in_m2))
        for row in balanced(cells).township_totals
    }
    assert towns == {"甲镇": ("2.2574", "2.4037"), "乙乡": ("0.8167", "0.9222")}


@pytest.mark.parametrize("ratio", ["1", "1.05"])
def test_the_plan_balances_in_total_but_dry_land_does_not(cells: list[Cell], ratio: str) -> None:
    result = balanced(cells, ratio)
    assert result.reached
    assert [row.balance_class for row in result.failing_classes] == ["0103"]


def test_mu_of_each_parcel(cells: list[Cell]) -> None:
    by_id = {cell.parcel_id: cell for cell in cells}
    assert [mu(by_id[name].m2) for name in ("C01", "C04", "R04")] == ["18.52", "10.00", "3.33"]
