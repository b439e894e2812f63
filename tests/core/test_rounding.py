"""Rounding: half-up, once, and closed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinchu_pingheng.core.rounding import (
    close,
    half_up,
    hectares,
    mu,
    percent,
    weighted_mean,
    whole,
)

areas = st.floats(min_value=0, max_value=1e8, allow_nan=False)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("17222.50", 0, "17223"),
        ("0.125", 2, "0.13"),
        ("8.45", 1, "8.5"),
        (17222.499999999996, 0, "17223"),
        (2.5, 0, "3"),
    ],
)
def test_half_goes_up_in_decimal(value: float | str, places: int, expected: str) -> None:
    assert half_up(value, places) == Decimal(expected)


def test_hectares_are_exact_to_four_decimals() -> None:
    assert [hectares(m2) for m2 in (17223, 5, 0, 1000000, -12345)] == [
        "1.7223",
        "0.0005",
        "0.0000",
        "100.0000",
        "-1.2345",
    ]


def test_one_hectare_is_fifteen_mu() -> None:
    assert mu(10000) == "15.00"


def test_percent_without_a_total_is_a_dash() -> None:
    assert (percent(1, 3), percent(1, 0)) == ("33.33%", "—")


def test_the_largest_remainders_take_what_is_missing() -> None:
    assert close([0.5, 0.3, 0.2]) == [1, 0, 0]
    assert close([1.4, 1.4, 1.2]) == [2, 1, 1]


@given(st.lists(areas, min_size=1, max_size=30))
def test_closed_parts_sum_to_the_rounded_sum_and_move_less_than_one(parts: list[float]) -> None:
    closed = close(parts)
    assert sum(closed) == whole(sum((Decimal(repr(round(part, 6))) for part in parts), Decimal(0)))
    assert all(abs(part - number) < 1.000001 for part, number in zip(parts, closed))


@given(st.lists(st.tuples(st.integers(1, 15), st.integers(1, 10**6)), min_size=1))
def test_a_weighted_mean_lies_between_its_values(pairs: list[tuple[int, int]]) -> None:
    mean = weighted_mean(pairs)
    assert mean is not None and min(value for value, _ in pairs) <= mean <= max(
        value for value, _ in pairs
    )
