"""Steep land: planes of known slope, partial cells, missing heights."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from jinchu_pingheng.core.geometry.slope import Dem, horn_tangent, steep_areas, steep_land


def plane(degrees: float, azimuth: float = 0.0, size: int = 20, cell: float = 10.0) -> Dem:
    rows, columns = np.mgrid[0:size, 0:size]
    along = columns * np.cos(np.radians(azimuth)) - rows * np.sin(np.radians(azimuth))
    return Dem("plane", along * cell * np.tan(np.radians(degrees)), 0.0, size * cell, cell, cell)


@pytest.mark.parametrize("azimuth", [0, 30, 90, 215])
def test_horn_gives_the_slope_of_a_plane(azimuth: float) -> None:
    tangent = horn_tangent(plane(26, azimuth))[1:-1, 1:-1]
    np.testing.assert_allclose(np.degrees(np.arctan(tangent)), 26, atol=1e-9)


def test_all_land_of_a_steep_plane_is_steep_and_none_of_a_gentle_one() -> None:
    parcel = np.array([shapely.box(33.3, 41.7, 88.8, 97.1)], dtype=object)
    assert steep_areas(parcel, plane(26), 25)[0][0] == pytest.approx(shapely.area(parcel)[0])
    assert steep_areas(parcel, plane(24), 25)[0][0] == 0


def test_partial_cells_count_with_their_part() -> None:
    tangent_of = plane(24)
    tangent_of.heights[:, 10:] += np.arange(0, 10) * 10 * 0.2
    parcel = np.array([shapely.box(92.5, 95, 155, 105)], dtype=object)
    over, missing = steep_areas(parcel, tangent_of, 25)
    steep = horn_tangent(tangent_of)[9] > np.tan(np.radians(25))
    first = int(np.argmax(steep)) * 10
    assert (over[0], missing[0]) == (pytest.approx((155 - first) * 10), pytest.approx(0))
    assert shapely.equals(steep_land(parcel[0], tangent_of, 25), shapely.box(first, 95, 155, 105))


def test_a_parcel_smaller_than_a_cell_is_measured() -> None:
    parcel = np.array([shapely.box(52, 52, 54, 55)], dtype=object)
    assert steep_areas(parcel, plane(30), 25)[0][0] == pytest.approx(6)


def test_land_without_heights_is_unknown_not_gentle() -> None:
    dem = plane(10)
    dem.heights[10, 10] = np.nan
    parcel = np.array(
        [shapely.box(90, 80, 120, 110), shapely.box(150, 150, 260, 160)], dtype=object
    )
    _, missing = steep_areas(parcel, dem, 25)
    assert missing.tolist() == pytest.approx([900, 700])


def test_land_outside_the_grid_has_no_known_slope_on_any_side() -> None:
    beyond = [(-70, 50), (240, 50), (50, -70), (50, 240), (-70, -70), (1e7, 1e7)]
    parcel = np.array([shapely.box(x, y, x + 30, y + 20) for x, y in beyond], dtype=object)
    over, missing = steep_areas(parcel, plane(30), 25)
    assert (over.tolist(), missing.tolist()) == ([0] * 6, pytest.approx([600] * 6))


def test_the_outer_ring_of_cells_has_no_slope_and_the_next_one_does() -> None:
    parcel = np.array([shapely.box(-50, 60, 100, 70)], dtype=object)
    over, missing = steep_areas(parcel, plane(30), 25)
    assert (over[0], missing[0]) == (pytest.approx(900), pytest.approx(600))


@pytest.mark.parametrize("shape", [(1, 1), (2, 9), (9, 2)])
def test_a_grid_too_small_for_a_slope_knows_none(shape: tuple[int, int]) -> None:
    dem = Dem("small", np.zeros(shape), 0, 100, 10, 10)
    over, missing = steep_areas(np.array([shapely.box(2, 92, 7, 99)], dtype=object), dem, 25)
    assert (over[0], missing[0]) == (0, pytest.approx(35))


def test_a_whole_height_is_as_good_as_a_float_one_and_an_infinite_one_is_missing() -> None:
    whole = Dem("whole", np.arange(90, dtype=np.int16).reshape(9, 10) * 20, 0, 90, 10, 10)
    parcel = np.array([shapely.box(12, 12, 77, 71)], dtype=object)
    assert steep_areas(parcel, whole, 25)[0][0] == pytest.approx(65 * 59)
    broken = Dem("broken", whole.heights.astype(float), 0, 90, 10, 10)
    broken.heights[4, 4] = np.inf
    over, missing = steep_areas(parcel, broken, 25)
    assert (over[0], missing[0]) == (pytest.approx(65 * 59 - 900), pytest.approx(900))


def test_slopes_are_the_same_in_every_band_of_rows() -> None:
    rng = np.random.default_rng(3)
    dem = Dem("long", rng.normal(0, 5, (5000, 20)), 0, 50_000, 10, 10)
    some = Dem("part", dem.heights[2990:3010], 0, 20_100, 10, 10)
    np.testing.assert_array_equal(horn_tangent(dem)[2991:3009], horn_tangent(some)[1:-1])
    steep = np.diff(dem.steep_runs(25).astype(int), axis=1).astype(bool)
    tangent = horn_tangent(dem)
    sure = np.abs(tangent - np.tan(np.radians(25))) > 1e-12
    np.testing.assert_array_equal(steep[sure], (tangent > np.tan(np.radians(25)))[sure])
    np.testing.assert_array_equal(np.diff(dem.unknown_runs.astype(int), axis=1), np.isnan(tangent))
