"""Overlap areas: every square metre counts once, whatever the order of the features."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from jinchu_pingheng.core.overlay import overlap, same_side_repeats, split
from jinchu_pingheng.core.validity import gate
from tests.core.shapes import blobs

PARCEL = np.array([shapely.box(0, 0, 100, 100)], dtype=object)
ORIGINS = ((0.0, 0.0), (560000.0, 4150000.0), (35560000.0, 4150000.0))


def layer(*geometries: shapely.Geometry) -> np.ndarray:
    return np.array(geometries, dtype=object)


def test_features_that_overlap_or_repeat_count_once() -> None:
    half = shapely.box(0, 0, 50, 100)
    assert overlap(PARCEL, layer(half, half, shapely.box(25, 0, 75, 100))).area[0] == pytest.approx(7500)


def test_a_shared_edge_is_no_overlap() -> None:
    found = overlap(PARCEL, layer(shapely.box(100, 0, 200, 100)))
    assert (found.area[0], found.geometry[0]) == (0, None)


def test_an_area_that_touches_elsewhere_keeps_only_its_polygons() -> None:
    lamp = shapely.MultiPolygon([shapely.box(10, 10, 20, 20), shapely.box(100, 0, 110, 100)])
    found = overlap(PARCEL, layer(lamp))
    assert found.geometry[0].geom_type in ("Polygon", "MultiPolygon")
    assert found.area[0] == pytest.approx(100)


@pytest.mark.parametrize("origin", ORIGINS)
@given(seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_overlap_is_the_area_of_the_intersection_with_the_union(
    origin: tuple[float, float], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    parcels, features = blobs(rng, 5, 1000, origin), blobs(rng, 8, 1000, origin)
    union = shapely.union_all(features)
    np.testing.assert_allclose(
        overlap(parcels, features).area, shapely.area(shapely.intersection(parcels, union)), atol=1e-3
    )


@given(seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_overlap_does_not_depend_on_order_start_or_cutting(seed: int) -> None:
    rng = np.random.default_rng(seed)
    parcels, features = blobs(rng, 4, 1000, ORIGINS[1]), blobs(rng, 6, 1000, ORIGINS[1])
    middle = ORIGINS[1][0] + 500
    west, east = shapely.box(0, 0, middle, 1e8), shapely.box(middle, 0, 1e9, 1e8)
    cut = np.concatenate([shapely.intersection(features, west), shapely.intersection(features, east)])
    turned = shapely.reverse(features[::-1])
    expected = overlap(parcels, features).area
    np.testing.assert_allclose(overlap(parcels, cut[~shapely.is_empty(cut)]).area, expected, atol=1e-3)
    np.testing.assert_allclose(overlap(parcels, turned).area, expected, atol=1e-3)


def test_a_split_by_a_gap_free_survey_sums_to_the_parcel() -> None:
    survey = layer(
        *(shapely.box(x, y, x + 40, y + 40) for x in range(-20, 120, 40) for y in range(-20, 120, 40))
    )
    found = split(PARCEL, survey)
    assert found.area.sum() == pytest.approx(10000, abs=1e-6)


def test_a_split_gives_doubly_covered_land_to_the_first_feature() -> None:
    found = split(
        PARCEL, layer(shapely.box(0, 0, 60, 100), shapely.box(40, 0, 100, 100), shapely.box(0, 0, 60, 100))
    )
    assert dict(zip(found.feature.tolist(), found.area.tolist())) == pytest.approx({0: 6000, 1: 4000})


def test_doubly_covered_land_is_found_even_when_a_gap_hides_it_in_the_sum() -> None:
    half = shapely.box(0, 0, 50, 100)
    assert split(PARCEL, layer(half, half)).area.sum() == pytest.approx(5000)


def test_repeated_parcels_keep_their_land_only_the_first_time() -> None:
    parcels = layer(shapely.box(0, 0, 100, 100), shapely.box(50, 0, 150, 100), shapely.box(0, 0, 100, 100))
    fresh, repeated = same_side_repeats(parcels)
    assert shapely.area(fresh).tolist() == pytest.approx([10000, 5000, 0])
    assert repeated[0] is None
    assert shapely.area(repeated[1:]).tolist() == pytest.approx([5000, 10000])


SQUARE = [(0, 0), (50, 0), (50, 50), (0, 50)]


@pytest.mark.parametrize(
    ("name", "geometry", "true_area"),
    [
        ("spike", shapely.Polygon([(0, 0), (50, 0), (50, 50), (50, 150), (50, 50), (0, 50)]), 2500),
        ("ring traced twice", shapely.Polygon([*SQUARE, *SQUARE]), 2500),
        ("overlapping holes", shapely.Polygon(shapely.box(0, 0, 100, 100).exterior, [
            shapely.box(10, 10, 50, 50).exterior, shapely.box(30, 10, 70, 50).exterior]), 7600),
        ("overlapping parts", shapely.MultiPolygon([shapely.box(0, 0, 50, 50), shapely.box(25, 25, 75, 75)]), 4375),
    ],
)  # fmt: skip
def test_the_gate_repairs_what_has_one_meaning(
    name: str, geometry: shapely.Geometry, true_area: float
) -> None:
    repaired, usable, problems = gate(np.array([name], dtype=object), layer(geometry))
    assert usable.all() and problems[0].usable
    assert overlap(PARCEL, repaired).area[0] == pytest.approx(true_area)


@pytest.mark.parametrize(
    ("name", "geometry"),
    [
        ("bow-tie", shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])),
        ("hole outside shell", shapely.Polygon(SQUARE, [shapely.box(60, 60, 80, 80).exterior.coords])),
        ("hole equals shell", shapely.Polygon(SQUARE, [SQUARE])),
        ("null", None),
        ("empty", shapely.Polygon()),
        ("line", shapely.LineString([(0, 0), (1, 1)])),
        ("infinite", shapely.Polygon([(0, 0), (float("inf"), 0), (1, 1)])),
    ],
)
def test_the_gate_sets_aside_what_is_ambiguous_and_names_it(
    name: str, geometry: shapely.Geometry | None
) -> None:
    _, usable, problems = gate(np.array([name], dtype=object), layer(geometry))
    assert not usable.any()
    assert [problem.feature for problem in problems] == [name] and problems[0].message
