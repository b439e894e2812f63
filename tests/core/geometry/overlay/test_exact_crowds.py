"""A hundred thousand pairs against GEOS: crowds of parcels among crowds of features, each kind at
each origin."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import shapely
from numpy.random import Generator

from jinchu_pingheng.core.geometry.overlay import SLIVER_M2, Shapes, areas, candidates
from tests.core.geometry.overlay.pairs import ORIGINS, mesh, moved

PAIRS = 7000
"""At least so many pairs of boxes meet in each of the fifteen crowds."""

TOLERANCE = {"zero": 1e-8, "plain": 1e-7, "zoned": 2e-6}
"""m². GEOS rounds the corners that it makes to floats: 7e-9 m at an easting with a zone, times a
perimeter."""


def outlines(rng: Generator, count: int, corners: int) -> np.ndarray:
    """Corners (count, corners, 2) of star-shaped rings around (0, 0)."""
    angle = (np.arange(corners) + rng.uniform(0, 0.9, (count, corners))) / corners * 2 * np.pi
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1) * rng.uniform(
        20, 80, (count, corners, 1)
    )


def among(rng: Generator, count: int, apart: float = 100, step: float = 0) -> np.ndarray:
    """Middles (count, 1, 2) in a square, as many as if they stood `apart` metres from each other in
    rows."""
    middles = rng.uniform(0, apart * np.sqrt(count), (count, 1, 2))
    return np.round(middles / step) * step if step else middles


def stars(rng: Generator, count: int) -> np.ndarray:
    return shapely.polygons(outlines(rng, count, 16) + among(rng, count))


def rings(rng: Generator, count: int) -> np.ndarray:
    shells = outlines(rng, count, 12)
    middles = among(rng, count)
    holes = shapely.linearrings(shells * rng.uniform(0.2, 0.8, (count, 1, 1)) + middles)
    return shapely.polygons(shapely.linearrings(shells + middles), holes=holes[:, None])


def archipelagos(rng: Generator, count: int) -> np.ndarray:
    """Three islands each, so far apart that they never meet."""
    islands = outlines(rng, 3 * count, 8).reshape(count, 3, 8, 2) * 0.4
    islands += np.array([[-40, -40], [40, -30], [0, 40]])[:, None, :]
    return shapely.multipolygons(shapely.polygons(islands + among(rng, count)[:, None]))


def skylines(rng: Generator, count: int) -> np.ndarray:
    """Right-angled outlines on one lattice of ten metres, half of them lying: edges upon edges,
    corners upon corners."""
    top, bottom = rng.integers(1, 6, (count, 8)), -rng.integers(1, 6, (count, 8))[:, ::-1]
    across = np.repeat(np.arange(9), 2)[1:-1]
    right = np.stack([np.broadcast_to(across, (count, 16)), np.repeat(top, 2, axis=1)], axis=-1)
    left = np.stack(
        [np.broadcast_to(across[::-1], (count, 16)), np.repeat(bottom, 2, axis=1)], axis=-1
    )
    outline = np.concatenate([right, left], axis=1) * 10.0
    outline[::2] = outline[::2, :, ::-1]
    return shapely.polygons(outline + among(rng, count, 75, step=10))


def tiles(rng: Generator, count: int) -> np.ndarray:
    """Tiles of one crooked net with edges of many corners, and half of them a little off their
    place."""
    net = shapely.segmentize(mesh(np.random.default_rng(6), int(np.sqrt(count)), 80), 10)
    return np.concatenate([net[::2], moved(net[1::2], rng.uniform(-0.3, 0.3, 2))])


CROWDS: dict[str, Callable[[Generator, int], np.ndarray]] = {
    maker.__name__: maker for maker in (stars, rings, archipelagos, skylines, tiles)
}


@pytest.mark.slow
@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("crowd", CROWDS)
def test_areas_are_those_of_geos(crowd: str, origin: str) -> None:
    rng = np.random.default_rng(7)
    parcels, features = (
        moved(CROWDS[crowd](rng, 1500), np.array(ORIGINS[origin])) for _ in range(2)
    )
    parcel, feature = shapely.STRtree(shapely.box(*shapely.bounds(features).T)).query(parcels)
    assert len(parcel) >= PAIRS
    assert shapely.is_valid(parcels).all()
    assert shapely.is_valid(features).all()
    expected = np.zeros((len(parcels), len(features)))
    expected[parcel, feature] = shapely.area(
        shapely.intersection(parcels[parcel], features[feature])
    )
    expected[expected <= SLIVER_M2] = 0
    found = areas(Shapes(parcels), Shapes(features))
    area = np.zeros_like(expected)
    area[found.parcel, found.feature] = found.area
    np.testing.assert_allclose(area, expected, rtol=0, atol=TOLERANCE[origin])


@pytest.mark.parametrize("crowd", CROWDS)
@pytest.mark.parametrize("margin", [0.0, 1.0])
def test_candidates_are_the_pairs_whose_boxes_meet(crowd: str, margin: float) -> None:
    rng = np.random.default_rng(8)
    parcels, features = (CROWDS[crowd](rng, 400) for _ in range(2))
    one, other = shapely.bounds(parcels)[:, None], shapely.bounds(features)[None]
    meet = (one[..., :2] - margin <= other[..., 2:]) & (other[..., :2] <= one[..., 2:] + margin)
    expected = np.argwhere(meet.all(axis=2))
    found = candidates(Shapes(parcels), Shapes(features), margin)
    np.testing.assert_array_equal(np.stack(found, axis=1), expected)


@pytest.mark.parametrize("crowd", CROWDS)
def test_pairs_are_sorted_by_parcel_and_feature_and_there_once(crowd: str) -> None:
    rng = np.random.default_rng(9)
    found = areas(*(Shapes(CROWDS[crowd](rng, 400)) for _ in range(2)))
    pairs = np.stack([found.parcel, found.feature], axis=1)
    np.testing.assert_array_equal(pairs, np.unique(pairs, axis=0))


@pytest.mark.parametrize("crowd", CROWDS)
def test_a_block_of_parcels_has_to_the_last_bit_what_it_has_in_the_whole_layer(crowd: str) -> None:
    """Figures are rounded half up, so a last bit could become a square metre between one door and
    another."""
    rng = np.random.default_rng(10)
    parcels, features = (CROWDS[crowd](rng, 1500) for _ in range(2))
    whole = areas(Shapes(parcels), Shapes(features))
    for start, stop in ((0, 1), (700, 701), (100, 400), (1000, 1400)):
        block = areas(Shapes(parcels[start:stop]), Shapes(features))
        rows = slice(*np.searchsorted(whole.parcel, [start, stop]))
        np.testing.assert_array_equal(block.parcel + start, whole.parcel[rows])
        np.testing.assert_array_equal(block.feature, whole.feature[rows])
        np.testing.assert_array_equal(block.area, whole.area[rows])
