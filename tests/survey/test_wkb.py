"""Well-known binary of every kind as flat shapely geometries."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from osgeo import ogr

from jinchu_pingheng.survey.files.wkb import parse

SQUARE = shapely.box(0, 0, 10, 10)
RING = "((0 0 {0},10 0 {0},10 10 {0},0 10 {0},0 0 {0}))"
DIMENSIONS = ["POLYGON Z " + RING.format("5"), "POLYGON M " + RING.format("5"), "POLYGON ZM " + RING.format("5 6")]


def one(wkb: bytes | None) -> shapely.Geometry | None:
    shapes, unreadable = parse([wkb])
    assert not unreadable[0]
    return shapes[0]


@pytest.mark.parametrize("order", [0, 1])
def test_either_byte_order(order: int) -> None:
    assert shapely.equals_exact(one(shapely.to_wkb(SQUARE, byte_order=order)), SQUARE)


@pytest.mark.parametrize("order", [ogr.wkbXDR, ogr.wkbNDR])
@pytest.mark.parametrize("text", [*DIMENSIONS, *(f"MULTI{text.replace('((', '(((').replace('))', ')))')}" for text in DIMENSIONS)])
def test_heights_and_measures_are_dropped(text: str, order: int) -> None:
    geometry = ogr.CreateGeometryFromWkt(text)
    for blob in (geometry.ExportToIsoWkb(order), geometry.ExportToWkb(order)):
        flat = one(bytes(blob))
        assert not shapely.has_z(flat) and shapely.get_coordinate_dimension(flat) == 2
        assert shapely.equals(flat, SQUARE)


def test_heights_that_are_no_numbers_do_no_harm() -> None:
    flat = one(shapely.to_wkb(shapely.Polygon([(0, 0, np.nan), (10, 0, np.nan), (10, 10, 1), (0, 10, 2)])))
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
    [b"", b"\0", b"\x01\x03\0\0\0", b"no geometry at all", shapely.to_wkb(SQUARE)[:-9], b"\x07" * 90],
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
