"""Layers of any format that GDAL writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import shapely
from osgeo import ogr, osr

from ...core.errors import PlanError
from ...core.parcel_checksum import outline

_TYPES = {"text": ogr.OFTString, "whole": ogr.OFTInteger64, "number": ogr.OFTReal}


_DATA_COLUMNS = """CREATE TABLE IF NOT EXISTS gpkg_data_columns (
table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
mime_type TEXT, constraint_name TEXT, PRIMARY KEY (table_name, column_name),
UNIQUE (table_name, name))"""


class FieldSpec(NamedTuple):
    """``kind``: 'text', 'whole' or 'number'; ``width`` 0: not limited."""

    name: str
    title: str
    kind: str
    width: int = 0
    decimals: int = 0


Row = tuple[Any, Sequence[Any]]
"""A shapely geometry or None, and values in the order of the fields."""


@contextmanager
def dataset(driver: str, path: Path) -> Iterator[ogr.DataSource]:
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


def write_layer(
    data: ogr.DataSource,
    name: str,
    reference: osr.SpatialReference | None,
    kind: int,
    specs: Sequence[FieldSpec],
    rows: Iterable[Row],
    options: Sequence[str] = (),
) -> None:
    """One layer with its rows."""
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


def record_titles(data: ogr.DataSource, layers: Mapping[str, Sequence[FieldSpec]]) -> None:
    """Titles of the fields as GeoPackage's schema extension keeps them: QGIS shows them as aliases.
    GDAL writes them by itself since 3.7 only."""
    data.ExecuteSQL(_DATA_COLUMNS)
    data.ExecuteSQL("DELETE FROM gpkg_data_columns")
    for table in ("gpkg_data_columns", "gpkg_data_column_constraints"):
        data.ExecuteSQL(
            f"INSERT OR IGNORE INTO gpkg_extensions VALUES ('{table}', NULL, 'gpkg_schema', "
            "'http://www.geopackage.org/spec/#extension_schema', 'read-write')"
        )
    for layer, specs in layers.items():
        for spec in specs:
            values = ", ".join(f"'{text}'" for text in (layer, spec.name, spec.title, spec.title))
            data.ExecuteSQL(
                "INSERT INTO gpkg_data_columns (table_name, column_name, name, title) "
                f"VALUES ({values})"
            )


def _field(spec: FieldSpec) -> ogr.FieldDefn:
    field = ogr.FieldDefn(spec.name, _TYPES[spec.kind])
    field.SetAlternativeName(spec.title)
    if spec.width:
        field.SetWidth(spec.width)
        field.SetPrecision(spec.decimals)
    return field


def _multipolygon(geometry: Any) -> ogr.Geometry:
    return ogr.CreateGeometryFromWkb(shapely.to_wkb(outline(geometry)))
