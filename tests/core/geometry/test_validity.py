"""The validity gate: what it repairs, what it sets aside, and what it says. Rows of awkward
geometry: test_awkward.py."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import GeometryCollection, LineString, MultiLineString, Point, Polygon, box

from jinchu_pingheng.core.geometry.layer import Problem
from jinchu_pingheng.core.geometry.validity import gate
from tests.core.geometry.awkward import PARCEL, REPAIRED, ROWS, Row
from tests.core.shapes import blobs

ORIGIN = np.array([40_560_000.0, 4_150_000.0])
SPIKE = REPAIRED["spike"][0]
BOW_TIE = Polygon([(0, 0), (60, 60), (60, 0), (0, 60)])


def gated(
    *shapes: shapely.Geometry | None, lines: bool = False
) -> tuple[np.ndarray, np.ndarray, tuple[Problem, ...]]:
    geometry = np.empty(len(shapes), dtype=object)
    geometry[:] = shapes
    return gate(
        np.array([str(number) for number in range(len(shapes))], dtype=object), geometry, lines
    )


def message(shape: shapely.Geometry | None, lines: bool = False) -> str:
    [problem] = gated(shape, lines=lines)[2]
    return problem.message


def test_valid_features_come_back_as_they_are_and_cost_no_words() -> None:
    shapes = blobs(np.random.default_rng(1), 50, 1000, (0, 0))
    geometry, usable, problems = gated(*shapes)
    assert (
        all(ours is theirs for ours, theirs in zip(geometry, shapes))
        and usable.all()
        and problems == ()
    )


def test_no_features() -> None:
    geometry, usable, problems = gated()
    assert (len(geometry), len(usable), problems) == (0, 0, ())


def test_the_given_array_is_left_alone() -> None:
    shapes = np.array([SPIKE], dtype=object)
    gate(np.array(["1"], dtype=object), shapes)
    assert shapes[0] is SPIKE


def test_only_the_bad_one_of_many_is_named() -> None:
    shapes = [*blobs(np.random.default_rng(1), 50, 1000, (0, 0)), BOW_TIE, SPIKE, None]
    _, usable, problems = gated(*shapes)
    assert np.flatnonzero(~usable).tolist() == [50, 52]
    assert [(problem.feature, problem.usable) for problem in problems] == [
        ("50", False),
        ("51", True),
        ("52", False),
    ]


# ---- what is said


@pytest.mark.parametrize(
    ("shape", "says"),
    [
        (SPIKE, "自相交，原图形面积 2500.00 平方米，已修复，修复后 2500.00 平方米"),
        (
            REPAIRED["ring traced twice"][0],
            "自相交，原图形面积 5000.00 平方米，已修复，修复后 2500.00 平方米",
        ),
        (
            REPAIRED["parts that overlap"][0],
            "自相交，原图形面积 5000.00 平方米，已修复，修复后 4375.00 平方米",
        ),
        (
            BOW_TIE,
            "自相交，原图形面积 0.00 平方米，含义不唯一，修复后可为 900.00 至 1800.00 平方米",
        ),
        (
            Polygon(box(0, 0, 50, 50).exterior, [box(60, 60, 80, 80).exterior]),
            "洞在外环之外，原图形面积 2100.00 平方米，含义不唯一，修复后可为 2500.00 至 2900.00 "
            "平方米",
        ),
        (Polygon([(0, 0), (5, 5), (9, 9)]), "自相交，原图形面积 0.00 平方米，修复后没有面积"),
        (None, "图形为空"),
        (Polygon(), "图形为空"),
        (LineString([(0, 0), (1, 1)]), "图形不是面"),
        (Point(0, 0), "图形不是面"),
        (Polygon([(0, 0), (float("nan"), 0), (1, 1)]), "坐标不是有效数值，或不能换算到方案坐标系"),
        (Polygon([(0, 0), (float("inf"), 0), (1, 1)]), "坐标不是有效数值，或不能换算到方案坐标系"),
        (Polygon([(0, 0), (1e38, 0), (1, 1)]), "坐标超出投影坐标系的范围"),
        (
            GeometryCollection([box(0, 0, 1, 1), Point(9, 9)]),
            "图形集合中有点、线或多个面，原图形面积 1.00 平方米，已修复，修复后 1.00 平方米",
        ),
    ],
)
def test_the_reason_and_both_areas_are_told(shape: shapely.Geometry | None, says: str) -> None:
    """Which of the places GEOS names, and whether it says ring, depends on its version."""
    assert re.sub("环?(自相交|洞在外环之外)（[0-9]+, [0-9]+）", r"\1", message(shape)) == says


def test_the_place_is_told() -> None:
    assert "自相交（30, 30），" in message(BOW_TIE)


def test_areas_are_rounded_half_up() -> None:
    """2500.005 m² and not the 2500.00 that binary floats and half-even make of it."""
    assert message(shapely.MultiPolygon([box(0, 0, 50, 50), box(50, 0, 50.0001, 50)])).endswith(
        "修复后 2500.01 平方米"
    )


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.repaired and len(row.shapes) == 1], ids=lambda row: row.name
)
def test_every_reason_is_chinese(row: Row) -> None:
    text = message(row.shapes[0])
    assert not any("a" <= letter.lower() <= "z" for letter in text), text


# ---- where a feature that was set aside may lie


def test_the_place_is_the_hull_of_a_shape_that_is_mostly_in_doubt() -> None:
    """The vertices of a bow-tie may be those of a square in a wrong order."""
    [problem] = gated(BOW_TIE)[2]
    assert problem.geometry.equals(box(0, 0, 60, 60))


def test_the_place_is_the_shape_itself_when_only_a_little_is_in_doubt() -> None:
    bay = Polygon(
        [
            (0, 0),
            (300, 0),
            (300, 300),
            (200, 300),
            (200, 100),
            (100, 100),
            (100, 301),
            (101, 300),
            (0, 300),
        ]
    )
    _, usable, [problem] = gated(bay)
    assert not usable[0] and not shapely.intersects(problem.geometry, Point(150, 200))
    assert shapely.is_valid(problem.geometry) and shapely.covers(problem.geometry, Point(250, 200))


@pytest.mark.parametrize("row", [row for row in ROWS if row.area is None], ids=lambda row: row.name)
def test_the_place_is_valid_or_unknown(row: Row) -> None:
    for problem in gated(*row.shapes)[2]:
        assert problem.geometry is None or shapely.is_valid(problem.geometry)


# ---- lines, where a role takes them


def test_lines_are_as_good_as_polygons_where_they_may_be() -> None:
    shapes = (
        LineString([(0, 0), (1, 1)]),
        MultiLineString([[(0, 0), (1, 1)], [(2, 2), (3, 3)]]),
        PARCEL,
    )
    assert gated(*shapes, lines=True)[1].all()
    assert gated(*shapes)[1].tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("shape", "says"),
    [
        (Point(0, 0), "图形既不是面也不是线"),
        (LineString([(1, 1), (1, 1)]), "点数不足（1, 1）"),
        (LineString([(1, 1), (float("nan"), 1)]), "坐标不是有效数值，或不能换算到方案坐标系"),
        (GeometryCollection([PARCEL, LineString([(0, 0), (1, 1)])]), "一个要素里既有面又有线"),
    ],
)
def test_lines_that_cannot_be_used(shape: shapely.Geometry, says: str) -> None:
    _, usable, [problem] = gated(shape, lines=True)
    assert not usable[0] and problem.message == says


# ---- independence, and an oracle that shares no geometry with the gate


@pytest.mark.parametrize("name", REPAIRED)
def test_a_repair_depends_on_no_start_no_direction_and_no_place(name: str) -> None:
    shape, area = REPAIRED[name]
    parts = shapely.get_parts(shape)
    if shape.geom_type == "GeometryCollection" or len(parts) > 1:
        shapes = [shapely.reverse(shape), type(shape)(list(parts[::-1]))]
    else:
        points, holes = list(shape.exterior.coords)[:-1], [hole.coords for hole in shape.interiors]
        shapes = [
            Polygon([*points[turn:], *points[:turn]][::step], holes)
            for turn in range(len(points))
            for step in (1, -1)
        ]
    shapes += [
        shapely.transform(shape, lambda xy: xy + ORIGIN),
        shapely.transform(shape, lambda xy: xy[:, ::-1]),
    ]
    geometry, usable, problems = gated(*shapes)
    assert usable.all() and len(problems) == len(shapes)
    within = shapely.area(
        shapely.intersection(
            geometry, [*[PARCEL] * (len(shapes) - 2), box(*ORIGIN, *ORIGIN + 100), PARCEL]
        )
    )
    np.testing.assert_allclose(within, area, atol=1e-3)


def winding(corners: list[tuple[int, int]], x: float, y: float) -> int:
    """How often a walk along grid lines winds around a point: its vertical steps east of the
    point."""
    steps = zip(corners, [*corners[1:], corners[0]])
    return sum((y0 < y < y1) - (y1 < y < y0) for (x0, y0), (x1, y1) in steps if x0 == x1 and x0 > x)


walks = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=6).map(
    lambda corners: [
        point
        for (x, y), (then, _) in zip(corners, [*corners[1:], corners[0]])
        for point in ((x, y), (then, y))
    ]
)
"""Closed walks along the lines of a grid of 4 × 4 cells, as crossed and as doubled as they come."""


@given(walk=walks)
@settings(max_examples=300, deadline=None)
def test_one_ring_is_repaired_when_it_winds_around_all_its_cells_alike(
    walk: list[tuple[int, int]],
) -> None:
    around = [
        winding(walk, column + 0.5, row + 0.5)
        for column, row in itertools.product(range(4), range(4))
    ]
    cells = [number for number in around if number]
    geometry, usable, _ = gated(Polygon([*walk, walk[0]]))
    assert usable[0] == (len(set(cells)) == 1)
    if usable[0]:
        assert shapely.area(geometry[0]) == pytest.approx(len(cells))


cell_boxes = st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 4), st.integers(1, 4))


def cells_of(corner: tuple[int, int, int, int]) -> set[tuple[int, int]]:
    x, y, width, height = corner
    return set(itertools.product(range(x, x + width), range(y, y + height)))


def nested(sets: list[set[tuple[int, int]]]) -> bool:
    return any(one < other for one, other in itertools.permutations(sets, 2))


def rectangle(corner: tuple[int, int, int, int]) -> Polygon:
    x, y, width, height = corner
    return box(x, y, x + width, y + height)


@given(holes=st.lists(cell_boxes, min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_holes_take_away_their_union_unless_they_are_nested(
    holes: list[tuple[int, int, int, int]],
) -> None:
    taken = [cells_of(hole) for hole in holes]
    shape = Polygon(box(-1, -1, 11, 11).exterior, [rectangle(hole).exterior for hole in holes])
    geometry, usable, _ = gated(shape)
    assert usable[0] == (not nested(taken))
    if usable[0]:
        assert shapely.area(geometry[0]) == pytest.approx(144 - len(set().union(*taken)))


@given(parts=st.lists(cell_boxes, min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_parts_mean_their_union_unless_they_are_nested(
    parts: list[tuple[int, int, int, int]],
) -> None:
    covered = [cells_of(part) for part in parts]
    geometry, usable, _ = gated(shapely.MultiPolygon([rectangle(part) for part in parts]))
    assert usable[0] == (not nested(covered))
    if usable[0]:
        assert shapely.area(geometry[0]) == pytest.approx(len(set().union(*covered)))


def test_a_spike_in_a_ring_of_many_vertices() -> None:
    """A red line of 20,000 vertices, with a spike of 3 km."""
    angle = np.linspace(0, 2 * np.pi, 20_000, endpoint=False)
    radius = 5000 + 100 * np.sin(25 * angle)
    points = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]) + ORIGIN
    spiked = np.concatenate([points[:100], [points[99] * 0.6 + ORIGIN * 0.4], points[99:]])
    geometry, usable, [problem] = gated(Polygon(spiked))
    assert usable[0] and problem.usable
    assert shapely.area(geometry[0]) == pytest.approx(shapely.area(Polygon(points)), abs=1e-3)
