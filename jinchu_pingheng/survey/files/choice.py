"""Which way a file is read: a GeoPackage by its R-tree, other files by GDAL; None where only QGIS
can."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from osgeo import gdal

from ...core.errors import PlanError
from .geopackage import connect
from .gpkg_index import index_of
from .ogr_file import can_load
from .source import FileSource

_TABLE_ENCODINGS = ("UTF-8", "GB2312", "GBK", "GB18030", "CP936", "BIG5", "ISO-8859-1")
"""Encodings of a shapefile's table that GDAL and QGIS know by the same name."""
_STATEMENT = "SELECT"


def file_source(
    path: str, layer: str, number: int | None, subset: str, encoding: str, fields: Sequence[str]
) -> FileSource | None:
    """A layer by name, by number or the only one of a file, from which ``fields`` can be read
    without QGIS; else None.

    ``encoding``: of a shapefile's table.
    """
    if subset.strip().upper().startswith(_STATEMENT):
        return None
    name = layer or _name(path, number)
    if not name:
        return None
    table = Path(path).suffix.lower() == ".shp"
    if table and encoding.upper() not in _TABLE_ENCODINGS:
        return None
    source = FileSource(path, name, subset, encoding if table else "")
    if not subset and _indexed(path, name, fields):
        return FileSource(path, name, indexed=True)
    return source if can_load(source, fields) else None


def _indexed(path: str, layer: str, fields: Sequence[str]) -> bool:
    if Path(path).suffix.lower() != ".gpkg":
        return False
    try:
        connection = connect(path)
    except PlanError:
        return False
    try:
        return index_of(connection, layer, tuple(fields)) is not None
    except sqlite3.Error:
        return False
    finally:
        connection.close()


def _name(path: str, number: int | None) -> str:
    """The name of a layer by its number; that of a file's first layer without one."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        data = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_READONLY)
        layer = data.GetLayer(number or 0) if data is not None else None
        return layer.GetName() if layer is not None else ""
    except RuntimeError:
        return ""
    finally:
        gdal.PopErrorHandler()
