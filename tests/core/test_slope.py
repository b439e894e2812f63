"""Steep land: planes of known slope, partial cells, missing heights."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from jinchu_pingheng.core.slope import Dem, horn_tangent, steep_areas


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
    over, missing, land = steep_areas(parcel, tangent_of, 25)
    steep = horn_tangent(tangent_of)[9] > np.tan(np.radians(25))
    first = int(np.argmax(steep)) * 10
    assert (over[0], missing[0]) == (pytest.approx((155 - first) * 10), pytest.approx(0))
    assert shapely.area(land[0]) == pytest.approx(over[0])


def test_a_parcel_smaller_than_a_cell_is_measured() -> None:
    parcel = np.array([shapely.box(52, 52, 54, 55)], dtype=object)
    assert steep_areas(parcel, plane(30), 25)[0][0] == pytest.approx(6)


def test_land_without_heights_is_unknown_not_gentle() -> None:
    dem = plane(10)
    dem.heights[10, 10] = np.nan
    parcel = np.array([shapely.box(90, 80, 120, 110), shapely.box(150, 150, 260, 160)], dtype=object)
    _, missing, _ = steep_areas(parcel, dem, 25)
    assert missing.tolist() == pytest.approx([900, 700])
