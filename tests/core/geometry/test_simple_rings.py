"""The proof of validity never says yes where GEOS or exact arithmetic says no, and says yes to
ordinary polygons."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

from jinchu_pingheng.core.geometry import simple_rings
from jinchu_pingheng.core.geometry.simple_rings import surely_simple
from jinchu_pingheng.core.geometry.validity import gate
from tests.core.shapes import blobs

ORIGIN = np.array([40_500_000.0, 3_200_000.0])
ULP = np.spacing(ORIGIN)
Points = Sequence[tuple[Fraction, Fraction]]


def array(*shapes: shapely.Geometry | None) -> np.ndarray:
    found = np.empty(len(shapes), dtype=object)
    found[:] = shapes
    return found


def settled(shape: shapely.Geometry | None) -> bool:
    return bool(surely_simple(array(shape))[0])


def closed(rings: np.ndarray) -> np.ndarray:
    """Polygons (n,) of rings (n, k, 2) that are not closed yet."""
    return np.asarray(shapely.polygons(np.concatenate([rings, rings[:, :1]], axis=1)))


def no_false_yes(shapes: np.ndarray) -> np.ndarray:
    yes = surely_simple(shapes)
    wrong = shapes[yes & ~shapely.is_valid(shapes)]
    assert not len(wrong), shapely.to_wkt(wrong[0], rounding_precision=-1)
    return yes


# ---- exact arithmetic


def turn(a: tuple, b: tuple, c: tuple) -> Fraction:
    return (a[0] - c[0]) * (b[1] - c[1]) - (a[1] - c[1]) * (b[0] - c[0])


def meet(a: tuple, b: tuple, c: tuple, d: tuple) -> bool:
    """Whether segments ab and cd have a point in common."""
    if any(max(a[k], b[k]) < min(c[k], d[k]) or max(c[k], d[k]) < min(a[k], b[k]) for k in (0, 1)):
        return False
    return turn(a, b, c) * turn(a, b, d) <= 0 and turn(c, d, a) * turn(c, d, b) <= 0


def folded(a: tuple, b: tuple, c: tuple) -> bool:
    """Whether bc runs back over ab, or either has no length."""
    ahead = (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1])
    return a == b or b == c or (turn(a, b, c) == 0 and ahead <= 0)


def exactly_simple(points: Points) -> bool:
    n = len(points)
    edges = [(points[i], points[(i + 1) % n]) for i in range(n)]
    if any(folded(edges[i - 1][0], *edges[i]) for i in range(n)):
        return False
    return not any(
        meet(*edges[i], *edges[j]) for i, j in combinations(range(n), 2) if 1 < j - i < n - 1
    )


def exact(shape: Polygon) -> Points:
    return [(Fraction(x), Fraction(y)) for x, y in shapely.get_coordinates(shape)[:-1].tolist()]


# ---- never a false yes


@pytest.mark.parametrize("corners", [3, 4, 5, 6, 7, 9, 12, 20])
@pytest.mark.parametrize("size", [2, 4, 9])
def test_rings_on_a_small_grid(corners: int, size: int) -> None:
    """Nearly every one has spikes, touching vertices, vertices on edges, collinear chains, points
    given twice."""
    rng = np.random.default_rng(corners * 100 + size)
    no_false_yes(closed(rng.integers(0, size + 1, (2500, corners, 2)) + ORIGIN))


@pytest.mark.parametrize("corners", [3, 4, 5, 6, 8])
def test_on_a_grid_the_answer_is_that_of_exact_arithmetic(corners: int) -> None:
    rng = np.random.default_rng(corners)
    shapes = closed(rng.integers(0, 7, (600, corners, 2)) + ORIGIN)
    yes = surely_simple(shapes)
    assert yes.tolist() == [exactly_simple(exact(shape)) for shape in shapes]
    assert yes.any() and not yes.all()


def around(rng: np.random.Generator, count: int, corners: int) -> np.ndarray:
    """Star-shaped rings (count, corners, 2) of some 100 m."""
    angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    radius = rng.uniform(40, 100, (count, corners))
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=-1) + ORIGIN


@pytest.mark.parametrize("corners", [5, 8, 17, 40, 130, 700])
@pytest.mark.parametrize("ulps", [0, 1, 2])
def test_a_vertex_within_rounding_of_another_edge(corners: int, ulps: int) -> None:
    """Vertices drawn to a point of another edge, as exactly as floating point can, or next to
    it."""
    rng = np.random.default_rng(corners * 10 + ulps)
    count = 40_000 // corners
    rings, row = around(rng, count, corners), np.arange(count)
    edge = rng.integers(0, corners, count)
    vertex = (edge + rng.integers(2, corners, count)) % corners
    start, end = rings[row, edge], rings[row, (edge + 1) % corners]
    share = rng.choice([0.0, 0.25, 0.5, 1.0, 1 / 3, 0.7], (count, 1))
    rings[row, vertex] = (
        start + share * (end - start) + ULP * rng.integers(-ulps, ulps + 1, (count, 2))
    )
    shapes = closed(rings)
    yes = no_false_yes(shapes)
    for shape in shapes[yes][:3] if corners < 100 else ():
        assert exactly_simple(exact(shape))


def test_slivers_of_a_few_ulp_against_exact_arithmetic() -> None:
    rng = np.random.default_rng(8)
    shapes = closed(
        ORIGIN
        + ULP * rng.integers(0, 6, (1500, 5, 2))
        + rng.integers(0, 2, (1500, 5, 2)) * [100.0, 37.0]
    )
    yes = no_false_yes(shapes)
    assert yes.any()
    assert all(exactly_simple(exact(shape)) for shape in shapes[yes])


@pytest.mark.parametrize("corners", [6, 30, 500])
@pytest.mark.parametrize("fault", ["spike", "twice", "vertex", "swap", "again"])
def test_one_fault_in_an_ordinary_ring(corners: int, fault: str) -> None:
    rng = np.random.default_rng(corners)
    for ring in around(rng, 200, corners):
        at = int(rng.integers(1, corners - 1))
        other = (at + int(rng.integers(2, corners - 2))) % corners
        if fault == "spike":
            ring = np.insert(ring, at, [ring[at - 1] + (5, 0), ring[at - 1]], axis=0)
        elif fault == "twice":
            ring = np.insert(ring, at, ring[at], axis=0)
        elif fault == "vertex":
            ring[at] = ring[other]
        elif fault == "swap":
            ring[[at, other]] = ring[[other, at]]
        else:
            ring = np.concatenate([ring, ring])
        shape = Polygon(ring)
        assert not settled(shape) or (fault == "swap" and shape.is_valid)


@pytest.mark.parametrize("length", [3, 5, 10, 40, 300])
def test_vertical_and_horizontal_edges(length: int) -> None:
    """A comb, the same with two teeth that touch, and with one that reaches into the next."""
    teeth = [
        (x + dx, y) for x in range(0, 4 * length, 4) for dx, y in ((0, 0), (0, 9), (2, 9), (2, 0))
    ]
    comb = np.array([*teeth, (4 * length, 0), (4 * length, -5), (0, -5)], dtype=float)
    assert settled(Polygon(comb + ORIGIN))
    for reach in (2.0, 3.0):
        faulty = comb.copy()
        faulty[6, 0] += reach  # the tooth after it starts 2 m away
        assert not settled(Polygon(faulty + ORIGIN))


@pytest.mark.parametrize("turns", [1, 3, 20])
def test_a_spiral_whose_parts_lie_side_by_side(turns: int) -> None:
    angle = np.linspace(2, 2 + 2 * np.pi * turns, 40 * turns)
    arm = np.stack([angle * np.cos(angle), angle * np.sin(angle)], axis=1)
    there = arm * (1 + 0.5 / angle)[:, None]
    assert settled(Polygon(np.concatenate([arm, there[::-1]])))
    crossed = arm.copy()
    crossed[len(arm) // 2] *= 1.2
    assert not settled(Polygon(np.concatenate([crossed, there[::-1]])))


@pytest.mark.parametrize("corners", [6, 7, 8, 9, 13, 16, 30])
def test_a_figure_of_eight(corners: int) -> None:
    """Just two edges cross, whatever lies between them and wherever the ring starts."""

    def lobe(side: int, count: int) -> np.ndarray:
        angle = np.linspace(0.3, 2 * np.pi - 0.3, count)
        return np.stack([side * (50 - 50 * np.cos(angle) + 9), 50 * np.sin(angle)], axis=1)

    for left in range(3, corners - 2):
        ring = np.concatenate([lobe(-1, left), lobe(1, corners - left)]) + ORIGIN
        assert not surely_simple(
            closed(np.stack([np.roll(ring, turned, axis=0) for turned in range(corners)]))
        ).any()
        ring[left:] = ring[left:][::-1]
        assert surely_simple(
            closed(np.stack([np.roll(ring, turned, axis=0) for turned in range(corners)]))
        ).all()


def test_a_vertex_so_near_an_edge_that_rounding_decides_its_side() -> None:
    """The plain formula puts some hundred of these points on the wrong side."""
    rng = np.random.default_rng(9)
    a, b = rng.uniform(-20, 0, (5000, 2)), rng.uniform(5, 30, (5000, 2))
    near = a + rng.uniform(0.3, 0.7, (5000, 1)) * (b - a)
    left = (b - a)[:, ::-1] * (-1, 1)
    shapes = closed(np.stack([a, b, b + left, near, a + left], axis=1))
    for shape in shapes[surely_simple(shapes)]:
        start, end, _, vertex, _ = exact(shape)
        assert turn(start, end, vertex) > 0


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e300])
def test_coordinates_that_are_none(bad: float) -> None:
    # GEOS makes no ring that starts at what is no number
    for at in range(1 if np.isnan(bad) else 0, 6):
        for axis in (0, 1):
            ring = np.array([(0.0, 0.0), (5, 3), (4, 6), (0, 9), (-4, 6), (-5, 3)])
            ring[at, axis] = bad
            assert not surely_simple(closed(np.array([ring, np.roll(ring[::-1], 1, axis=0)]))).any()


def test_products_too_small_for_a_number() -> None:
    rng = np.random.default_rng(5)
    shapes = closed(rng.integers(0, 5, (2000, 5, 2)) * 1e-161)
    assert not surely_simple(shapes).any() or all(
        exactly_simple(exact(s)) for s in shapes[surely_simple(shapes)]
    )


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(-1, 1), st.integers(-1, 1)),
        min_size=3,
        max_size=14,
    )
)
def test_any_ring_near_a_grid(corners: list[tuple[int, int, int, int]]) -> None:
    points = np.array(corners, dtype=float)
    shape = Polygon(points[:, :2] + ORIGIN + points[:, 2:] * ULP)
    assert not settled(shape) or (shape.is_valid and exactly_simple(exact(shape)))


# ---- several rings


def test_boxes_as_parts_and_holes_on_a_grid() -> None:
    """Parts and holes that touch, overlap, lie in each other or apart."""
    rng = np.random.default_rng(3)

    def some(count: int, size: int) -> list[Polygon]:
        low = rng.integers(0, size, (count, 2))
        high = low + rng.integers(1, size, (count, 2))
        return [box(*corner, *opposite) for corner, opposite in zip(low, high)]

    shapes = []
    for _ in range(2000):
        parts = [
            Polygon(shell.exterior, [hole.exterior for hole in some(rng.integers(0, 4), 9)])
            for shell in some(3, 22)
        ]
        shapes.append(MultiPolygon(parts[: rng.integers(1, 4)]))
        shapes.append(parts[0])
    yes = no_false_yes(array(*shapes))
    several = np.array(
        [shapely.get_num_interior_rings(shapely.get_parts(shape)).sum() > 0 for shape in shapes]
    )
    assert (yes & several).any()


ISLAND = Polygon(
    box(0, 0, 90, 90).exterior, [box(10, 10, 40, 40).exterior, box(50, 50, 80, 80).exterior]
)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (ISLAND, True),
        (MultiPolygon([ISLAND, box(20, 20, 30, 30)]), True),
        (MultiPolygon([box(20, 20, 30, 30), ISLAND]), True),
        (MultiPolygon([ISLAND, box(100, 0, 110, 10), box(55, 55, 60, 60)]), True),
        (MultiPolygon([ISLAND, box(42, 42, 48, 48)]), False),  # a part within another
        (MultiPolygon([box(42, 42, 48, 48), ISLAND]), False),
        (
            MultiPolygon([ISLAND, box(90, 0, 99, 9)]),
            False,
        ),  # valid or not, GEOS must say: parts that touch
        (
            Polygon(box(0, 0, 9, 9).exterior, [box(20, 20, 30, 30).exterior]),
            False,
        ),  # a hole outside its shell
        (Polygon(box(5, 5, 9, 9).exterior, [box(0, 0, 30, 30).exterior]), False),
        (
            Polygon(
                box(0, 0, 99, 99).exterior,
                [box(10, 10, 80, 80).exterior, box(20, 20, 30, 30).exterior],
            ),
            False,
        ),
        (
            Polygon(
                box(0, 0, 99, 99).exterior,
                [box(10, 10, 40, 40).exterior, box(40, 10, 70, 40).exterior],
            ),
            False,
        ),
        (
            Polygon(
                box(0, 0, 99, 99).exterior,
                [box(10, 10, 40, 40).exterior, box(30, 30, 70, 70).exterior],
            ),
            False,
        ),
        (MultiPolygon([ISLAND, Polygon()]), True),
        (box(0, 0, 1, 1), True),
        (shapely.force_3d(ISLAND, 5.0), True),
        (Polygon(), False),
        (MultiPolygon(), False),
        (None, False),
        (shapely.Point(0, 0), False),
        (shapely.LineString([(0, 0), (1, 1)]), False),
        (shapely.GeometryCollection([ISLAND]), False),
    ],
)
def test_how_rings_lie_in_each_other(shape: shapely.Geometry | None, expected: bool) -> None:
    assert settled(shape) is expected
    assert not expected or shape.is_valid


# ---- the same answer however it is asked


def test_neither_the_first_vertex_nor_the_direction_matters() -> None:
    rng = np.random.default_rng(6)
    rings = np.concatenate(
        [rng.integers(0, 12, (1500, 6, 2)), around(rng, 1500, 6).round() - ORIGIN]
    )
    expected = surely_simple(closed(rings + ORIGIN))
    assert 0.3 < expected.mean() < 0.9
    for turned in range(6):
        for step in (1, -1):
            assert (
                surely_simple(closed(np.roll(rings, turned, axis=1)[:, ::step] + ORIGIN))
                == expected
            ).all()


@pytest.mark.parametrize("batch", [1, 50, 1000])
def test_neither_do_its_neighbours(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(7)
    shapes = [
        *closed(rng.integers(0, 6, (300, 5, 2)) + ORIGIN),
        None,
        Polygon(),
        ISLAND,
        MultiPolygon([ISLAND]),
    ]
    shapes += [
        *closed(around(rng, 20, 100)),
        *closed(around(rng, 5, 900)),
        *closed(rng.random((9, 60, 2))),
    ]
    given = array(*shapes)[rng.permutation(len(shapes))]
    expected = surely_simple(given)
    monkeypatch.setattr(simple_rings, "BATCH", batch)
    assert (surely_simple(given) == expected).all()
    assert [settled(shape) for shape in given] == expected.tolist()


def test_no_features() -> None:
    assert surely_simple(array()).tolist() == []


# ---- it does settle what is ordinary


def test_a_survey_is_settled() -> None:
    """A tessellation with wiggly borders."""
    rng = np.random.default_rng(2)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.MultiPoint(rng.uniform(0, 3000, (1500, 2)) + ORIGIN))
    )
    wiggly = shapely.transform(
        shapely.segmentize(cells, 8.0), lambda xy: xy + 1.5 * np.sin(xy * 0.9)[:, ::-1]
    )
    for shapes in (cells, wiggly):
        assert no_false_yes(shapes)[shapely.is_valid(shapes)].mean() > 0.99
    assert shapely.is_valid(wiggly).mean() > 0.95


@pytest.mark.parametrize("corners", [4, 8, 9, 16, 17, 63, 64, 65, 1000, 20_000])
def test_rings_of_any_length_are_settled(corners: int) -> None:
    rings = around(np.random.default_rng(4), 3, corners)
    smooth = (rings - ORIGIN) / np.linalg.norm(
        rings - ORIGIN, axis=2, keepdims=True
    ) * 100_000 + ORIGIN
    assert surely_simple(closed(smooth)).all()


def test_land_with_holes_and_islands_is_settled() -> None:
    holes = blobs(np.random.default_rng(1), 40, 60, (0, 0))
    places = [(100 * (k % 7), 100 * (k // 7)) for k in range(40)]
    moved = [
        shapely.transform(hole, lambda xy, to=to: xy - xy.mean(axis=0) + to)
        for hole, to in zip(holes, places)
    ]
    land = Polygon(box(-50, -50, 700, 700).exterior, [hole.exterior for hole in moved])
    assert settled(land)
    assert settled(MultiPolygon([land, *(shapely.buffer(hole, -2) for hole in moved[:9])]))
    assert not settled(MultiPolygon([land, box(45, 45, 48, 48)]))


def jagged(corners: int) -> shapely.Polygon:
    """A valid ring around a middle, every corner at another distance from it: long spikes side by
    side."""
    angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    radius = np.random.default_rng(1).uniform(500, 1000, corners)
    return shapely.Polygon(np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]))


def peak_bytes(corners: int) -> int:
    ring = np.array([jagged(corners)], dtype=object)
    tracemalloc.start()
    try:
        surely_simple(ring)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_grows_with_the_vertices_of_a_jagged_ring_not_with_their_square() -> None:
    """Three times the vertices: three times the bytes (nine times, if every spike met every other);
    GEOS is asked about what is given up, so the answer stays the same."""
    assert peak_bytes(60_000) < 4 * peak_bytes(20_000)
    assert peak_bytes(60_000) < 1_000 * 60_000
    ring, bow_tie = jagged(20_000), shapely.Polygon([(0, 0), (9, 9), (9, 0), (0, 9)])
    usable = gate(np.array(["好", "坏"], dtype=object), np.array([ring, bow_tie], dtype=object))[1]
    assert usable.tolist() == [True, False]
