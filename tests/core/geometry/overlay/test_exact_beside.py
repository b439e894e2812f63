"""Who lies beside whom: against distances by GEOS, and on lattices where distances are whole
numbers.

GEOS is asked for the distance: its `dwithin` denies that tiles which share one corner are within 0
m (GEOS 3.11).
"""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from jinchu_pingheng.core.geometry.overlay import Shapes, areas, beside
from tests.core.geometry.overlay.pairs import (
    DEGENERATE,
    ORIGINS,
    degenerate,
    holed,
    mesh,
    moved,
    star,
)


def found(parcels: np.ndarray, features: np.ndarray, distance: float) -> list[tuple[int, int]]:
    """Who is beside whom, whether the overlaps are known already (among those of more features) or
    not."""
    land = Shapes(parcels)
    parcel, feature = beside(land, Shapes(features), distance)
    more = np.concatenate([features[::-1], parcels, features])
    wanted = np.arange(len(more) - len(features), len(more))
    known = areas(land, Shapes(more)).among(wanted, len(more))
    again = beside(land, Shapes(features), distance, known)
    assert (parcel.tolist(), feature.tolist()) == (again[0].tolist(), again[1].tolist())
    return list(zip(parcel.tolist(), feature.tolist()))


def crowd(seed: int, origin: tuple[float, float]) -> np.ndarray:
    """Shapes (60,), half of them with holes, many of them apart by centimetres to metres."""
    rng = np.random.default_rng(seed)
    shapes = [maker(rng) for maker in (star, holed) for _ in range(30)]
    places = rng.uniform(0, 500, (60, 2))
    return moved(
        np.array([moved(shape, place) for shape, place in zip(shapes, places)]), np.array(origin)
    )


@pytest.mark.parametrize("distance", [0.0, 1e-3, 1.0, 25.0])
@pytest.mark.parametrize("origin", ORIGINS.values(), ids=ORIGINS)
@pytest.mark.parametrize("seed", range(6))
def test_beside_is_within_the_distance_by_geos(
    seed: int, origin: tuple[float, float], distance: float
) -> None:
    parcels, features = crowd(seed, origin), crowd(seed + 100, origin)
    near = shapely.distance(parcels[:, None], features[None]) <= distance
    assert found(parcels, features, distance) == list(map(tuple, np.argwhere(near)))


@pytest.mark.parametrize("name", DEGENERATE)
@pytest.mark.parametrize("distance", [0.0, 1.0])
def test_awkward_pairs_are_beside_each_other_as_geos_has_it(name: str, distance: float) -> None:
    parcels, features = degenerate(np.random.default_rng(16), name, 40, ORIGINS["plain"])
    near = np.flatnonzero(shapely.distance(parcels, features) <= distance)
    assert found(parcels, features, distance) == list(zip(near, near))


def test_neighbours_in_a_survey_share_an_edge_or_a_corner() -> None:
    """A tile of a net has eight neighbours and itself; at the rim there are fewer."""
    net = mesh(np.random.default_rng(17), 6, 100)
    row, column = np.divmod(np.arange(36), 6)
    near = (np.abs(row[:, None] - row) <= 1) & (np.abs(column[:, None] - column) <= 1)
    assert found(net, net, 0.0) == list(map(tuple, np.argwhere(near)))
    assert found(net, net, 1.0) == list(map(tuple, np.argwhere(near)))


@given(
    corner=st.tuples(st.integers(-9, 9), st.integers(-9, 9)),
    distance=st.integers(0, 6),
    origin=st.sampled_from(list(ORIGINS.values())),
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_the_distance_itself_still_counts(
    corner: tuple[int, int], distance: int, origin: tuple[float, float]
) -> None:
    parcel, feature = shapely.box(0, 0, 4, 4), shapely.box(*corner, corner[0] + 3, corner[1] + 2)
    apart = np.maximum(0, [max(corner[0] - 4, -corner[0] - 3), max(corner[1] - 4, -corner[1] - 2)])
    pair = moved(np.array([parcel, feature]), np.array(origin))
    assert bool(found(pair[:1], pair[1:], float(distance))) == (np.sum(apart**2) <= distance**2)


@pytest.mark.parametrize("swap", [False, True], ids=["parcel within", "feature within"])
def test_who_lies_in_a_hole_is_beside_its_rim_only_when_near(swap: bool) -> None:
    frame = np.array([shapely.box(0, 0, 100, 100) - shapely.box(20, 20, 80, 80)])
    guests = np.array(
        [shapely.box(21, 21, 30, 30), shapely.box(22, 40, 30, 50), shapely.box(20, 60, 30, 70)]
    )
    pairs = (
        found(frame, guests, 1.0) if swap else [pair[::-1] for pair in found(guests, frame, 1.0)]
    )
    assert pairs == [(0, 0), (0, 2)]


def test_who_lies_deep_inside_is_beside() -> None:
    wide, small = (
        np.array([shapely.box(0, 0, 1000, 1000)]),
        np.array([shapely.box(400, 400, 401, 401)]),
    )
    assert found(wide, small, 1.0) == found(small, wide, 1.0) == [(0, 0)]
