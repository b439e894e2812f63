"""The vector data of a plan (宁夏通知 附件3 第七章（三）): one GeoPackage, and a shapefile for each
side.

The GeoPackage holds parcels_out, parcels_in (polygons), cells, findings (tables), conflicts
(polygons) and about (which plan and revision it is from). The shapefiles are in GBK, as ArcGIS of
the counties expects, unless a text has a character that GBK lacks: then UTF-8; the .cpg file says
which, and the .shp.xml file names plan and revision. Geometry is in the plan's CRS. Field names:
``vector_fields``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import shapely
from osgeo import gdal, ogr, osr

from ...core.accounts.report import Report
from ...core.errors import PlanError
from ...core.model import IN, OUT, Finding
from ..figures.projection import spatial_reference
from .about import edition_facts, shape_metadata
from .fields import CELL_COLUMNS, FINDING_COLUMNS, PARCEL_COLUMNS, Facts, parcel_facts

_TYPES = {"text": ogr.OFTString, "whole": ogr.OFTInteger64, "number": ogr.OFTReal}

_ABOUT = (("item", "项目", "text", 0, 0), ("value", "内容", "text", 0, 0))

FieldSpec = tuple[str, str, str, int, int]
"""Name, title, kind, width, decimals (0, 0: not limited)."""


def write(report: Report, folder: Path) -> list[tuple[str, Path]]:
    """Write the vector data of ``report`` into ``folder``: (role, path) of the GeoPackage and the
    two .shp files.

    Raises PlanError when a file cannot be written.
    """
    reference = spatial_reference(report.header.crs)
    paths = [_write_geopackage(report, folder / geopackage_name(report), reference)]
    paths += [_write_shapefile(report, direction, folder, reference) for direction in (OUT, IN)]
    return [("vector", path) for path in paths]


def geopackage_name(report: Report) -> str:
    """E.g. '耕地进出平衡.gpkg'."""
    return f"耕地{report.notice.words.regime}.gpkg"


def shapefile_name(report: Report, direction: str) -> str:
    """E.g. '耕地流出地块.shp'."""
    return f"耕地{report.notice.word(direction)}地块.shp"


def _write_geopackage(report: Report, path: Path, reference: osr.SpatialReference) -> Path:
    with _dataset("GPKG", path) as data:
        specs = [(c.name, c.title, c.kind, 0, 0) for c in PARCEL_COLUMNS]
        for direction, name in ((OUT, "parcels_out"), (IN, "parcels_in")):
            facts = parcel_facts(report, direction)
            rows = [
                (item.parcel.geometry, [column.value(item) for column in PARCEL_COLUMNS])
                for item in facts
            ]
            _write_layer(data, name, reference, ogr.wkbMultiPolygon, specs, rows)
        _write_table(data, "cells", CELL_COLUMNS, report.cells)
        _write_table(data, "findings", FINDING_COLUMNS, report.findings)
        _write_conflicts(data, reference, report.findings)
        about = [(None, row) for row in edition_facts(report)]
        _write_layer(data, "about", None, ogr.wkbNone, _ABOUT, about)
    return path


def _write_table(
    data: ogr.DataSource, name: str, columns: Sequence[Any], items: Iterable[Any]
) -> None:
    specs = [(key, title, kind, 0, 0) for key, title, kind, _ in columns]
    rows = [(None, [value(item) for _, _, _, value in columns]) for item in items]
    _write_layer(data, name, None, ogr.wkbNone, specs, rows)


def _write_conflicts(
    data: ogr.DataSource, reference: osr.SpatialReference, findings: Iterable[Finding]
) -> None:
    specs = [(key, title, kind, 0, 0) for key, title, kind, _ in FINDING_COLUMNS]
    rows = [
        (finding.geometry, [value(finding) for _, _, _, value in FINDING_COLUMNS])
        for finding in findings
        if finding.geometry is not None and finding.geometry.area > 0
    ]
    _write_layer(data, "conflicts", reference, ogr.wkbMultiPolygon, specs, rows)


def _write_shapefile(
    report: Report, direction: str, folder: Path, reference: osr.SpatialReference
) -> Path:
    path = folder / shapefile_name(report, direction)
    facts = parcel_facts(report, direction)
    encoding = "CP936" if all(_in_gbk(item) for item in facts) else "UTF-8"
    specs = [
        (c.short, c.title, "number", 18, 4)
        if c.short == "MJ_GQ"
        else (c.short, c.title, c.kind, c.width, c.decimals)
        for c in PARCEL_COLUMNS
    ]
    rows = [
        (
            item.parcel.geometry,
            [_cut(column.value(item), column.width, encoding) for column in PARCEL_COLUMNS],
        )
        for item in facts
    ]
    with _shape_encoding(encoding), _dataset("ESRI Shapefile", path) as data:
        _write_layer(
            data, path.stem, reference, ogr.wkbPolygon, specs, rows, [f"ENCODING={encoding}"]
        )
    path.with_suffix(".cpg").write_text(
        "GBK" if encoding == "CP936" else encoding, encoding="ascii"
    )
    path.with_name(f"{path.name}.xml").write_bytes(shape_metadata(report, path.stem))
    return path


def _in_gbk(item: Facts) -> bool:
    try:
        "".join(str(column.value(item)) for column in PARCEL_COLUMNS).encode("cp936")
    except UnicodeEncodeError:
        return False
    return True


def _cut(value: Any, width: int, encoding: str) -> Any:
    """A text that fits a dBase field of ``width`` bytes, ended with '…' where it had to be cut."""
    if not isinstance(value, str) or len(value.encode(encoding)) <= width:
        return value
    while len(f"{value}…".encode(encoding)) > width:
        value = value[:-1]
    return f"{value}…"


@contextmanager
def _shape_encoding(encoding: str) -> Iterator[None]:
    """Encode shapefile texts here: QGIS empties this option for its whole process, and GDAL then
    writes raw UTF-8."""
    before = gdal.GetThreadLocalConfigOption("SHAPE_ENCODING")
    gdal.SetThreadLocalConfigOption("SHAPE_ENCODING", encoding)
    try:
        yield
    finally:
        gdal.SetThreadLocalConfigOption("SHAPE_ENCODING", before)


@contextmanager
def _dataset(driver: str, path: Path) -> Iterator[ogr.DataSource]:
    """A new data source at ``path`` in place of an older one; GDAL's errors become a PlanError."""
    try:
        if path.exists():
            ogr.GetDriverByName(driver).DeleteDataSource(str(path))
        data = ogr.GetDriverByName(driver).CreateDataSource(str(path))
        if data is None:
            raise RuntimeError
        yield data
        data.FlushCache()
    except RuntimeError as error:
        raise PlanError(
            "矢量数据不能写入", str(path), "请检查文件夹权限、磁盘空间，并关闭正在打开的同名文件"
        ) from error


def _write_layer(
    data: ogr.DataSource,
    name: str,
    reference: osr.SpatialReference,
    kind: int,
    specs: Sequence[FieldSpec],
    rows: Iterable[tuple[Any, Sequence[Any]]],
    options: Sequence[str] = (),
) -> None:
    """One layer with its rows of (shapely geometry or None, values in the order of ``specs``)."""
    layer = data.CreateLayer(name, reference, kind, list(options))
    if layer is None:
        raise RuntimeError(name)
    for spec in specs:
        layer.CreateField(_field(spec))
    layer.StartTransaction()
    for geometry, values in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        for index, value in enumerate(values):
            if value is None:
                feature.SetFieldNull(index)
            else:
                feature.SetField(index, value)
        if geometry is not None:
            feature.SetGeometryDirectly(_multipolygon(geometry))
        if layer.CreateFeature(feature) != 0:
            raise RuntimeError(name)
    layer.CommitTransaction()


def _field(spec: FieldSpec) -> ogr.FieldDefn:
    name, title, kind, width, decimals = spec
    field = ogr.FieldDefn(name, _TYPES[kind])
    field.SetAlternativeName(title)
    if width:
        field.SetWidth(width)
        field.SetPrecision(decimals)
    return field


def _multipolygon(geometry: Any) -> ogr.Geometry:
    """The polygons of a geometry as one multipolygon, without heights."""
    flat = shapely.force_2d(geometry)
    parts = [part for part in shapely.get_parts(flat) if part.geom_type == "Polygon"]
    return ogr.CreateGeometryFromWkb(shapely.to_wkb(shapely.MultiPolygon(parts)))
