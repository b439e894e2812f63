"""A table of areas is rounded as a whole: entries, rows and columns each by less than 1 m²."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from jinchu_pingheng.core.table_rounding import MICRO, close_to, round_table

TABLES = arrays.arrays(
    np.int64, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.integers(-(10**8), 10**8)
)


@given(TABLES)
def test_entries_rows_columns_and_total_move_by_less_than_a_square_metre(table: np.ndarray) -> None:
    rounded = round_table(table) * MICRO
    for axis in (None, 0, 1):
        assert (np.abs(rounded.sum(axis=axis) - table.sum(axis=axis)) < MICRO).all()
    assert (np.abs(rounded - table) < MICRO).all()


@given(TABLES)
def test_whole_square_metres_stay_as_they_are(table: np.ndarray) -> None:
    assert (round_table(table * MICRO) == table).all()


def test_halves_that_sum_to_whole_rows_and_columns_keep_them() -> None:
    half = np.full((2, 2), MICRO // 2)
    rounded = round_table(half)
    assert rounded.sum(axis=0).tolist() == rounded.sum(axis=1).tolist() == [1, 1]


@pytest.mark.parametrize(
    ("parts", "total", "whole"),
    [
        ([500_000, 500_000], 1, [1, 0]),
        ([1_200_000, 1_900_000, 900_000], 4, [1, 2, 1]),
        ([2_500_000], 2, [2]),
        ([-400_000, 1_400_000], 1, [0, 1]),
        ([], 0, []),
    ],
)
def test_parts_are_closed_to_a_sum_by_the_largest_remainders(
    parts: list[int], total: int, whole: list[int]
) -> None:
    assert close_to(parts, total) == whole
