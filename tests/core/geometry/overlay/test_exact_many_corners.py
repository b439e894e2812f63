"""Shapes of a hundred to some thousand corners, most of them upright and level edges on one
lattice.

Whatever order an engine brings the edges of such a shape into, the lattice hits its borders.
"""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from jinchu_pingheng.core.geometry.overlay import SLIVER_M2, Shapes, areas, cover
from tests.core.geometry.overlay.pairs import ORIGINS, cells, moved, ring

SIZES = (8, 12, 16, 24, 40)
seeds = st.integers(0, 2**32 - 1)
origins = st.sampled_from(list(ORIGINS.values()))


def maze(rng: np.random.Generator, size: int) -> np.ndarray:
    """A table (size, size) of which squares belong to the shape, its corners among them: its box is
    the lattice."""
    filled = rng.random((size, size)) < rng.choice([0.3, 0.55, 0.8])
    filled[[0, -1], [0, -1]] = True
    return filled


def frames(rng: np.random.Generator, size: int, count: int) -> np.ndarray:
    """Boxes (count, 4) on the half lattice: west, south, east, north; some reach beyond the
    shape."""
    at = rng.integers(-2, 2 * size + 2, (count, 2))
    return np.hstack([at, at + rng.integers(1, size, (count, 2))]) / 2


def squares(filled: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Area of the squares in boxes on the half lattice, by running sums over quarters."""
    quarters = np.kron(np.pad(filled, 3), np.ones((2, 2)))
    sums = np.pad(quarters, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)
    west, south, east, north = np.clip((boxes * 2 + 6).astype(int), 0, len(quarters)).T
    return (sums[north, east] - sums[south, east] - sums[north, west] + sums[south, west]) / 4


def row(parcels: np.ndarray, feature: shapely.Geometry) -> np.ndarray:
    """Areas of parcels (n,) in one feature."""
    found = areas(Shapes(parcels), Shapes(np.array([feature])))
    return np.bincount(found.parcel, found.area, minlength=len(parcels))


@given(seed=seeds, size=st.sampled_from(SIZES), origin=origins)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_boxes_on_a_maze_hold_its_squares(
    seed: int, size: int, origin: tuple[float, float]
) -> None:
    rng = np.random.default_rng(seed)
    filled, boxes = maze(rng, size), frames(rng, size, 60)
    shape, parcels = (
        moved(np.array([cells(filled)]), np.array(origin))[0],
        moved(shapely.box(*boxes.T), np.array(origin)),
    )
    np.testing.assert_allclose(row(parcels, shape), squares(filled, boxes), rtol=0, atol=1e-9)


@given(seed=seeds, size=st.sampled_from(SIZES))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_two_mazes_have_the_squares_of_both(seed: int, size: int) -> None:
    rng = np.random.default_rng(seed)
    one, other = maze(rng, size), maze(rng, size)
    assert (
        abs(row(np.array([cells(one)]), cells(other)).sum() - np.count_nonzero(one & other)) <= 1e-9
    )


@given(seed=seeds, size=st.sampled_from(SIZES), origin=origins, turn=st.integers(0, 6283))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_stars_on_a_turned_maze_have_the_areas_of_geos(
    seed: int, size: int, origin: tuple[float, float], turn: int
) -> None:
    rng = np.random.default_rng(seed)
    sine, cosine = np.sin(turn / 1000), np.cos(turn / 1000)
    lean = np.array([[cosine, sine], [-sine, cosine]]) * 10
    shape = moved(
        np.array([shapely.transform(cells(maze(rng, size)), lambda at: at @ lean)]),
        np.array(origin),
    )
    stars = [
        (ring(rng, 9, 3) * rng.choice([0.2, 1, 3]) + rng.uniform(0, size, 2)) @ lean
        for _ in range(20)
    ]
    parcels = moved(shapely.polygons(stars), np.array(origin))
    if shapely.is_valid(shape[0]):
        expected = shapely.area(shapely.intersection(parcels, shape))
        np.testing.assert_allclose(row(parcels, shape[0]), expected, rtol=0, atol=5e-6)


@pytest.mark.slow
@given(
    seed=seeds,
    corners=st.integers(100, 1500),
    spread=st.floats(0.02, 0.9),
    flat=st.sampled_from([1, 0.02, 50]),
)
@settings(max_examples=25, deadline=None, derandomize=True)
def test_a_ragged_shape_of_any_size_has_the_areas_of_geos(
    seed: int, corners: int, spread: float, flat: float
) -> None:
    """Round ones and flat ones, the corners on a line or far out and back: short edges and edges
    across it all."""
    rng = np.random.default_rng(seed)
    angle = np.sort(rng.uniform(0, 2 * np.pi, corners))
    outline = (
        np.column_stack([np.cos(angle), np.sin(angle) * flat])
        * rng.uniform(1 - spread, 1, (corners, 1))
        * 300
    )
    feature = shapely.Polygon(outline)
    stars = [
        (ring(rng, 7, 60) + outline[corner]) * [1, min(flat, 1)]
        for corner in rng.integers(0, corners, 15)
    ]
    parcels = np.array(
        [shapely.Polygon(at) for at in (*stars, outline * 0.6, outline * [1.0, 0.5] + [50, 0])]
    )
    usable = shapely.is_valid(parcels)
    if shapely.is_valid(feature):
        expected = shapely.area(shapely.intersection(parcels[usable], feature))
        np.testing.assert_allclose(row(parcels[usable], feature), expected, rtol=0, atol=1e-5)


@given(seed=seeds, size=st.sampled_from(SIZES), parts=st.integers(2, 30))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_more_corners_on_the_same_outline_change_nothing(seed: int, size: int, parts: int) -> None:
    rng = np.random.default_rng(seed)
    shape = cells(maze(rng, size))
    parcels = shapely.polygons([ring(rng, 8, 4) + rng.uniform(0, size, 2) for _ in range(20)])
    fine = row(shapely.segmentize(parcels, 4 / parts), shapely.segmentize(shape, 1 / parts))
    np.testing.assert_allclose(fine, row(parcels, shape), rtol=0, atol=1e-9)


@pytest.mark.slow
@given(seed=seeds, sizes=st.lists(st.sampled_from(SIZES), min_size=3, max_size=6))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_some_shapes_taken_from_a_layer_are_what_they_were_in_it(
    seed: int, sizes: list[int]
) -> None:
    rng = np.random.default_rng(seed)
    layer = Shapes(np.array([cells(maze(rng, size)) for size in sizes]))
    parcels = Shapes(shapely.box(*frames(rng, 40, 30).T))
    areas(parcels, layer)
    keep = rng.permutation(len(sizes))[:2]
    taken, fresh = layer.take(keep), Shapes(layer.geometry[keep])
    np.testing.assert_array_equal(taken.bounds, fresh.bounds)
    np.testing.assert_allclose(taken.area, fresh.area, rtol=0, atol=1e-9)
    found, expected = areas(parcels, taken), areas(parcels, fresh)
    np.testing.assert_array_equal(found.parcel, expected.parcel)
    np.testing.assert_array_equal(found.feature, expected.feature)
    np.testing.assert_allclose(found.area, expected.area, rtol=0, atol=1e-9)


@pytest.mark.parametrize("size", SIZES)
def test_mazes_upon_mazes_cover_their_union(size: int) -> None:
    rng = np.random.default_rng(size)
    tables, boxes = [maze(rng, size) for _ in range(4)], frames(rng, size, 40)
    found = cover(
        Shapes(shapely.box(*boxes.T)), Shapes(np.array([cells(table) for table in tables]))
    )
    np.testing.assert_allclose(
        found.area, squares(np.any(tables, axis=0), boxes), rtol=0, atol=SLIVER_M2
    )


@pytest.mark.parametrize("times", [1, 30])
def test_nothing_and_the_empty_shape_overlap_nothing(times: int) -> None:
    """Once few enough to be compared one by one, once as many as a county has."""
    shapes = np.array(
        [
            shapely.box(0, 0, 10, 10),
            shapely.Polygon(),
            shapely.box(5, 5, 20, 20),
            shapely.MultiPolygon(),
        ]
    )
    layer, none = Shapes(np.tile(shapes, times * 5)), Shapes(np.empty(0, dtype=object))
    for pair in ((layer, none), (none, layer), (none, none)):
        assert not len(areas(*pair).area)
        assert not len(cover(*pair).pairs.area)
    found = areas(layer, layer)
    assert sorted(set(found.area.tolist())) == [25.0, 100.0, 225.0]
    assert len(found.area) == 4 * (5 * times) ** 2
