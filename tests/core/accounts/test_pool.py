"""The pool: what bans leave of a polygon, and what plans have taken."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from jinchu_pingheng.core.accounts.pool import (
    READY,
    Candidate,
    Source,
    less_used,
    ruled_out,
    what_remains,
)
from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.core.law.potential import on_land
from jinchu_pingheng.core.model import BLOCK, FAIL, IN, UNKNOWN, WARN, Finding, Parcel
from jinchu_pingheng.core.notice import ParcelType
from tests.core.notices import notice

SQUARE = shapely.box(500_000, 4_200_000, 500_100, 4_200_100)


def strip(start: float, end: float) -> shapely.Polygon:
    return shapely.box(500_000 + start, 4_200_000, 500_000 + end, 4_200_100)


def ban(geometry: shapely.Geometry | None, rule: str = "red") -> Finding:
    return Finding("Q1", IN, rule, "第一条", BLOCK, FAIL, "在红线内", geometry=geometry)


def item(name: str, geometry: shapely.Polygon) -> Candidate:
    return Candidate(
        id=name, source=Source(name, "0301", "JKHF"), type=ParcelType(1, "林地", "第二条"),
        geometry=geometry, m2=round(geometry.area), used_m2=0, planned_class="0103", grade=None,
        grade_estimated=False, town_code="", town_name="", score=Decimal(0), obstacles=(),
        state=READY, part=False,
    )  # fmt: skip


def test_the_part_that_no_ban_touches_remains() -> None:
    left = what_remains(Parcel("Q1", IN, 1, SQUARE), [ban(strip(0, 60)), ban(strip(50, 70))], 400)
    assert left is not None
    assert left.geometry.equals(strip(70, 100))


@pytest.mark.parametrize("geometry", [None, strip(-10, 110), strip(0, 97)])
def test_nothing_remains_of_a_ban_without_place_over_all_or_all_but_a_sliver(
    geometry: shapely.Polygon | None,
) -> None:
    assert what_remains(Parcel("Q1", IN, 1, SQUARE), [ban(geometry)], 400) is None


def test_a_broken_ban_rules_out_a_warning_only_where_it_tells_the_type() -> None:
    warning = ban(None)._replace(severity=WARN, rule_id="type")
    unknown = ban(None)._replace(verdict=UNKNOWN)
    assert ruled_out([ban(None), warning, unknown], []) == [ban(None)]
    assert ruled_out([warning], ["type"]) == [warning]


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 50)), max_size=5))
def test_no_ground_is_spent_twice_however_parcels_overlap(taken: list[tuple[int, int]]) -> None:
    parcels = [
        Parcel(f"R{i}", IN, 1, strip(start, start + wide)) for i, (start, wide) in enumerate(taken)
    ]
    (found,) = less_used([item("Q1", SQUARE)], parcels)
    gone = {x for start, wide in taken for x in range(start, start + wide) if x < 100}
    assert found.used_m2 == 100 * len(gone)
    assert found.left_m2 == pytest.approx(shapely.area(found.geometry))


def test_weights_of_nothing_are_refused() -> None:
    with pytest.raises(PlanError, match="没有评分项"):
        on_land(notice(), {"规模": Decimal(1)})
    assert on_land(replace(notice()), {}).rules == ()
