"""Well-known binary of every kind as flat shapely geometries."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from osgeo import ogr

from jinchu_pingheng.survey.files import boxes, wkb
from jinchu_pingheng.survey.files.table import column_of
from jinchu_pingheng.survey.files.wkb import parse

SQUARE = shapely.box(0, 0, 10, 10)
RING = "((0 0 {0},10 0 {0},10 10 {0},0 10 {0},0 0 {0}))"
DIMENSIONS = [
    "POLYGON Z " + RING.format("5"),
    "POLYGON M " + RING.format("5"),
    "POLYGON ZM " + RING.format("5 6"),
]


def one(wkb: bytes | None) -> shapely.Geometry | None:
    shapes, unreadable = parse([wkb])
    assert not unreadable[0]
    return shapes[0]


@pytest.mark.parametrize("order", [0, 1])
def test_either_byte_order(order: int) -> None:
    assert shapely.equals_exact(one(shapely.to_wkb(SQUARE, byte_order=order)), SQUARE)


@pytest.mark.parametrize("order", [ogr.wkbXDR, ogr.wkbNDR])
@pytest.mark.parametrize(
    "text",
    [
        *DIMENSIONS,
        *(f"MULTI{text.replace('((', '(((').replace('))', ')))')}" for text in DIMENSIONS),
    ],
)
def test_heights_and_measures_are_dropped(text: str, order: int) -> None:
    geometry = ogr.CreateGeometryFromWkt(text)
    for blob in (geometry.ExportToIsoWkb(order), geometry.ExportToWkb(order)):
        flat = one(bytes(blob))
        assert not shapely.has_z(flat) and shapely.get_coordinate_dimension(flat) == 2
        assert shapely.equals(flat, SQUARE)


def test_heights_that_are_no_numbers_do_no_harm() -> None:
    flat = one(
        shapely.to_wkb(shapely.Polygon([(0, 0, np.nan), (10, 0, np.nan), (10, 10, 1), (0, 10, 2)]))
    )
    assert shapely.is_valid(flat) and shapely.area(flat) == 100


def test_only_some_have_heights() -> None:
    high = shapely.to_wkb(shapely.force_3d(SQUARE), output_dimension=3)
    measured = bytes(ogr.CreateGeometryFromWkt(DIMENSIONS[1]).ExportToIsoWkb())
    shapes, unreadable = parse([shapely.to_wkb(SQUARE), high, None, measured, b"\x01"])
    assert [shape is None for shape in shapes] == [False, False, True, False, True]
    assert unreadable.tolist() == [False, False, False, False, True]
    assert shapely.equals(shapes[[0, 1, 3]], SQUARE).all()


@pytest.mark.parametrize(
    "text",
    [
        "CURVEPOLYGON (CIRCULARSTRING (0 0, 10 0, 10 10, 0 10, 0 0))",
        "CURVEPOLYGON (COMPOUNDCURVE (CIRCULARSTRING (0 0, 5 -5, 10 0), (10 0, 10 10, 0 10, 0 0)))",
        "MULTISURFACE (CURVEPOLYGON (CIRCULARSTRING (0 0, 5 5, 0 10, -5 5, 0 0)))",
    ],
)
def test_curves_become_chords(text: str) -> None:
    curve = ogr.CreateGeometryFromWkt(text)
    flat = one(bytes(curve.ExportToIsoWkb()))
    assert shapely.get_dimensions(flat) == 2 and shapely.is_valid(flat)
    assert shapely.area(flat) == pytest.approx(curve.GetArea(), rel=1e-3)


def test_a_curve_inside_a_collection() -> None:
    text = "GEOMETRYCOLLECTION (CURVEPOLYGON (CIRCULARSTRING (0 0, 5 5, 0 10, -5 5, 0 0)))"
    assert shapely.area(one(bytes(ogr.CreateGeometryFromWkt(text).ExportToIsoWkb()))) > 78


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        b"\0",
        b"\x01\x03\0\0\0",
        b"no geometry at all",
        shapely.to_wkb(SQUARE)[:-9],
        b"\x07" * 90,
    ],
)
def test_what_is_no_geometry_is_said_so(blob: bytes) -> None:
    shapes, unreadable = parse([shapely.to_wkb(SQUARE), blob])
    assert shapes[1] is None and unreadable.tolist() == [False, True]


def test_an_open_ring_is_no_polygon() -> None:
    blob = bytearray(shapely.to_wkb(SQUARE))
    blob[-16:] = np.array([3.0, 3.0]).tobytes()
    assert parse([bytes(blob)])[1].tolist() == [True]


def test_coordinates_that_are_no_numbers_are_left_to_the_gate() -> None:
    shape = one(shapely.to_wkb(shapely.Polygon([(0, 0), (np.nan, 0), (np.inf, 10), (0, 10)])))
    assert np.isnan(shapely.get_coordinates(shape)).any()


def test_nothing() -> None:
    shapes, unreadable = parse([])
    assert len(shapes) == len(unreadable) == 0


def with_vertex(number: int, *vertex: float) -> bytes:
    """The square with another vertex, whatever that makes of it."""
    blob = bytearray(shapely.to_wkb(SQUARE))
    blob[13 + 16 * number : 29 + 16 * number] = np.array(vertex).tobytes()
    return bytes(blob)


HOLE = shapely.Polygon(
    shapely.get_coordinates(SQUARE), [shapely.get_coordinates(shapely.box(8, 8, 30, 9))]
)
ISLANDS = shapely.MultiPolygon([SQUARE, shapely.box(50, 60, 70, 80)])
ODD_BLOBS = {
    "square": shapely.to_wkb(SQUARE),
    "one part": shapely.to_wkb(shapely.MultiPolygon([SQUARE])),
    "big-endian": shapely.to_wkb(SQUARE, byte_order=0),
    "with its CRS": shapely.to_wkb(shapely.set_srid(SQUARE, 4544), include_srid=True),
    "heights": shapely.to_wkb(shapely.force_3d(SQUARE, 99.0)),
    "a hole beyond the shell": shapely.to_wkb(HOLE),
    "the same in one part": shapely.to_wkb(shapely.MultiPolygon([HOLE])),
    "two parts": shapely.to_wkb(ISLANDS),
    "collection": shapely.to_wkb(shapely.GeometryCollection([ISLANDS])),
    "line": shapely.to_wkb(shapely.LineString([(1, 2), (3, 4)])),
    "empty": shapely.to_wkb(shapely.Polygon()),
    "empty part": shapely.to_wkb(shapely.MultiPolygon([shapely.Polygon()])),
    "null": None,
    "nothing": b"",
    "no geometry": b"no geometry at all, but long enough",
    "open": with_vertex(4, 3.0, 3.0),
    "no number": with_vertex(2, np.nan, 5.0),
    "no number at the end": with_vertex(4, 10.0, np.nan),
    "infinite": with_vertex(1, np.inf, 0.0),
    "far away": with_vertex(1, 1e308, -1e308),
    "cut short": shapely.to_wkb(SQUARE)[:-1],
    "cut after the head": shapely.to_wkb(SQUARE)[:13],
    "too long": shapely.to_wkb(SQUARE) + b"\0" * 16,
    "too few vertices": shapely.to_wkb(SQUARE)[:9]
    + (3).to_bytes(4, "little")
    + with_vertex(2, 10.0, 0.0)[13:61],
    "too many vertices": shapely.to_wkb(SQUARE)[:9] + b"\xff" * 4 + shapely.to_wkb(SQUARE)[13:],
    "point": shapely.to_wkb(shapely.Polygon([(5, 5), (5, 5), (5, 5), (5, 5)])),
}


@pytest.mark.parametrize("name", ODD_BLOBS)
def test_a_box_without_the_geometry_is_the_geometry_s_box(name: str) -> None:
    blobs = column_of([ODD_BLOBS["two parts"], ODD_BLOBS[name], ODD_BLOBS["square"]])
    found = wkb.bounds(blobs)
    assert np.array_equal(found, boxes.of(parse(blobs)[0]), equal_nan=True)
    assert found[2].tolist() == [0, 0, 10, 10]


def test_boxes_of_nothing() -> None:
    assert wkb.bounds(column_of([])).shape == (0, 4)


def test_polygons_of_one_ring_are_not_parsed_for_their_boxes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parsed: list[int] = []
    monkeypatch.setattr(wkb, "parse", lambda blobs: (parsed.append(len(blobs)), parse(blobs))[1])
    wkb.bounds(
        column_of(
            [ODD_BLOBS["square"], ODD_BLOBS["one part"], ODD_BLOBS["a hole beyond the shell"]]
        )
    )
    assert parsed == [1]
