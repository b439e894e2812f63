"""Small survey files made with GDAL and sqlite3 alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from osgeo import gdal, ogr, osr

from jinchu_pingheng.survey.files.reader import LayerReader, LayerSpec
from jinchu_pingheng.survey.files.source import FileSource

LEFT, BOTTOM = 500_000.0, 4_200_000.0
FIELDS: Mapping[str, type] = {"BSM": str, "DLBM": str, "GDDB": int, "KCXS": float}
COLUMNS = {name: name for name in FIELDS}

Row = tuple[Any, Sequence[Any]]
"""A shapely geometry, WKB bytes or None, and the values of the fields."""


def box(x0: float, y0: float, x1: float, y1: float) -> shapely.Polygon:
    """A rectangle, in metres from the corner of the test land."""
    return shapely.box(LEFT + x0, BOTTOM + y0, LEFT + x1, BOTTOM + y1)


def boxes(*geometries: Any) -> np.ndarray:
    """What is asked for (m, 4)."""
    return np.array([geometry.bounds for geometry in geometries])


GRID: Sequence[Row] = tuple(
    (box(100 * x, 100 * y, 100 * x + 100, 100 * y + 100), (f"图斑{x}-{y} ", "0103", x, y / 8))
    for x in range(20)
    for y in range(20)
)
"""400 squares of one hectare."""


def spatial_reference(epsg: int) -> osr.SpatialReference:
    """CRS with easting or longitude first."""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def write(
    path: Path,
    rows: Sequence[Row] = GRID,
    driver: str = "GPKG",
    kind: int = ogr.wkbUnknown,
    options: Sequence[str] = (),
    fields: Mapping[str, type] = FIELDS,
    epsg: int = 4544,
) -> Path:
    """A layer named after its file."""
    with encoding_of_tables(options):
        return _write(path, rows, driver, kind, options, fields, epsg)


@contextmanager
def encoding_of_tables(options: Sequence[str]) -> Iterator[None]:
    """QGIS has GDAL write tables of shapefiles without recoding; this thread writes them as the
    options say."""
    stated = [option.split("=")[1] for option in options if option.startswith("ENCODING=")]
    before = gdal.GetThreadLocalConfigOption("SHAPE_ENCODING")
    gdal.SetThreadLocalConfigOption("SHAPE_ENCODING", stated[0] if stated else before)
    try:
        yield
    finally:
        gdal.SetThreadLocalConfigOption("SHAPE_ENCODING", before)


def _write(
    path: Path,
    rows: Sequence[Row],
    driver: str,
    kind: int,
    options: Sequence[str],
    fields: Mapping[str, type],
    epsg: int,
) -> Path:
    types = {str: ogr.OFTString, int: ogr.OFTInteger, float: ogr.OFTReal}
    data = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    layer = data.CreateLayer(path.stem, spatial_reference(epsg), kind, list(options))
    for name, value_type in fields.items():
        layer.CreateField(ogr.FieldDefn(name, types[value_type]))
    layer.StartTransaction()
    feature = None
    for geometry, values in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        for index, value in enumerate(values):
            if value is not None:
                feature.SetField(index, value)
        if geometry is not None:
            wkb = geometry if isinstance(geometry, bytes) else shapely.to_wkb(geometry)
            feature.SetGeometry(ogr.CreateGeometryFromWkb(wkb))
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    del feature, layer
    with suppress(RuntimeError):  # GDAL cannot write down the extent of a layer that is infinite
        data.Destroy()
    return path


def execute(path: Path, *statements: str) -> None:
    """Change a GeoPackage as a program without its triggers' functions does."""
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def without_triggers(path: Path) -> None:
    """No trigger keeps the R-tree and the counter in step any more."""
    with sqlite3.connect(path) as connection:
        names = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            )
        ]
        for name in names:
            connection.execute(f'DROP TRIGGER "{name}"')
    connection.close()


def opened(
    source: FileSource, around: np.ndarray | None = None, lines: bool = False
) -> LayerReader:
    """A reader of a DLTB file."""
    spec = LayerSpec("DLTB", "地类图斑", 0, "EPSG:4544", COLUMNS, lines, None, source)
    return spec.open(around)


def both(path: Path) -> list[FileSource]:
    """A GeoPackage by its R-tree and through GDAL."""
    return [FileSource(str(path), path.stem, indexed=indexed) for indexed in (True, False)]


@contextmanager
def exceptions_of_gdal(wanted: bool) -> Iterator[None]:
    """GDAL with or without exceptions; skipped where some other module has switched them on for
    good."""
    had = bool(gdal.GetUseExceptions())
    if had and not wanted:
        pytest.skip("GDAL's exceptions are on in this process")
    if wanted and not had:
        gdal.UseExceptions()
        ogr.UseExceptions()
    try:
        yield
    finally:
        if wanted and not had:
            ogr.DontUseExceptions()
            gdal.DontUseExceptions()
