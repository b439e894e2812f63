"""The exact scan against rational arithmetic and against GEOS: marked cells inside parcels of every
awkward kind."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from jinchu_pingheng.core.geometry.slope import Dem, steep_areas, steep_land
from jinchu_pingheng.core.geometry.slope.scan import Marked, marked_area
from tests.core.shapes import blobs

CELL = 12.5
SIZE = 6
BEYOND = 2
"""Cells outside the grid that parcels reach into."""

Ring = list[tuple[Fraction, Fraction]]


def grid(mask: np.ndarray, left: float, top: float, dx: float = CELL, dy: float = CELL) -> Marked:
    runs = np.zeros((mask.shape[0], mask.shape[1] + 1), dtype=np.uint16)
    np.cumsum(mask, axis=1, out=runs[:, 1:])
    return Marked(runs, left, top, dx, dy)


def exact(parcel: shapely.Geometry, mask: np.ndarray, marked: Marked) -> Fraction:
    """Marked area of a parcel without rounding: its rings clipped to every marked cell, those
    beyond included."""
    wide = np.pad(mask, BEYOND, mode="edge")
    left, top = Fraction(marked.left), Fraction(marked.top)
    dx, dy = Fraction(marked.dx), Fraction(marked.dy)
    total = Fraction(0)
    for sign, ring in signed_rings(parcel):
        for row, cells in enumerate(wide):
            north = top - (row - BEYOND) * dy
            strip = between(ring, 1, north - dy, north)
            for column in np.flatnonzero(cells).tolist() if strip else ():
                west = left + (column - BEYOND) * dx
                total += sign * abs(twice_area(between(strip, 0, west, west + dx))) / 2
    return total


def signed_rings(parcel: shapely.Geometry) -> Iterator[tuple[int, Ring]]:
    for part in shapely.get_parts(parcel):
        for number, ring in enumerate(shapely.get_rings(part)):
            points = [(Fraction(x), Fraction(y)) for x, y in shapely.get_coordinates(ring).tolist()]
            yield (-1 if number else 1), points[:-1]


def between(ring: Ring, axis: int, low: Fraction, high: Fraction) -> Ring:
    return half(half(ring, axis, low, 1), axis, high, -1)


def half(ring: Ring, axis: int, line: Fraction, side: int) -> Ring:
    """A ring cut to one side of a line (Sutherland and Hodgman); what runs back along the line has
    no area."""
    kept: Ring = []
    for one, two in zip(ring, [*ring[1:], *ring[:1]]):
        a, b = side * (one[axis] - line), side * (two[axis] - line)
        if a >= 0:
            kept.append(one)
        if a * b < 0:
            share = a / (a - b)
            kept.append((one[0] + share * (two[0] - one[0]), one[1] + share * (two[1] - one[1])))
    return kept


def twice_area(ring: Ring) -> Fraction:
    return sum(
        (a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], *ring[:1]])), Fraction(0)
    )


def lattice(left: float, top: float) -> st.SearchStrategy[tuple[float, float]]:
    """Points at quarters of cells, so that vertices and edges often lie on the grid's lines."""
    quarter = st.integers(-4 * BEYOND, 4 * (SIZE + BEYOND))
    return st.tuples(quarter, quarter).map(
        lambda at: (left + at[0] * CELL / 4, top - at[1] * CELL / 4)
    )


@st.composite
def parcels(draw: st.DrawFn, left: float, top: float) -> shapely.Geometry:
    """A valid multipolygon of triangles put together and cut out: holes, several parts, edges along
    lines."""
    triangles = st.lists(lattice(left, top), min_size=3, max_size=3).map(shapely.Polygon)
    land = shapely.union_all(draw(st.lists(triangles, min_size=1, max_size=3)))
    land = shapely.difference(land, shapely.union_all(draw(st.lists(triangles, max_size=2))))
    polygons = [
        part for part in shapely.get_parts(land) if part.geom_type == "Polygon" and part.is_valid
    ]
    return shapely.MultiPolygon(polygons)


@pytest.mark.parametrize("left", [0.0, 481_000.0, 40_481_000.0])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_areas_are_those_of_rational_arithmetic(left: float, data: st.DataObject) -> None:
    top = 3_213_425.0
    cells = st.lists(st.booleans(), min_size=SIZE * SIZE, max_size=SIZE * SIZE)
    mask = np.array(data.draw(cells)).reshape(SIZE, SIZE)
    marked, parcel = grid(mask, left, top), data.draw(parcels(left, top))
    [area] = marked_area(np.array([parcel], dtype=object), marked)
    assert abs(Fraction(float(area)) - exact(parcel, mask, marked)) <= Fraction(1, 10**6)


def land_of(mask: np.ndarray, marked: Marked) -> np.ndarray:
    row, column = np.nonzero(mask)
    west, north = marked.left + column * marked.dx, marked.top - row * marked.dy
    return shapely.box(west, north - marked.dy, west + marked.dx, north)


@pytest.mark.parametrize("left", [481_000.0, 40_481_000.0])
@pytest.mark.parametrize(("dx", "dy"), [(12.5, 12.5), (30.0, 20.0), (7.5, 10.0), (90.0, 90.0)])
def test_areas_of_a_crowd_that_overlaps_itself_are_those_of_geos(
    left: float, dx: float, dy: float
) -> None:
    rng = np.random.default_rng(11)
    rows, columns = int(900 / dy), int(900 / dx)
    mask = np.zeros((rows, columns), dtype=bool)
    mask[1:-1, 1:-1] = rng.random((rows - 2, columns - 2)) < 0.4
    marked = grid(mask, left, 3_213_425.0, dx, dy)
    crowd = blobs(rng, 60, 900.0, (left, 3_212_525.0))
    crowd[::3] = shapely.difference(crowd[::3], shapely.buffer(shapely.centroid(crowd[::3]), 30))
    crowd[::5] = shapely.union(
        crowd[::5], shapely.transform(crowd[::5], lambda at: at + [500, 100])
    )
    crowd[-1], crowd[-2] = shapely.box(left, 3e6, left + 900, 4e6), shapely.Polygon()
    expected = shapely.area(shapely.intersection(crowd, shapely.union_all(land_of(mask, marked))))
    np.testing.assert_allclose(marked_area(crowd, marked), expected, rtol=0, atol=1e-6)


def rough(left: float, columns: int = 60) -> Dem:
    """Hills of 12.5 m cells with holes in the heights."""
    rng = np.random.default_rng(5)
    heights = rng.normal(0, 6, (columns, columns))
    heights[rng.random(heights.shape) < 0.01] = np.nan
    return Dem("rough", heights, left, 3_213_425.0, CELL, CELL)


@pytest.mark.parametrize("left", [481_000.0, 40_481_000.0])
def test_steep_gentle_and_unknown_land_make_up_a_parcel(left: float) -> None:
    dem = rough(left)
    crowd = blobs(np.random.default_rng(6), 80, 1000, (left - 120, 3_212_600.0))
    over, missing = steep_areas(crowd, dem, 25)
    every, _ = steep_areas(crowd, dem, 0)
    gentle = every - over
    assert (over > 0).sum() > 60 and (missing > 0).sum() > 60 and (gentle > 0).sum() > 60
    np.testing.assert_allclose(every + missing, shapely.area(crowd), rtol=0, atol=1e-6)
    drawn = [shapely.area(steep_land(parcel, dem, 25)) for parcel in crowd]
    np.testing.assert_allclose(over, drawn, rtol=0, atol=1e-6)


def test_a_parcel_gets_the_same_answer_alone_in_a_crowd_and_drawn_another_way() -> None:
    dem = rough(40_481_000.0)
    crowd = blobs(np.random.default_rng(7), 40, 700, (40_481_000.0, 3_212_700.0))
    over, missing = steep_areas(crowd, dem, 25)
    alone = [steep_areas(crowd[row : row + 1], dem, 25) for row in range(len(crowd))]
    np.testing.assert_array_equal([float(area[0]) for area, _ in alone], over)
    np.testing.assert_array_equal([float(area[0]) for _, area in alone], missing)
    turned = np.array(
        [shapely.Polygon(np.roll(shapely.get_coordinates(p)[:-1], 5, axis=0)) for p in crowd],
        dtype=object,
    )
    for other in (shapely.reverse(crowd), turned):
        np.testing.assert_allclose(steep_areas(other, dem, 25), (over, missing), rtol=0, atol=1e-8)


def test_batches_do_not_change_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    dem = rough(481_000.0)
    crowd = blobs(np.random.default_rng(8), 40, 700, (481_000.0, 3_212_700.0))
    whole = steep_areas(crowd, dem, 25)
    monkeypatch.setattr("jinchu_pingheng.core.geometry.slope.scan.BATCH_PIECES", 50)
    np.testing.assert_array_equal(steep_areas(crowd, dem, 25), whole)


def test_no_parcel_and_no_land_are_nothing() -> None:
    dem = rough(481_000.0)
    assert [area.tolist() for area in steep_areas(np.array([], dtype=object), dem, 25)] == [[], []]
    empty = np.array([shapely.Polygon(), None, shapely.MultiPolygon()], dtype=object)
    assert [area.tolist() for area in steep_areas(empty, dem, 25)] == [[0, 0, 0], [0, 0, 0]]
