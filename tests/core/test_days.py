"""Days as the plan writes them."""

from __future__ import annotations

import pytest

from jinchu_pingheng.core.days import is_day


@pytest.mark.parametrize(
    ("text", "day"),
    [("2024-02-29", True), ("2023-02-29", False), ("2023-2-01", False), ("20230201", False),
     ("", False), ("2023-02-01 ", False)],
)  # fmt: skip
def test_a_day_is_one_of_the_calendar_in_the_plans_own_form(text: str, day: bool) -> None:
    assert is_day(text) is day
