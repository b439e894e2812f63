"""What is written in any dialect is read as the same parcels."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
import shapely
from hypothesis import given, settings

from jinchu_pingheng.core.coordinate_text import dialects as d
from jinchu_pingheng.core.coordinate_text.reading import read
from jinchu_pingheng.core.coordinate_text.writing import description, text
from jinchu_pingheng.core.coordinate_text.zones import Zone, zone_of

ZONE = Zone("2000国家大地坐标系", 3, 35, True)

millimetres = st.integers(0, 80_000).map(lambda mm: mm / 1000)
names = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp", "Zs"), blacklist_characters=","),
    min_size=1,
)


@st.composite
def parcels(draw: st.DrawFn) -> shapely.Geometry:
    """One or two squares of 100 m, each with or without a hole, corners on whole millimetres."""
    parts = []
    for east in range(draw(st.integers(1, 2))):
        x, y = 500_000 + 200 * east + draw(millimetres), 4_150_000 + draw(millimetres)
        shell = shapely.box(x, y, x + 100, y + 100)
        hole = shapely.box(x + 1, y + 1, x + 2 + draw(millimetres), y + 3)
        parts.append(shell.difference(hole) if draw(st.booleans()) else shell)
    return shapely.MultiPolygon(parts)


@pytest.mark.parametrize("dialect", d.DIALECTS, ids=lambda dialect: dialect.id)
@given(shapes=st.lists(parcels(), min_size=1, max_size=3), name=names)
@settings(max_examples=25, deadline=None)
def test_parcels_come_back(dialect: d.Dialect, shapes: list[shapely.Geometry], name: str) -> None:
    items = []
    for number, shape in enumerate(shapes):
        prefix = 35_000_000 if dialect.described else 0
        moved = shapely.transform(shape, lambda p, prefix=prefix: p + [prefix, 0])
        items.append(({d.NAME: f"{name}{number}", d.NUMBER: f"D{number}", d.CLASS: "0103"}, moved))
    described = description(ZONE, "云川县自然资源局", "2023-03-20", 3) if dialect.described else []
    found = read(text(items, dialect, 3, described).encode(), "x.txt", "EPSG:4544")
    assert found.dialect == dialect and found.crs == "EPSG:4544"
    assert [p.values[d.NAME] for p in found.parcels] == [f"{name}{n}" for n in range(len(shapes))]
    for parcel, shape in zip(found.parcels, shapes):
        assert shapely.symmetric_difference(parcel.geometry, shape).area < 1e-3


@pytest.mark.parametrize(
    ("authid", "width", "number", "prefixed"),
    [("EPSG:4544", 3, 35, False), ("EPSG:4523", 3, 35, True), ("EPSG:4513", 3, 25, True),
     ("EPSG:4554", 3, 45, False), ("EPSG:4491", 6, 13, True), ("EPSG:4512", 6, 23, False)],
)  # fmt: skip
def test_zones_and_codes(authid: str, width: int, number: int, prefixed: bool) -> None:
    zone = zone_of(authid)
    assert zone is not None and zone[1:] == (width, number, prefixed) and zone.authid == authid
    assert zone_of("EPSG:4490") is None and zone_of("EPSG:32648") is None
