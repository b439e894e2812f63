"""What holds for areas whatever the shapes: hypothesis draws figures of squares on one lattice,
sheared, or seeds."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from jinchu_pingheng.core.geometry.overlay import SLIVER_M2, Pairs, Shapes, areas, polygonal
from tests.core.geometry.overlay import exact
from tests.core.geometry.overlay.pairs import DEGENERATE, ORIGINS, cells, moved, restarted

SHEARS = (np.eye(2), np.array([[7.0, 2.0], [-3.0, 5.0]]), np.array([[0.1, 0.7], [0.3, -0.2]]))
many = settings(max_examples=100, deadline=None, derandomize=True)

tables = st.lists(st.booleans(), min_size=20, max_size=20).map(
    lambda cell: np.array([True, *cell[1:]]).reshape(4, 5)
)
shears = st.sampled_from(SHEARS)
origins = st.sampled_from(list(ORIGINS.values()))
seeds = st.integers(0, 2**32 - 1)
names = st.sampled_from(list(DEGENERATE))


@st.composite
def figures(draw: st.DrawFn, count: int) -> np.ndarray:
    """Figures (count,) of squares on one lattice: they share edges and corners, lie in each other's
    holes."""
    shear, origin = draw(shears), np.array(draw(origins))
    return moved(
        shapely.transform([cells(draw(tables)) for _ in range(count)], lambda at: at @ shear),
        origin,
    )


@st.composite
def awkward(draw: st.DrawFn) -> np.ndarray:
    """One awkward pair (2,), at an origin; it may not be valid there."""
    pair = DEGENERATE[draw(names)](np.random.default_rng(draw(seeds)))
    return moved(np.array(pair, dtype=object), np.array(draw(origins)))


def common(one: shapely.Geometry, other: shapely.Geometry) -> float:
    return float(areas(Shapes(np.array([one])), Shapes(np.array([other]))).area.sum())


def table(found: Pairs, shape: tuple[int, int]) -> np.ndarray:
    """Areas (parcels, features), m²."""
    area = np.zeros(shape)
    area[found.parcel, found.feature] = found.area
    return area


@given(pair=figures(2))
@many
def test_figures_of_squares_have_their_exact_area(pair: np.ndarray) -> None:
    assert abs(common(*pair) - float(exact.common(*pair))) <= SLIVER_M2


@given(pair=awkward())
@many
def test_awkward_pairs_have_their_exact_area(pair: np.ndarray) -> None:
    if shapely.is_valid(pair).all():
        assert abs(common(*pair) - float(exact.common(*pair))) <= SLIVER_M2


@given(pair=figures(2) | awkward())
@many
def test_the_area_is_the_same_from_both_sides(pair: np.ndarray) -> None:
    assert abs(common(*pair) - common(*pair[::-1])) <= SLIVER_M2


@given(pair=figures(1) | awkward())
@many
def test_a_shape_has_its_own_area_in_common_with_itself(pair: np.ndarray) -> None:
    shape = pair[0]
    if shapely.is_valid(shape):
        assert abs(common(shape, shape) - float(exact.area(shape))) <= SLIVER_M2
        assert abs(Shapes(pair[:1]).area[0] - float(exact.area(shape))) <= SLIVER_M2


@given(pair=figures(2))
@many
def test_more_feature_never_means_less_area(pair: np.ndarray) -> None:
    parcel, feature = pair
    grown = np.array([feature, shapely.convex_hull(feature), shapely.envelope(feature)])
    found = table(areas(Shapes(np.array([parcel])), Shapes(grown)), (1, 3))[0]
    assert found[0] <= found[1] + SLIVER_M2
    assert found[1] <= found[2] + SLIVER_M2
    assert found[2] <= shapely.area(parcel) + SLIVER_M2


@given(name=names, seed=seeds, power=st.integers(0, 25))
@many
def test_carrying_both_shapes_away_changes_nothing(name: str, seed: int, power: int) -> None:
    """Coordinates are whole 1024ths of a metre, the way a power of two: every sum is exact."""
    pair = np.array(DEGENERATE[name](np.random.default_rng(seed)), dtype=object)
    here = moved(pair, np.zeros(2), 2.0**-10)
    there = moved(here, np.array([2.0**power, -(2.0 ** (power // 2))]))
    if shapely.is_valid(here).all() and not shapely.is_empty(here).any():
        assert abs(common(*here) - common(*there)) <= 1e-9


@given(pair=awkward(), seed=seeds)
@many
def test_start_and_direction_of_a_ring_do_not_matter(pair: np.ndarray, seed: int) -> None:
    rng = np.random.default_rng(seed)
    if (
        shapely.is_valid(pair).all()
        and (shapely.get_type_id(pair) == shapely.GeometryType.POLYGON).all()
    ):
        turned = [restarted(rng, shape) for shape in pair]
        assert abs(common(*pair) - common(*turned)) <= 1e-9


@given(shapes=figures(6), seed=seeds)
@many
def test_the_order_of_the_features_and_of_the_parcels_does_not_matter(
    shapes: np.ndarray, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    parcels, features = np.split(shapes, 2)
    rows, columns = rng.permutation(3), rng.permutation(3)
    once = table(areas(Shapes(parcels), Shapes(features)), (3, 3))
    again = table(areas(Shapes(parcels[rows]), Shapes(features[columns])), (3, 3))
    np.testing.assert_array_equal(again, once[np.ix_(rows, columns)])


@given(pair=figures(2), share=st.floats(0.01, 0.99))
@many
def test_a_feature_cut_in_two_has_the_same_area(pair: np.ndarray, share: float) -> None:
    parcel, feature = pair
    west, south, east, north = feature.bounds
    middle = west + (east - west) * share
    halves = [shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)]
    pieces = np.array([polygonal(piece) for piece in shapely.intersection(feature, halves)])
    found = areas(Shapes(np.array([parcel])), Shapes(pieces))
    assert abs(found.area.sum() - common(parcel, feature)) <= 3 * SLIVER_M2


@given(pair=figures(2), times=st.integers(2, 3))
@many
def test_corners_that_repeat_do_not_matter(pair: np.ndarray, times: int) -> None:
    def stutter(ring: shapely.LinearRing) -> np.ndarray:
        return np.repeat(shapely.get_coordinates(ring), times, axis=0)

    def stuttering(shape: shapely.Geometry) -> shapely.Geometry:
        parts = shapely.get_parts(shape)
        return shapely.MultiPolygon(
            [[stutter(part.exterior), [stutter(hole) for hole in part.interiors]] for part in parts]
        )

    assert abs(common(*map(stuttering, pair)) - common(*pair)) <= 1e-9


@given(pair=figures(2), longest=st.floats(0.2, 1))
@many
def test_corners_along_straight_edges_do_not_matter(pair: np.ndarray, longest: float) -> None:
    assert abs(common(*shapely.segmentize(pair, longest)) - common(*pair)) <= SLIVER_M2
