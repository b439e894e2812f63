"""The exact reference itself: against closed forms, and against GEOS where GEOS has no
difficulty."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import shapely

from tests.core.geometry.overlay import exact
from tests.core.geometry.overlay.pairs import DEGENERATE, ORIGINS, cells, degenerate, holed, star


def shoelace(shape: shapely.Polygon) -> Fraction:
    """Area of a polygon with holes from its corners alone."""

    def loop(ring: shapely.LinearRing) -> Fraction:
        at = [(Fraction(x), Fraction(y)) for x, y in ring.coords]
        return (
            abs(sum((x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(at, at[1:])), Fraction(0))) / 2
        )

    return loop(shape.exterior) - sum(loop(hole) for hole in shape.interiors)


@pytest.mark.parametrize("origin", ORIGINS.values(), ids=ORIGINS)
def test_an_area_is_the_shoelace_sum_to_the_last_digit(origin: tuple[float, float]) -> None:
    rng = np.random.default_rng(1)
    for shape in [star(rng), holed(rng)] * 10:
        shape = shapely.transform(shape, lambda at: at + origin)
        assert exact.area(shape) == exact.common(shape, shape) == shoelace(shape)


def test_squares_that_lie_on_both_sides_are_counted() -> None:
    rng = np.random.default_rng(2)
    for one, other in rng.random((40, 2, 4, 4)) < 0.7:
        assert exact.common(cells(one), cells(other)) == np.count_nonzero(one & other)


def test_a_tenth_is_not_the_float_that_stands_for_it() -> None:
    strip = shapely.box(0, 0, 0.1, 1)
    assert exact.common(strip, shapely.box(-1, -1, 2, 2)) == Fraction(0.1) != Fraction(1, 10)


def test_a_crossing_that_no_float_can_name_is_exact() -> None:
    steep, flat = (
        shapely.Polygon([(0, 0), (1, 0), (0, 2)]),
        shapely.Polygon([(0, 0), (2, 0), (0, 1)]),
    )
    assert exact.common(steep, flat) == Fraction(2, 3)  # they cross at (2/3, 2/3)


def test_features_count_by_what_is_asked_of_them() -> None:
    parcel, west, east = (
        shapely.box(0, 0, 10, 10),
        shapely.box(-5, 0, 6, 10),
        shapely.box(4, 0, 20, 5),
    )
    assert exact.inside(parcel, [west, east]) == 60 + 20
    assert exact.inside(parcel, [west, east], all) == 10
    assert exact.inside(parcel, [west, east], lambda within: within[1] and not within[0]) == 20


@pytest.mark.parametrize("name", DEGENERATE)
def test_geos_agrees_near_zero(name: str) -> None:
    parcels, features = degenerate(np.random.default_rng(3), name, 20, ORIGINS["zero"])
    expected = [float(exact.common(*pair)) for pair in zip(parcels, features)]
    np.testing.assert_allclose(
        shapely.area(shapely.intersection(parcels, features)), expected, atol=1e-8
    )
