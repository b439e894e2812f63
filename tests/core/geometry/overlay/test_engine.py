"""The parts of the engine: outlines in a box, tiles, batches, and the same digits by every way."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

from jinchu_pingheng.core.geometry.overlay import (
    Shapes,
    areas,
    beside,
    candidates,
    cover,
    kernel,
    shapes,
    split,
)
from jinchu_pingheng.core.geometry.overlay.ragged import batches, spread
from tests.core.shapes import blobs

ORIGINS = ((0.0, 0.0), (560000.0, 4150000.0), (40560000.0, 4150000.0))
NOTHING = Shapes(np.empty(0, dtype=object))


def layer(*geometries: shapely.Geometry) -> Shapes:
    return Shapes(np.array(geometries, dtype=object))


def matrix(parcels: Shapes, features: Shapes) -> np.ndarray:
    found = areas(parcels, features)
    area = np.zeros((len(parcels), len(features)))
    area[found.parcel, found.feature] = found.area
    return area


def by_geos(parcels: Shapes, features: Shapes) -> np.ndarray:
    """Areas (n, m), with coordinates near 0, where GEOS does not lose digits."""
    origin = parcels.bounds[0, :2]
    near = [
        shapely.transform(each.geometry, lambda xy: xy - origin) for each in (parcels, features)
    ]
    return np.asarray(shapely.area(shapely.intersection(near[0][:, None], near[1][None, :])))


def wreath(points: int, radius: float, x: float, y: float) -> shapely.Polygon:
    """A ring of many vertices that waves in and out, with a hole."""
    angle = np.linspace(0, 2 * math.pi, points, endpoint=False)
    wave = radius * (1 + 0.08 * np.sin(61 * angle) + 0.01 * np.sin(977 * angle))
    shell = np.column_stack([x + wave * np.cos(angle), y + wave * np.sin(angle)])
    return shapely.Polygon(shell, [(shell[:: points // 500] - [x, y]) * 0.5 + [x, y]])


@pytest.mark.parametrize("origin", ORIGINS)
def test_areas_are_those_of_geos_for_holes_and_parts(origin: tuple[float, float]) -> None:
    rng = np.random.default_rng(5)
    parcels, single = Shapes(blobs(rng, 40, 2000, origin)), blobs(rng, 60, 2000, origin)
    holed = shapely.difference(single, shapely.buffer(shapely.centroid(single), 70))
    joined = shapely.union(holed[:30], holed[30:])
    for features in single, holed, joined:
        assert {"MultiPolygon"} <= {part.geom_type for part in joined}
        expected = by_geos(parcels, Shapes(features))
        np.testing.assert_allclose(matrix(parcels, Shapes(features)), expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_ring_of_50000_vertices_is_cut_in_tiles_without_changing_a_digit(
    origin: tuple[float, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    x, y = origin
    places = blobs(np.random.default_rng(6), 100, 12000, (x - 6000, y - 6000))
    parcels, red = Shapes(places), layer(wreath(50000, 5000, x, y))
    cut = areas(parcels, red)
    assert len(red.tiles.start) > 1000
    monkeypatch.setattr(shapes, "LOOKS", 10**9)
    whole = areas(parcels, layer(red.geometry[0]))
    np.testing.assert_array_equal(cut.parcel, whole.parcel)
    np.testing.assert_array_equal(cut.area, whole.area)
    expected = by_geos(parcels, red)[:, 0]
    np.testing.assert_allclose(matrix(parcels, red)[:, 0], expected, rtol=0, atol=1e-5)
    assert 0 < np.count_nonzero(expected) < 100


@pytest.mark.parametrize("looks", [0, 10**9])
def test_tiles_and_chunks_hold_for_upright_edges_combs_and_both_sides(
    looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shapes, "LOOKS", looks)
    teeth = [shapely.box(10 * i, 0, 10 * i + 5, 1000) for i in range(100)]
    comb = shapely.union_all([shapely.box(0, -10, 1000, 0), *teeth])
    turned = shapely.Polygon(np.array(comb.exterior.coords)[:, ::-1])
    found = matrix(
        layer(comb, turned, *[shapely.box(i, i, i + 40, i + 7) for i in range(0, 900, 9)]),
        layer(comb, turned),
    )
    boxes = [comb, turned, *[shapely.box(i, i, i + 40, i + 7) for i in range(0, 900, 9)]]
    expected = shapely.area(
        shapely.intersection(np.array(boxes)[:, None], np.array([comb, turned])[None, :])
    )
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-6)


def test_a_parcel_has_the_same_digits_alone_in_a_crowd_and_in_small_batches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = np.random.default_rng(7)
    parcels, features = (
        Shapes(blobs(rng, 50, 2000, ORIGINS[1])),
        Shapes(blobs(rng, 80, 2000, ORIGINS[1])),
    )
    crowd = matrix(parcels, features)
    alone = np.vstack(
        [matrix(parcels.take(np.array([row])), Shapes(features.geometry)) for row in range(50)]
    )
    np.testing.assert_array_equal(alone, crowd)
    monkeypatch.setattr(kernel, "BATCH_EDGES", 4096)
    monkeypatch.setattr(kernel, "BATCH_MEETINGS", 100)
    np.testing.assert_array_equal(matrix(parcels, features), crowd)


def test_direction_start_and_order_of_features_do_not_matter() -> None:
    rng = np.random.default_rng(8)
    parcels, features = (
        Shapes(blobs(rng, 20, 1000, ORIGINS[2])),
        Shapes(blobs(rng, 30, 1000, ORIGINS[2])),
    )
    rings = [np.array(feature.exterior.coords)[:-1] for feature in features.geometry]
    moved = np.array(
        [shapely.Polygon(np.roll(ring, 7, axis=0)[::-1]) for ring in rings], dtype=object
    )
    expected = matrix(parcels, features)
    np.testing.assert_allclose(matrix(parcels, Shapes(moved)), expected, rtol=0, atol=1e-9)
    np.testing.assert_allclose(
        matrix(parcels, Shapes(moved[::-1]))[:, ::-1], expected, rtol=0, atol=1e-9
    )


def test_features_across_a_whole_county_are_compared_only_near_the_parcel() -> None:
    """Two long strips that cross far away from the parcel they both meet overlap nobody's land
    there."""
    west = shapely.Polygon([(0, 0), (10, 0), (5010, 9000), (5000, 9000)])
    east = shapely.Polygon([(20, 0), (30, 0), (-4000, 9000), (-4010, 9000)])
    bridge = shapely.Polygon([(0, 8000), (9000, 8000), (9000, 8100), (0, 8100)])
    found = cover(layer(shapely.box(-5, -5, 40, 5)), layer(shapely.union(west, bridge), east))
    assert found.count[0] == 2
    assert not len(found.repeated.area)


def test_nothing_meets_nothing() -> None:
    parcel = layer(shapely.box(0, 0, 1, 1))
    for one, two in (
        (NOTHING, parcel),
        (parcel, NOTHING),
        (NOTHING, NOTHING),
        (parcel, layer(shapely.Polygon())),
    ):
        assert not len(areas(one, two).area)
        assert not len(beside(one, two, 1.0)[0])
        assert not len(split(one, two).pairs.area)
        assert cover(one, two).area.tolist() == [0.0] * len(one)


def test_an_empty_shape_among_others_changes_nothing() -> None:
    square = shapely.box(0, 0, 10, 10)
    found = areas(layer(square), layer(shapely.Polygon(), square, shapely.MultiPolygon(), square))
    assert list(zip(found.feature, found.area)) == [(1, 100), (3, 100)]


def test_edges_narrower_than_a_float_can_divide_by_count_as_upright() -> None:
    thin = shapely.Polygon([(0, 0), (10, 0), (10, 10), (1e-310, 10)])
    assert areas(layer(thin), layer(thin)).area.tolist() == pytest.approx([100])


def test_many_boxes_meet_as_they_do_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(9)
    parcels, features = (
        Shapes(blobs(rng, 30, 3000, ORIGINS[1])),
        Shapes(blobs(rng, 40, 3000, ORIGINS[1])),
    )
    few = candidates(parcels, features, 5.0)
    monkeypatch.setattr("jinchu_pingheng.core.geometry.overlay.boxes.FEW", 0)
    for one, two in zip(candidates(parcels, features, 5.0), few):
        np.testing.assert_array_equal(one, two)


def test_a_part_of_the_shapes_knows_what_the_whole_knew() -> None:
    rng = np.random.default_rng(10)
    ring = wreath(4000, 400, 560450.0, 4150450.0)
    parcels, features = (
        Shapes(blobs(rng, 20, 900, ORIGINS[1])),
        layer(*blobs(rng, 20, 900, ORIGINS[1]), ring),
    )
    expected = matrix(parcels, features)
    chosen = np.arange(21) % 3 == 2
    assert features.tiles and features.area.all()
    np.testing.assert_array_equal(matrix(parcels, features.take(chosen)), expected[:, chosen])
    np.testing.assert_array_equal(
        features.take(chosen).area, shapely.area(features.geometry[chosen])
    )


def test_beside_counts_touching_overlapping_and_near() -> None:
    square = layer(shapely.box(0, 0, 10, 10))
    others = layer(
        shapely.box(10, 10, 20, 20), shapely.box(5, 5, 8, 8), shapely.box(11, 0, 20, 10),
        shapely.box(11.5, 0, 20, 10), shapely.box(10.8, 10.8, 20, 20),
    )  # fmt: skip
    assert beside(square, others, 1.0)[1].tolist() == [0, 1, 2]
    assert beside(square, others, 0.0)[1].tolist() == [0, 1]


@pytest.mark.parametrize("looks", [0, 10**9])
def test_edges_far_from_those_of_the_parcel_are_near_where_they_are_inside(
    looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shapes, "LOOKS", looks)
    hole = shapely.box(20, 20, 80, 80)
    parcels = layer(shapely.box(0, 0, 100, 100).segmentize(0.9).difference(hole))
    away = shapely.box(1000, 1000, 1010, 1010)
    speck = shapely.box(10, 10, 10.0005, 10.0005)
    needle = shapely.Polygon([(-50, 10), (150, 10), (150, 10 + 1e-9)])
    features = [
        shapely.union(speck, away),
        needle,
        shapely.box(30, 30, 70, 70),
        shapely.box(21, 30, 70, 70),
    ]
    found = {
        distance: beside(parcels, layer(*features), distance)[1].tolist()
        for distance in (0.0, 1.0, 10.0)
    }
    assert found == {0.0: [0, 1], 1.0: [0, 1, 3], 10.0: [0, 1, 2, 3]}


def test_empty_shapes_empty_parts_and_holes_keep_their_place() -> None:
    square, hole = shapely.box(0, 0, 10, 10), shapely.box(2, 2, 4, 4)
    parts = shapely.multipolygons([shapely.Polygon(), square, shapely.box(20, 0, 30, 10)])
    features = layer(
        shapely.Polygon(), square.difference(hole), shapely.MultiPolygon(), parts,
        shapely.multipolygons([square]), shapely.multipolygons([square, shapely.Polygon()]),
        shapely.Polygon(),
    )  # fmt: skip
    assert matrix(layer(shapely.box(0, 0, 5, 5)), features).tolist() == [[0, 21, 0, 25, 25, 25, 0]]
    assert matrix(layer(shapely.Polygon()), features).tolist() == [[0] * 7]


def test_no_prepared_geometry_is_left_behind() -> None:
    parcels, features = layer(shapely.box(0, 0, 10, 10)), layer(wreath(4000, 5, 18.0, 5.0))
    beside(parcels, features, 5.0)
    assert not shapely.is_prepared(np.concatenate([parcels.geometry, features.geometry])).any()


def test_runs_and_batches_cover_everything_once() -> None:
    run, place = spread(np.array([5, 100, 7, 0]), np.array([2, 0, 3, 1]))
    assert run.tolist() == [0, 0, 2, 2, 2, 3]
    assert place.tolist() == [5, 6, 7, 8, 9, 0]
    parts = list(batches(np.array([3, 3, 9, 1, 1, 0]), 6))
    assert [(part.start, part.stop) for part in parts] == [(0, 2), (2, 3), (3, 6)]
