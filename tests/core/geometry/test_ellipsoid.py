"""Ellipsoidal area against closed forms on CGCS2000."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

from jinchu_pingheng.core.geometry.ellipsoid import areas, densified

A, F = 6378137.0, 1 / 298.257222101
E = math.sqrt(F * (2 - F))


def zone_area(latitude: float) -> float:
    """Area in m² between the equator and a latitude, for one radian of longitude (authalic closed
    form)."""
    s = math.sin(math.radians(latitude))
    return A * A * (1 - E * E) / 2 * (s / (1 - E * E * s * s) + math.atanh(E * s) / E)


@pytest.mark.parametrize("south", [25.0, 37.5, 53.0])
def test_a_cell_between_parallels_has_its_closed_area(south: float) -> None:
    cell = np.array([shapely.box(105.0, south, 105.01, south + 0.01)], dtype=object)
    true = (zone_area(south + 0.01) - zone_area(south)) * math.radians(0.01)
    assert areas(cell)[0] == pytest.approx(true, abs=0.01)


def test_holes_are_subtracted_and_parts_added() -> None:
    outer, hole, part = (
        shapely.box(*b)
        for b in (
            (105, 37, 105.02, 37.02),
            (105.005, 37.005, 105.01, 37.01),
            (106, 37, 106.01, 37.01),
        )
    )
    whole = shapely.MultiPolygon([shapely.Polygon(outer.exterior, [hole.exterior]), part])
    single = areas(np.array([outer, hole, part], dtype=object))
    assert areas(np.array([whole], dtype=object))[0] == pytest.approx(
        single[0] - single[1] + single[2]
    )


def test_edges_are_at_most_seventy_metres_long() -> None:
    dense = densified(np.array([shapely.box(0, 0, 1000, 50)], dtype=object))[0]
    steps = np.hypot(*np.diff(shapely.get_coordinates(dense), axis=0).T)
    assert steps.max() <= 70
