"""Rings of 50,000 corners against small parcels: closed forms, GEOS, and the same ring cut into
many."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from jinchu_pingheng.core.geometry.overlay import Shapes, areas, beside, cover
from tests.core.geometry.overlay.pairs import ORIGINS, moved, star

TEETH = 25_000
DEPTH = 10.0  # of the teeth, metres; their tips are at 110
LENGTH = TEETH * 1.0


def comb(lying: bool) -> shapely.Polygon:
    """A strip with a saw's edge at 100 to 110 m; upright, all its teeth lie over the same
    eastings."""
    edge = np.column_stack(
        [np.arange(2 * TEETH + 1) * 0.5, np.resize([100.0, 100 + DEPTH], 2 * TEETH + 1)]
    )
    outline = np.concatenate([[(0.0, 0.0)], edge, [(LENGTH, 0.0)]])
    return shapely.Polygon(outline if lying else outline[:, ::-1])


def boxes(rng: np.random.Generator, count: int, lying: bool) -> tuple[np.ndarray, np.ndarray]:
    """Boxes over whole teeth, and what of them lies in the comb, m². All coordinates are whole
    64ths of a metre."""
    start, wide = rng.integers(0, TEETH - 100, count), rng.integers(1, 100, count)
    tops = rng.integers(60 * 64, 130 * 64, count) / 64
    low = tops - rng.integers(1, 80 * 64, count) / 64
    corners = (start, low, start + wide, tops) if lying else (low, start, tops, start + wide)

    def depth(height: np.ndarray) -> np.ndarray:
        """Mean length inside the comb from the strip's foot up to a height: the teeth narrow
        evenly."""
        above = np.clip(height - 100, 0, DEPTH)
        return np.clip(height, 0, 100) + above - above**2 / (2 * DEPTH)

    return shapely.box(*corners), wide * (depth(tops) - depth(low))


@pytest.mark.parametrize("lying", [True, False], ids=["lying", "upright"])
@pytest.mark.parametrize("origin", ORIGINS.values(), ids=ORIGINS)
def test_boxes_over_a_saw_have_the_area_of_its_teeth(
    origin: tuple[float, float], lying: bool
) -> None:
    parcels, expected = boxes(np.random.default_rng(10), 150, lying)
    saw = moved(np.array([comb(lying)]), np.array(origin))
    found = areas(Shapes(moved(parcels, np.array(origin))), Shapes(saw))
    area = np.bincount(found.parcel, found.area, minlength=len(parcels))
    np.testing.assert_allclose(area, expected, rtol=0, atol=1e-6)


def lace(rng: np.random.Generator, corners: int) -> tuple[shapely.Polygon, np.ndarray]:
    """A ragged round with a ragged hole, `corners` each, and the corners of its shell."""
    angle = np.arange(corners) / corners * 2 * np.pi
    shell = np.column_stack([np.cos(angle), np.sin(angle)]) * rng.uniform(2990, 3010, (corners, 1))
    return shapely.Polygon(shell, [shell * 0.7]), shell


@pytest.mark.parametrize("origin", ORIGINS.values(), ids=ORIGINS)
def test_a_ragged_ring_with_a_ragged_hole_has_the_areas_of_geos(
    origin: tuple[float, float],
) -> None:
    rng = np.random.default_rng(11)
    ring, shell = lace(rng, 50_000)
    middles = shell[rng.integers(0, len(shell), 120)] * rng.choice([0.3, 0.7, 0.85, 1.0], (120, 1))
    parcels = moved(
        np.array([shapely.transform(star(rng), lambda at, to=to: at + to) for to in middles]),
        np.array(origin),
    )
    features = moved(np.array([ring]), np.array(origin))
    found = areas(Shapes(parcels), Shapes(features))
    area = np.bincount(found.parcel, found.area, minlength=len(parcels))
    expected = shapely.area(shapely.intersection(parcels, features))
    np.testing.assert_allclose(area, expected, rtol=0, atol=1e-5)
    assert np.count_nonzero(expected) < len(parcels)


def test_a_ring_cut_into_tiles_covers_what_it_covered_whole() -> None:
    rng = np.random.default_rng(12)
    ring, shell = lace(rng, 20_000)
    parcels = np.array(
        [shapely.transform(star(rng), lambda at, to=to: at + to) for to in shell[::400]]
    )
    west, south = (
        side.ravel()
        for side in np.meshgrid(np.arange(-3200, 3200, 800), np.arange(-3200, 3200, 800))
    )
    cut = shapely.intersection(ring, shapely.box(west, south, west + 800, south + 800))
    tiles = np.array([tile for tile in cut if tile.area > 0])
    whole, pieces = (cover(Shapes(parcels), Shapes(layer)) for layer in (np.array([ring]), tiles))
    np.testing.assert_allclose(pieces.area, whole.area, rtol=0, atol=1e-6)
    assert not len(pieces.repeated.area)


def test_a_small_feature_may_lie_in_a_parcel_of_50000_corners() -> None:
    rng = np.random.default_rng(13)
    ring, shell = lace(rng, 25_000)
    features = np.array(
        [shapely.transform(star(rng), lambda at, to=to: at + to) for to in shell[::250] * 0.85]
    )
    found = areas(Shapes(np.array([ring])), Shapes(features))
    np.testing.assert_array_equal(found.feature, np.arange(len(features)))
    np.testing.assert_allclose(found.area, shapely.area(features), rtol=0, atol=1e-6)


def test_two_rings_of_50000_corners_have_the_area_of_geos() -> None:
    rng = np.random.default_rng(14)
    one, other = np.array([lace(rng, 25_000)[0]]), np.array([lace(rng, 25_000)[0]])
    other = moved(other, np.array([100.0, 50.0]))
    found = areas(Shapes(one), Shapes(other))
    np.testing.assert_allclose(
        found.area, shapely.area(shapely.intersection(one, other)), rtol=0, atol=1e-5
    )


def test_beside_a_ring_of_50000_corners_is_what_geos_finds_within_the_distance() -> None:
    rng = np.random.default_rng(15)
    ring, shell = lace(rng, 50_000)
    factors = rng.uniform(0.66, 1.04, (300, 1))
    middles = shell[rng.integers(0, len(shell), 300)] * factors
    parcels = shapely.box(*(middles - 5).T, *(middles + 5).T)
    parcel, feature = beside(Shapes(parcels), Shapes(np.array([ring])), 1.0)
    np.testing.assert_array_equal(parcel, np.flatnonzero(shapely.dwithin(parcels, ring, 1.0)))
    assert not feature.any()
    assert 0 < len(parcel) < len(parcels)
