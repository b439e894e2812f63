"""Overlap areas: every square metre counts once, whatever the order of the features."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from jinchu_pingheng.core.geometry.overlay import Shapes, areas, cover, meet, split
from tests.core.shapes import blobs

PARCEL = Shapes(np.array([shapely.box(0, 0, 100, 100)], dtype=object))
ORIGINS = ((0.0, 0.0), (560000.0, 4150000.0), (40560000.0, 4150000.0))


def layer(*geometries: shapely.Geometry) -> Shapes:
    return Shapes(np.array(geometries, dtype=object))


def test_features_that_overlap_or_repeat_count_once() -> None:
    half = shapely.box(0, 0, 50, 100)
    found = cover(PARCEL, layer(half, half, shapely.box(25, 0, 75, 100)))
    assert found.area[0] == pytest.approx(7500)
    assert found.count[0] == 3


def test_features_that_overlap_each_other_are_named_with_their_common_area() -> None:
    repeated = cover(
        PARCEL, layer(shapely.box(0, 0, 50, 100), shapely.box(40, -50, 90, 100))
    ).repeated
    assert list(zip(repeated.parcel, repeated.feature, repeated.area)) == [(0, 1, 1000.0)]


def test_features_that_overlap_away_from_every_parcel_do_no_harm() -> None:
    far = layer(
        shapely.box(0, 0, 50, 300), shapely.box(50, 0, 100, 150), shapely.box(40, 150, 100, 300)
    )
    found = cover(PARCEL, far)
    assert found.area[0] == pytest.approx(10000)
    assert not len(found.repeated.area)


def test_a_shared_edge_is_no_overlap() -> None:
    found = cover(PARCEL, layer(shapely.box(100, 0, 200, 100)))
    assert (found.area[0], found.count[0]) == (0, 0)


def test_a_sliver_of_a_ten_thousandth_of_a_millimetre_is_found() -> None:
    east = shapely.box(100 - 1e-7, 0, 200, 100)
    assert areas(PARCEL, layer(east)).area.tolist() == pytest.approx([1e-5], rel=1e-6)


def test_what_is_drawn_of_an_area_that_touches_elsewhere_are_its_polygons() -> None:
    lamp = shapely.MultiPolygon([shapely.box(10, 10, 20, 20), shapely.box(100, 0, 110, 100)])
    drawn = meet(PARCEL.geometry[0], layer(lamp).geometry)
    assert drawn.geom_type in ("Polygon", "MultiPolygon")
    assert drawn.area == pytest.approx(100)


def test_nothing_is_drawn_of_a_neighbour() -> None:
    assert meet(PARCEL.geometry[0], layer(shapely.box(100, 0, 200, 100)).geometry).is_empty


@pytest.mark.parametrize("origin", ORIGINS)
@given(seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_cover_is_the_area_of_the_intersection_with_the_union(
    origin: tuple[float, float], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    parcels, features = blobs(rng, 5, 1000, origin), blobs(rng, 8, 1000, origin)
    union = shapely.union_all(features)
    expected = shapely.area(shapely.intersection(parcels, union))
    np.testing.assert_allclose(cover(Shapes(parcels), Shapes(features)).area, expected, atol=1e-4)


@given(seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_cover_does_not_depend_on_order_direction_or_cutting(seed: int) -> None:
    rng = np.random.default_rng(seed)
    parcels, features = blobs(rng, 4, 1000, ORIGINS[1]), blobs(rng, 6, 1000, ORIGINS[1])
    middle = ORIGINS[1][0] + 500
    west, east = shapely.box(0, 0, middle, 1e8), shapely.box(middle, 0, 1e9, 1e8)
    pieces = np.concatenate(
        [shapely.intersection(features, west), shapely.intersection(features, east)]
    )
    expected = cover(Shapes(parcels), Shapes(features)).area
    for other in (pieces[~shapely.is_empty(pieces)], shapely.reverse(features[::-1])):
        np.testing.assert_allclose(cover(Shapes(parcels), Shapes(other)).area, expected, atol=1e-4)


def test_a_split_by_a_gap_free_survey_sums_to_the_parcel() -> None:
    tiles = (
        shapely.box(x, y, x + 40, y + 40) for x in range(-20, 120, 40) for y in range(-20, 120, 40)
    )
    assert split(PARCEL, layer(*tiles)).pairs.area.sum() == pytest.approx(10000, abs=1e-9)


def test_a_split_gives_doubly_covered_land_to_the_first_feature() -> None:
    west, east = shapely.box(0, 0, 60, 100), shapely.box(40, 0, 100, 100)
    found = split(PARCEL, layer(west, east, west))
    assert dict(zip(found.pairs.feature.tolist(), found.pairs.area.tolist())) == pytest.approx(
        {0: 6000, 1: 4000}
    )
    assert list(zip(found.repeated.parcel, found.repeated.feature)) == [(0, 1), (0, 2), (1, 2)]


def test_doubly_covered_land_is_found_even_when_a_gap_hides_it_in_the_sum() -> None:
    half = shapely.box(0, 0, 50, 100)
    assert split(PARCEL, layer(half, half)).pairs.area.sum() == pytest.approx(5000)
