"""A limit that a notice words as 小于: the limit itself is too wide."""

from __future__ import annotations

from decimal import Decimal

import pytest
import shapely

from jinchu_pingheng.core.model import FAIL, PASS
from tests.core.law.rules.cases import parcel, rule, run, verdict


def belt(width: float) -> shapely.Geometry:
    return shapely.box(0, 0, 300, width)


def below(limit: str) -> dict[str, object]:
    return {"limits": {"国道": Decimal(limit)}, "limit_itself": "banned", "tolerance_m": Decimal(0)}


@pytest.mark.parametrize(
    ("width", "expected"), [(4.98, PASS), (4.99, PASS), (5.0, FAIL), (5.01, FAIL)]
)
def test_a_belt_as_wide_as_the_limit_fails_where_it_must_be_narrower(
    width: float, expected: str
) -> None:
    road_belt = parcel(direction="out", geometry=belt(width), road_class="国道")
    assert verdict(rule("width", direction="out", **below("5")), road_belt) == expected


def test_a_belt_as_wide_as_the_limit_passes_where_it_must_not_be_wider() -> None:
    road_belt = parcel(direction="out", geometry=belt(5.0), road_class="国道")
    assert verdict(rule("width", direction="out", limits={"国道": Decimal(5)}), road_belt) == PASS


def test_the_message_says_that_the_belt_is_not_narrower() -> None:
    road_belt = parcel(direction="out", geometry=belt(5.0), road_class="国道")
    [finding] = run(rule("width", direction="out", **below("5")), road_belt)
    assert "不小于 5 米" in finding.message
