"""Several features in one parcel: the union counts once, a split conserves, repeats and gaps come
to light."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from jinchu_pingheng.core.geometry.overlay import (
    SLIVER_M2,
    Cover,
    Pairs,
    Shapes,
    Split,
    areas,
    cover,
    split,
)
from tests.core.geometry.overlay import exact
from tests.core.geometry.overlay.pairs import (
    DEGENERATE,
    ORIGINS,
    cells,
    degenerate,
    holed,
    mesh,
    moved,
    restarted,
    ring,
    star,
)

SEEDS = range(12)
# where land is claimed twice GEOS decides, and rounds corners to 7e-9 m at an easting with a zone
GEOS_M2 = 5e-6
some = settings(max_examples=60, deadline=None, derandomize=True)
tables = st.lists(st.booleans(), min_size=12, max_size=12).map(
    lambda cell: np.array([True, *cell[1:]]).reshape(3, 4)
)


def layer(seed: int, origin: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    """A parcel (1,) and six features that overlap, one of them there twice, one with a hole."""
    rng = np.random.default_rng(seed)
    features = [star(rng, 7, shift=40), star(rng, 6, shift=40), holed(rng), star(rng, 5, shift=60)]
    features += [restarted(rng, features[0]), shapely.box(-60, -60, -5, 60)]
    return moved(np.array([star(rng)]), np.array(origin)), moved(
        np.array(features), np.array(origin)
    )


def repeats(features: np.ndarray, repeated: Pairs) -> dict[tuple[int, int], float]:
    """The overlaps of features, each of which is exact and there once, lower index first."""
    found = dict(
        zip(zip(repeated.parcel.tolist(), repeated.feature.tolist()), repeated.area.tolist())
    )
    assert len(found) == len(repeated.area)
    for (first, second), area in found.items():
        assert first < second
        assert area == pytest.approx(
            float(exact.common(features[first], features[second])), abs=SLIVER_M2
        )
    return found


@pytest.mark.parametrize("origin", ORIGINS.values(), ids=ORIGINS)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_cover_is_the_exact_union(seed: int, origin: tuple[float, float]) -> None:
    parcels, features = layer(seed, origin)
    found = cover(Shapes(parcels), Shapes(features))
    assert found.area[0] == pytest.approx(
        float(exact.inside(parcels[0], list(features))), abs=SLIVER_M2
    )
    assert found.count[0] == len(found.pairs.area)


@pytest.mark.parametrize("origin", ORIGINS.values(), ids=ORIGINS)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_split_gives_land_to_the_first_that_claims_it(
    seed: int, origin: tuple[float, float]
) -> None:
    parcels, features = layer(seed, origin)
    found = split(Shapes(parcels), Shapes(features)).pairs
    given_to = np.zeros(len(features))
    given_to[found.feature] = found.area
    for last in range(len(features)):
        first = exact.inside(
            parcels[0],
            list(features[: last + 1]),
            lambda within: within[-1] and not any(within[:-1]),
        )
        assert given_to[last] == pytest.approx(float(first), abs=2 * SLIVER_M2)


@pytest.mark.parametrize("measure", [cover, split])
@pytest.mark.parametrize("seed", SEEDS)
def test_features_that_repeat_each_other_in_a_parcel_are_named_with_their_area(
    seed: int, measure: Callable[[Shapes, Shapes], Cover | Split]
) -> None:
    parcels, features = layer(seed, ORIGINS["zoned"])
    found = repeats(features, measure(Shapes(parcels), Shapes(features)).repeated)
    for second in range(len(features)):
        for first in range(second):
            if exact.inside(parcels[0], [features[first], features[second]], all) > 2 * SLIVER_M2:
                assert (first, second) in found


@given(drawn=st.lists(tables, min_size=2, max_size=6), grown=st.booleans())
@some
def test_squares_covered_by_several_figures_count_once(
    drawn: list[np.ndarray], grown: bool
) -> None:
    first, *others = drawn
    parcel = np.ones_like(first) if grown else first
    found = cover(
        Shapes(np.array([cells(parcel)])), Shapes(np.array([cells(table) for table in others]))
    )
    assert found.area[0] == pytest.approx(
        np.count_nonzero(parcel & np.any(others, axis=0)), abs=SLIVER_M2
    )
    assert found.count[0] == sum((parcel & table).any() for table in others)


@given(drawn=st.lists(tables, min_size=2, max_size=6), order=st.randoms(use_true_random=False))
@some
def test_a_cover_does_not_depend_on_the_order_or_on_copies(
    drawn: list[np.ndarray], order: Random
) -> None:
    features = [cells(table) for table in drawn]
    shuffled = [*features, *features[:2]]
    order.shuffle(shuffled)
    parcel = Shapes(np.array([shapely.box(0.25, 0.25, 3.5, 2.75)]))
    once, again = (cover(parcel, Shapes(np.array(shapes))) for shapes in (features, shuffled))
    assert again.area[0] == pytest.approx(once.area[0], abs=1e-9)


def tessellation(seed: int, origin: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    """A crooked net without gaps (144,), each edge of several corners, and parcels (20,) well
    within it."""
    rng = np.random.default_rng(seed)
    net = shapely.segmentize(mesh(rng, 12, 40), 11)
    parcels = [
        shapely.transform(holed(rng), lambda at, to=to: at + to)
        for to in rng.uniform(80, 380, (20, 2))
    ]
    return moved(np.array(parcels), np.array(origin)), moved(net, np.array(origin))


@pytest.mark.parametrize("origin", ORIGINS.values(), ids=ORIGINS)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_survey_without_gaps_splits_a_parcel_to_the_last_bit(
    seed: int, origin: tuple[float, float]
) -> None:
    parcels, net = (Shapes(side) for side in tessellation(seed, origin))
    found = split(parcels, net)
    shares = np.bincount(found.pairs.parcel, found.pairs.area, minlength=len(parcels))
    np.testing.assert_allclose(shares, parcels.area, rtol=0, atol=1e-5)
    np.testing.assert_allclose(cover(parcels, net).area, parcels.area, rtol=0, atol=1e-5)
    assert not len(found.repeated.area)


@pytest.mark.parametrize("origin", ORIGINS.values(), ids=ORIGINS)
def test_neighbours_in_a_survey_have_nothing_in_common(origin: tuple[float, float]) -> None:
    net = Shapes(tessellation(0, origin)[1])
    found = areas(net, net)
    np.testing.assert_array_equal(found.parcel, np.arange(len(net)))
    np.testing.assert_array_equal(found.feature, np.arange(len(net)))
    np.testing.assert_allclose(found.area, net.area, rtol=0, atol=1e-9)


@pytest.mark.parametrize("origin", ORIGINS.values(), ids=ORIGINS)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_gap_in_the_survey_is_missing_from_the_sum(
    seed: int, origin: tuple[float, float]
) -> None:
    sides, net = tessellation(seed, origin)
    parcels, gap = Shapes(sides), 65
    found = split(parcels, Shapes(np.delete(net, gap))).pairs
    missing = parcels.area - np.bincount(found.parcel, found.area, minlength=len(parcels))
    expected = [float(exact.common(parcel, net[gap])) for parcel in sides]
    np.testing.assert_allclose(missing, expected, rtol=0, atol=1e-5)


@pytest.mark.parametrize("origin", ORIGINS.values(), ids=ORIGINS)
@pytest.mark.parametrize("seed", SEEDS)
def test_an_overlap_in_the_survey_counts_once_and_is_named(
    seed: int, origin: tuple[float, float]
) -> None:
    """One tile grows by a hand's breadth over all its neighbours."""
    sides, net = tessellation(seed, origin)
    grown = net.copy()
    grown[65] = shapely.buffer(net[65], 0.1, join_style="mitre")
    parcels = Shapes(sides)
    found = split(parcels, Shapes(grown))
    shares = np.bincount(found.pairs.parcel, found.pairs.area, minlength=len(parcels))
    np.testing.assert_allclose(shares, parcels.area, rtol=0, atol=1e-5)
    named = repeats(grown, found.repeated)
    assert all(65 in pair for pair in named)
    near = sides[shapely.intersects(sides, grown[65])]
    for neighbour in (53, 64, 66, 77):
        claims = [grown[neighbour], grown[65]]
        if any(exact.inside(parcel, claims, all) > 2 * SLIVER_M2 for parcel in near):
            assert (min(neighbour, 65), max(neighbour, 65)) in named


@pytest.mark.parametrize("origin", ORIGINS.values(), ids=ORIGINS)
@pytest.mark.parametrize("name", DEGENERATE)
def test_awkward_features_and_their_copies_cover_and_split_a_parcel_exactly(
    name: str, origin: tuple[float, float]
) -> None:
    rng = np.random.default_rng(20)
    one, other = degenerate(rng, name, 8, origin)
    parcels = shapely.polygons(
        shapely.get_coordinates(shapely.centroid(one))[:, None] + [ring(rng, 9) for _ in one]
    )
    features = np.concatenate([one, other, one])
    covered, given_to = (
        cover(Shapes(parcels), Shapes(features)),
        split(Shapes(parcels), Shapes(features)).pairs,
    )
    claims = [[one[at], other[at]] for at in range(8)]
    union = [float(exact.inside(parcel, mine)) for parcel, mine in zip(parcels, claims)]
    np.testing.assert_allclose(covered.area, union, rtol=0, atol=GEOS_M2)
    shares = np.zeros((8, 24))
    shares[given_to.parcel, given_to.feature] = given_to.area
    first = [float(exact.common(parcel, mine[0])) for parcel, mine in zip(parcels, claims)]
    np.testing.assert_allclose(shares.sum(axis=1), union, rtol=0, atol=GEOS_M2)
    np.testing.assert_allclose(np.diag(shares[:, :8]), first, rtol=0, atol=GEOS_M2)
