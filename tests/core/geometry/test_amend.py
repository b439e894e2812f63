"""Mended shapes: exact areas on a grid, and no land lost on any shape."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

from jinchu_pingheng.core.geometry.amend import (
    Amendment,
    cut_away,
    keep_within,
    lead_along,
    split_along,
)
from tests.core.shapes import blob, blobs

PARCEL = box(0, 0, 100, 60)
NOTHING = Polygon()


def areas(amended: Amendment) -> tuple[list[float], float, float]:
    """Areas of the parts, of what is gone and of what is added."""
    return [part.area for part in amended.parts], amended.gone.area, amended.added.area


def test_the_part_in_the_ban_is_cut_away() -> None:
    assert areas(cut_away(PARCEL, box(70, -10, 200, 80))) == ([4200], 1800, 0)


def test_a_ban_through_the_middle_leaves_two_polygons_of_one_parcel() -> None:
    amended = cut_away(PARCEL, box(40, -10, 60, 80))
    assert areas(amended) == ([4800], 1200, 0)
    assert amended.parts[0].geom_type == "MultiPolygon"


def test_a_ban_within_the_parcel_leaves_a_hole() -> None:
    [part] = cut_away(PARCEL, box(10, 10, 20, 20)).parts
    assert (part.area, len(part.interiors)) == (5900, 1)


def test_nothing_stays_of_a_parcel_that_is_all_in_the_ban() -> None:
    amended = cut_away(PARCEL, box(-1, -1, 101, 61))
    assert amended.parts == () and amended.gone.equals(PARCEL) and amended.changes


def test_a_sliver_that_would_remain_goes_too() -> None:
    """0.01 m × 60 m = 0.6 m² is no parcel."""
    assert areas(cut_away(PARCEL, box(0.01, 0, 70, 60))) == ([1800], 4200, 0)


def test_a_ban_that_only_touches_changes_nothing() -> None:
    amended = cut_away(PARCEL, box(100, 0, 200, 60))
    assert areas(amended) == ([6000], 0, 0) and not amended.changes


def test_the_part_within_cropland_is_kept() -> None:
    crop = shapely.union_all([box(0, 0, 30, 60), box(50, 0, 80, 60)])
    assert areas(keep_within(PARCEL, crop)) == ([3600], 2400, 0)


def test_nothing_stays_of_a_parcel_without_cropland() -> None:
    assert keep_within(PARCEL, NOTHING).parts == ()


def test_a_parcel_is_split_into_one_part_for_each_class() -> None:
    """Of class one 20 + 30 m, of class two 40 m; 10 m that nobody has surveyed."""
    zones = [MultiPolygon([box(0, 0, 20, 60), box(60, 0, 90, 60)]), box(20, 0, 60, 60)]
    assert areas(split_along(PARCEL, zones)) == ([3000, 2400, 600], 0, 0)


def test_land_in_two_zones_belongs_to_the_first() -> None:
    assert areas(split_along(PARCEL, [box(0, 0, 60, 60), box(40, 0, 100, 60)]))[0] == [3600, 2400]


def test_no_sliver_becomes_a_parcel() -> None:
    amended = split_along(PARCEL, [box(0, 0, 0.01, 60), box(0.01, 0, 100, 60)])
    assert areas(amended)[0] == pytest.approx([6000]) and not amended.changes


def test_a_parcel_within_one_zone_stays_as_it_is() -> None:
    assert not split_along(PARCEL, [box(-10, -10, 200, 200)]).changes


GRID = np.array([box(x, y, x + 100, y + 100) for x in (0, 100) for y in (0, 100)], dtype=object)


def test_an_outline_near_the_survey_is_led_along_it() -> None:
    """Drawn 1 m short in the west and 1 m over in the east and north, between 0 and 100: 100 m² are
    added, 100 + 99 + 1 m² are gone."""
    amended = lead_along(box(1, 0, 101, 101), GRID, tolerance=2)
    assert areas(amended) == ([10000], pytest.approx(200), pytest.approx(100))
    assert amended.parts[0].normalize() == GRID[0].normalize()


def test_an_outline_that_is_further_away_than_the_tolerance_stays() -> None:
    amended = lead_along(box(3, 0, 100, 100), GRID, tolerance=2)
    assert areas(amended) == ([9700], 0, 0) and not amended.changes


def test_a_line_drawn_through_a_polygon_on_purpose_stays() -> None:
    """The western half; its outer sides, 1 m off, are led along the survey."""
    amended = lead_along(box(1, 1, 50, 99), GRID, tolerance=2)
    assert areas(amended) == ([5000], 0, pytest.approx(5000 - 49 * 98))


def test_a_narrow_path_through_the_parcel_is_no_strip_along_its_outline() -> None:
    survey = np.array([box(0, 0, 50, 100), box(50, 0, 51, 100), box(51, 0, 101, 100)], dtype=object)
    amended = lead_along(box(1, 0, 101, 100), survey, tolerance=2)
    assert areas(amended) == ([10100], 0, 100)


def test_land_that_nobody_has_surveyed_stays() -> None:
    amended = lead_along(box(-50, 0, 99, 100), GRID, tolerance=2)
    assert areas(amended) == ([15000], 0, 100)


def test_nothing_is_led_along_a_survey_that_is_elsewhere() -> None:
    far = np.array([box(900, 900, 1000, 1000)], dtype=object)
    assert not lead_along(PARCEL, far, tolerance=2).changes


def balanced(amended: Amendment) -> bool:
    parts, gone, added = areas(amended)
    return abs(amended.before.area + added - sum(parts) - gone) <= 0.001


@given(seed=st.integers(0, 2**32 - 1), east=st.sampled_from([0, 560_000, 40_560_000]))
@settings(max_examples=60, deadline=None)
def test_no_land_is_lost_on_any_shape(seed: int, east: float) -> None:
    rng = np.random.default_rng(seed)
    parcel = blob(rng, east, 4_150_000, 100)
    others = blobs(rng, 6, 250, (east - 125, 4_150_000 - 125))
    land = shapely.union_all(others)
    for amended in (
        cut_away(parcel, land),
        keep_within(parcel, land),
        split_along(parcel, list(others)),
    ):
        assert balanced(amended)
        assert all(part.is_valid and not part.is_empty for part in amended.parts)
        whole = shapely.union_all(amended.parts)
        assert sum(part.area for part in amended.parts) == pytest.approx(whole.area, abs=1e-3)
        assert shapely.difference(whole, parcel).area <= 0.001
    assert shapely.intersection(shapely.union_all(cut_away(parcel, land).parts), land).area <= 0.001


@given(seed=st.integers(0, 2**32 - 1), tolerance=st.floats(0.1, 3))
@example(seed=178, tolerance=2.00001)  # GEOS 3.11 drops a polygon from a union
@settings(max_examples=60, deadline=None)
def test_an_outline_moves_no_further_than_the_tolerance(seed: int, tolerance: float) -> None:
    rng = np.random.default_rng(seed)
    spots = shapely.multipoints(rng.uniform(0, 300, (12, 2)))
    survey = shapely.get_parts(shapely.voronoi_polygons(spots, extend_to=box(0, 0, 300, 300)))
    parcel = shapely.union_all(survey[:4])
    drawn = shapely.affinity.translate(parcel, *rng.uniform(-2, 2, 2))
    amended = lead_along(drawn, survey, tolerance)
    assert balanced(amended) and all(part.is_valid for part in amended.parts)
    moved = shapely.union_all([amended.gone, amended.added])
    near = shapely.buffer(drawn.boundary, 1.01 * tolerance)
    assert shapely.difference(moved, near).area <= 0.001
