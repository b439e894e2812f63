"""The vector data of a plan (宁夏通知 附件3 第七章（三）): one GeoPackage, a FileGDB where GDAL
writes it (3.6 and later), and a shapefile for each side.

The FileGDB is one zipped file: a folder of files that replaces another one file by file could end
as a mixture of both. GDAL and QGIS read it as it is, ArcGIS when it is unpacked.

GeoPackage and FileGDB hold parcels_out, parcels_in (polygons), cells, findings (tables), conflicts
(polygons), field_list (what each field means) and about (which plan and revision it is from); the
GeoPackage also what else the package is computed from (``record``).
Geometry is in the plan's CRS. Field names: ``fields``.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from osgeo import gdal, ogr, osr

from ...core.accounts.report import Report
from ...core.model import IN, OUT
from ..projection import spatial_reference
from .about import edition_facts
from .facts import Facts, parcel_facts
from .fields import CELL_COLUMNS, FINDING_COLUMNS, PARCEL_COLUMNS
from .ogr_writing import FieldSpec, dataset, record_titles, write_layer
from .record import RECORDS, LandUse, columns_of, rows_of, values_of
from .shapefiles import shapefile_name, write_shapefile


def _specs(columns: Sequence[Any]) -> tuple[FieldSpec, ...]:
    return tuple(FieldSpec(key, title, kind) for key, title, kind, *_ in columns)


_PARCELS = tuple(FieldSpec(column.name, column.title, column.kind) for column in PARCEL_COLUMNS)
_ABOUT = (FieldSpec("item", "项目", "text"), FieldSpec("value", "内容", "text"))
_LIST = tuple(
    FieldSpec(name, title, "text")
    for name, title in (
        ("layer", "图层"), ("field", "字段"), ("short", "shp 字段"), ("title", "名称"),
    )
)  # fmt: skip
_TITLED = {
    **dict.fromkeys(("parcels_out", "parcels_in"), _PARCELS),
    "cells": _specs(CELL_COLUMNS),
    **dict.fromkeys(("findings", "conflicts"), _specs(FINDING_COLUMNS)),
    "field_list": _LIST,
    "about": _ABOUT,
}
_GEODATABASE = "OpenFileGDB"
_SIDES = ((OUT, "parcels_out"), (IN, "parcels_in"))


def write(report: Report, folder: Path, landuse: LandUse = ()) -> list[tuple[str, Path]]:
    """Write the vector data of ``report`` into ``folder``: (role, path) of the GeoPackage, the
    FileGDB and the two .shp files. ``landuse``: (class name, whole m²) of the county, for the
    record.

    Raises PlanError when a file cannot be written.
    """
    reference = spatial_reference(report.header.crs)
    facts = {direction: parcel_facts(report, direction) for direction, _ in _SIDES}
    paths = [folder / geopackage_name(report)]
    _write_database("GPKG", paths[0], report, facts, reference, rows_of(report, landuse))
    if writes_geodatabase():
        database = paths[0].with_suffix(".gdb")
        _write_database(_GEODATABASE, database, report, facts, reference)
        paths.append(_zipped(database))
    paths += [
        write_shapefile(report, own, folder / shapefile_name(report, direction), reference)
        for direction, own in facts.items()
    ]
    return [("vector", path) for path in paths]


def geopackage_name(report: Report) -> str:
    """E.g. '耕地进出平衡.gpkg'."""
    return f"耕地{report.notice.words.regime}.gpkg"


def writes_geodatabase() -> bool:
    """Whether GDAL writes a FileGDB: since 3.6."""
    driver = gdal.GetDriverByName(_GEODATABASE)
    return driver is not None and driver.GetMetadataItem(gdal.DCAP_CREATE) == "YES"


def _zipped(database: Path) -> Path:
    """A FileGDB's folder as one file beside it, in its place."""
    packed = database.with_name(f"{database.name}.zip")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(database.iterdir()):
            archive.write(path, f"{database.name}/{path.name}")
    shutil.rmtree(database)
    return packed


def _write_database(
    driver: str,
    path: Path,
    report: Report,
    facts: Mapping[str, Sequence[Facts]],
    reference: osr.SpatialReference,
    records: Mapping[str, Sequence[Any]] | None = None,
) -> None:
    conflicts = [f for f in report.findings if f.geometry is not None and f.geometry.area > 0]
    about = [(None, row) for row in edition_facts(report)]
    with dataset(driver, path) as data:
        for direction, name in _SIDES:
            rows = [
                (item.parcel.geometry, [column.value(item) for column in PARCEL_COLUMNS])
                for item in facts[direction]
            ]
            write_layer(data, name, reference, ogr.wkbMultiPolygon, _PARCELS, rows)
        _write_table(data, "cells", CELL_COLUMNS, report.cells)
        _write_table(data, "findings", FINDING_COLUMNS, report.findings)
        _write_table(data, "conflicts", FINDING_COLUMNS, conflicts, reference)
        write_layer(data, "field_list", None, ogr.wkbNone, _LIST, _field_list())
        write_layer(data, "about", None, ogr.wkbNone, _ABOUT, about)
        for name, items in (records or {}).items():
            specs = [FieldSpec(key, key, kind) for key, kind in columns_of(RECORDS[name])]
            rows = [(None, values_of(item)) for item in items]
            write_layer(data, name, None, ogr.wkbNone, specs, rows)
        if driver == "GPKG":
            record_titles(data, _TITLED)


def _write_table(
    data: ogr.DataSource,
    name: str,
    columns: Sequence[Any],
    items: Iterable[Any],
    reference: osr.SpatialReference | None = None,
) -> None:
    """A table of things; with a reference, a layer of their polygons."""
    rows = [
        (item.geometry if reference else None, [value(item) for _, _, _, value in columns])
        for item in items
    ]
    kind = ogr.wkbMultiPolygon if reference else ogr.wkbNone
    write_layer(data, name, reference, kind, _specs(columns), rows)


def _field_list() -> list[tuple[None, Sequence[str]]]:
    """A row for each field: layer, field, its name in the shapefile, title."""
    parcels = [("parcels_out、parcels_in", c.name, c.short, c.title) for c in PARCEL_COLUMNS]
    tables = (("cells", CELL_COLUMNS), ("findings、conflicts", FINDING_COLUMNS))
    others = [(layer, c[0], "", c[1]) for layer, columns in tables for c in columns]
    return [(None, row) for row in (*parcels, *others)]
