"""Local width of strips and networks: exact on straight strips, nodes left out."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from jinchu_pingheng.core.geometry.strips import narrow_places, wide_places, widest

STEP = 0.01


def strip(width: float, *line: tuple[float, float]) -> shapely.Geometry:
    course = shapely.LineString(line or ((0, 0), (200, 0)))
    return shapely.buffer(course, width / 2, cap_style="flat", join_style="mitre")


def star(width: float, *degrees: float) -> shapely.Geometry:
    """Roads of one width that leave a point in some directions."""
    turns = np.radians(degrees)
    ends = np.column_stack((np.cos(turns), np.sin(turns))) * 100
    return shapely.union_all([strip(width, (0, 0), tuple(end)) for end in ends])


def taper(one: float, other: float) -> shapely.Polygon:
    return shapely.Polygon([(0, 0), (200, 0), (200, other), (0, one)])


def arc(width: float, radius: float) -> shapely.Geometry:
    turns = np.radians(np.linspace(0, 180, 60))
    return strip(width, *zip(radius * np.cos(turns), radius * np.sin(turns)))


CROSS = star(7, 0, 90, 180, 270)
LAWFUL = {
    "straight": (strip(3), 3),
    "crossing": (CROSS, 8),
    "crossing as wide as the limit": (star(8, 0, 90, 180, 270), 8),
    "T": (star(7.9, 0, 180, 270), 8),
    "Y": (star(7.9, 90, 210, 330), 8),
    "crossing at 45 degrees": (star(7.9, 0, 45, 180, 225), 8),
    "crossing at 30 degrees": (star(7.9, 0, 30, 180, 210), 8),
    "crossing with splays": (CROSS | shapely.Polygon([(-8, 0), (0, -8), (8, 0), (0, 8)]), 8),
    "right-angled bend": (strip(3, (0, 0), (100, 0), (100, 100)), 3),
    "curve": (arc(7.9, 20), 8),
    "narrowing within the limit": (taper(4.9, 3), 5),
    "two T on opposite sides": (star(7, 0, 90, 180) | strip(7, (10, 0), (10, -100)), 8),
}
WIDE = {
    "a centimetre and a bit": (strip(3.012), 3),
    "taper 2.4 to 3.6": (taper(2.4, 3.6), 3),
    "taper 4 to 5.8": (taper(4, 5.8), 5),
    "place of 12 m": (strip(2) | shapely.box(100, -6, 120, 6), 3),
    "bay of 5 m": (strip(3) | shapely.box(100, -1.5, 106, 3.5), 3),
    "one arm of 9 m": (CROSS | shapely.box(0, -4.5, 100, 4.5), 8),
    "field": (shapely.box(0, 0, 50, 50), 8),
}


@pytest.mark.parametrize("name", LAWFUL)
def test_lawful_strips_and_nodes_have_no_wide_place(name: str) -> None:
    land, limit = LAWFUL[name]
    assert list(wide_places(land, limit + STEP)) == []


@pytest.mark.parametrize("name", WIDE)
def test_wide_places_are_found(name: str) -> None:
    land, limit = WIDE[name]
    assert list(wide_places(land, limit + STEP))


@pytest.mark.parametrize("width", [0.9, 2.0, 3.04, 7.995])
def test_the_width_of_a_straight_strip_is_exact(width: float) -> None:
    assert widest(strip(width), 40) == pytest.approx(width, abs=0.006)


@pytest.mark.parametrize("name", ["crossing", "T", "taper 2.4 to 3.6", "one arm of 9 m"])
def test_where_land_lies_and_where_its_ring_begins_do_not_matter(name: str) -> None:
    land, limit = {**LAWFUL, **WIDE}[name]
    ring = list(land.exterior.coords)[:-1]
    turned = shapely.Polygon(ring[5 % len(ring) :] + ring[: 5 % len(ring)])
    moved = shapely.transform(turned.reverse(), lambda xy: xy + (35_560_000.0, 4_150_000.0))
    found = [bool(list(wide_places(one, limit + STEP))) for one in (land, turned, moved)]
    assert len(set(found)) == 1


@pytest.mark.parametrize(
    ("land", "narrow"),
    [
        (strip(2), False),
        (strip(1.9), True),
        (taper(3, 1.5), True),
        (CROSS, False),
        (strip(2, (0, 0), (200, 30), (200, 150)), False),
        (shapely.Polygon([(0, 0), (100, 0), (96, 2.2), (0, 2.2)]), False),
        (strip(4) - shapely.box(80, -3, 95, 0.8), True),
    ],
)
def test_narrow_places_are_stretches_not_corners(land: shapely.Geometry, narrow: bool) -> None:
    assert bool(list(narrow_places(land, 2 - STEP))) == narrow
