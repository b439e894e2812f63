"""A shapefile for each side, in GBK, as ArcGIS of the counties expects, unless a text has a
character that GBK lacks: then UTF-8; the .cpg file says which, and the .shp.xml file names plan and
revision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from osgeo import gdal, ogr, osr

from ...core.accounts.report import Report
from .about import shape_metadata
from .facts import Facts
from .fields import PARCEL_COLUMNS
from .ogr_writing import FieldSpec, dataset, write_layer

_SPECS = tuple(
    FieldSpec(c.short, c.title, "number", 18, 4)
    if c.short == "MJ_GQ"
    else FieldSpec(c.short, c.title, c.kind, c.width, c.decimals)
    for c in PARCEL_COLUMNS
)


def shapefile_name(report: Report, direction: str) -> str:
    """E.g. '耕地流出地块.shp'."""
    return f"耕地{report.notice.word(direction)}地块.shp"


def write_shapefile(
    report: Report, facts: Sequence[Facts], path: Path, reference: osr.SpatialReference
) -> Path:
    """The parcels of one side, with the files that belong to a shapefile."""
    rows = [(item, [column.value(item) for column in PARCEL_COLUMNS]) for item in facts]
    encoding = "CP936" if all(_in_gbk(values) for _, values in rows) else "UTF-8"
    fitting = [
        (
            item.parcel.geometry,
            [_cut(value, c.width, encoding) for value, c in zip(values, PARCEL_COLUMNS)],
        )
        for item, values in rows
    ]
    options = [f"ENCODING={encoding}"]
    with _shape_encoding(encoding), dataset("ESRI Shapefile", path) as data:
        write_layer(data, path.stem, reference, ogr.wkbPolygon, _SPECS, fitting, options)
    stated = "GBK" if encoding == "CP936" else encoding
    path.with_suffix(".cpg").write_text(stated, encoding="ascii")
    path.with_name(f"{path.name}.xml").write_bytes(shape_metadata(report, path.stem))
    return path


def _in_gbk(values: Sequence[Any]) -> bool:
    try:
        "".join(map(str, values)).encode("cp936")
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
