"""Areas of pairs against exact arithmetic, on shapes that share corners, edges and whole
outlines."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
import shapely

from jinchu_pingheng.core.geometry.overlay import SLIVER_M2, Shapes, areas
from tests.core.geometry.overlay import exact
from tests.core.geometry.overlay.pairs import DEGENERATE, ORIGINS, cells, degenerate, moved

EACH = 32
GRIDS = (0, 1e-4)  # unrounded, and tenths of a millimetre
PLACES = [
    ((x, y + row * 100000), grid) for x, y in ORIGINS.values() for row, grid in enumerate(GRIDS)
]

assert len(DEGENERATE) * len(PLACES) * EACH >= 3000


@lru_cache
def cases(name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of one maker at every origin, with and without a grid, and their exact areas in m²."""
    rng = np.random.default_rng(4)
    sets = [degenerate(rng, name, EACH, *place) for place in PLACES]
    parcels, features = (np.concatenate(side) for side in zip(*sets))
    common = [float(exact.common(*pair)) for pair in zip(parcels, features)]
    return parcels, features, np.array(common)


def each(parcels: np.ndarray, features: np.ndarray) -> np.ndarray:
    """What parcel i has in common with feature i, m², where each pair lies in a place of its
    own."""
    found = areas(Shapes(parcels), Shapes(features))
    np.testing.assert_array_equal(found.parcel, found.feature)
    area = np.zeros(len(parcels))
    area[found.parcel] = found.area
    return area


@pytest.mark.parametrize("name", DEGENERATE)
def test_areas_are_exact_on_awkward_pairs(name: str) -> None:
    parcels, features, common = cases(name)
    np.testing.assert_allclose(each(parcels, features), common, rtol=0, atol=SLIVER_M2)


@pytest.mark.parametrize("name", DEGENERATE)
def test_what_only_touches_is_no_pair(name: str) -> None:
    parcels, features, common = cases(name)
    assert not each(parcels, features)[common == 0].any()


def test_a_sliver_that_counts_is_found_however_thin() -> None:
    parcels, features, common = cases("slivers")
    assert np.count_nonzero(common > 2 * SLIVER_M2) > 100
    assert each(parcels, features)[common > 2 * SLIVER_M2].all()


@pytest.mark.parametrize("name", DEGENERATE)
def test_either_side_may_be_the_parcel(name: str) -> None:
    parcels, features, _ = cases(name)
    np.testing.assert_allclose(
        each(parcels, features), each(features, parcels), rtol=0, atol=SLIVER_M2
    )


@pytest.mark.parametrize("name", DEGENERATE)
def test_a_parcel_alone_has_the_areas_that_it_has_in_a_crowd(name: str) -> None:
    parcels, features, _ = cases(name)
    alone = [each(parcels[at : at + 1], features[at : at + 1])[0] for at in range(len(parcels))]
    np.testing.assert_array_equal(each(parcels, features), alone)


@pytest.mark.parametrize("run", [1e-9, 1e-100, 1e-310, 5e-324])
def test_an_edge_may_be_aslant_by_next_to_nothing(run: float) -> None:
    """The rise over such a run has no number any more."""
    wide = shapely.Polygon([(0, 0), (10, 0), (10, 10), (run, 10)])
    half = shapely.Polygon([(0, 0), (5, 0), (5 + run, 10), (-run, 10)])
    found = areas(Shapes(np.array([wide, half])), Shapes(np.array([wide, half])))
    np.testing.assert_allclose(found.area, [100, 50, 50, 50], rtol=0, atol=1e-6)


@pytest.mark.parametrize("origin", ORIGINS.values(), ids=ORIGINS)
def test_squares_in_common_are_counted(origin: tuple[float, float]) -> None:
    """Figures of squares under a shear in whole numbers: the area is a count times the
    determinant."""
    rng = np.random.default_rng(5)
    tables = rng.random((2, 600, 4, 5)) < 0.6
    tables[:, :, 0, 0] = True
    shear = np.array([[8.0, 3.0], [-2.0, 5.0]])
    places = np.stack(np.divmod(np.arange(600), 40), axis=1) * 100.0 + origin

    def laid(side: np.ndarray) -> np.ndarray:
        figures = [shapely.transform(cells(table), lambda at: at @ shear) for table in side]
        return np.array([moved(figure, place) for figure, place in zip(figures, places)])

    common = np.count_nonzero(tables[0] & tables[1], axis=(1, 2)) * np.linalg.det(shear)
    np.testing.assert_allclose(each(laid(tables[0]), laid(tables[1])), common, rtol=0, atol=1e-9)
