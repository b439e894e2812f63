"""Make the file of a new plan: built beside its destination, then moved there whole."""

from __future__ import annotations

import os
import shutil
import uuid
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from osgeo import gdal, ogr, osr

from ..core.errors import PlanError, listed
from ..core.model import Header
from . import schema
from .attribute_tables import add_indexes
from .connection import connect
from .digest import parcels_digest
from .failures import failure, failure_in_words
from .migrations import version_of
from .who import history_line

UNWRITABLE = "无法写入方案文件"

_OGR_TYPES = {
    schema.TEXT: ogr.OFTString,
    schema.INTEGER: ogr.OFTInteger64,
    schema.REAL: ogr.OFTReal,
}


def create_file(path: Path, header: Header) -> None:
    """Write an empty plan with its header. Raises PlanError when the file exists or cannot be
    written."""
    if path.exists():
        raise PlanError("方案文件已存在", str(path), "请换一个文件名，或直接打开它")
    if not path.parent.is_dir():
        raise PlanError("文件夹不存在", str(path.parent), "请先建立文件夹或另选位置")
    leftovers = [
        name for name in (f"{path.name}-wal", f"{path.name}-shm") if path.with_name(name).exists()
    ]
    if leftovers:
        do = "请确认没有程序在用它们，删除后重试，或换一个文件名"
        raise PlanError(f"旧方案留下的临时文件 {listed(leftovers)} 还在", str(path.parent), do)
    stage = path.with_name(f".{path.name}.part")
    shutil.rmtree(stage, ignore_errors=True)  # of a process that was killed
    try:
        stage.mkdir()
        _write_tables(stage / path.name, header)
        _write_rows(stage / path.name, header)
        os.replace(stage / path.name, path)
    except OSError as error:
        raise failure(error, path.parent, UNWRITABLE) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _write_tables(path: Path, header: Header) -> None:
    """Empty tables. GDAL tells of a full disk by its last message only, or, where its exceptions
    are switched on, by RuntimeError."""
    gdal.ErrorReset()
    try:
        source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
        if source is not None:
            _add_layers(source, header)
        del source  # closes the file
        told = gdal.GetLastErrorMsg() if gdal.GetLastErrorType() >= gdal.CE_Failure else ""
    except RuntimeError as error:
        told = str(error)
    if told:
        raise failure_in_words(told, path.parent.parent, UNWRITABLE)


def _add_layers(source: ogr.DataSource, header: Header) -> None:
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(int(header.crs.split(":")[1]))
    for table in schema.TABLES:
        kind = ogr.wkbMultiPolygon if table.spatial else ogr.wkbNone
        options = ["GEOMETRY_NAME=geom", "FID=fid"]
        layer = source.CreateLayer(table.name, crs if table.spatial else None, kind, options)
        if layer is None:
            return
        for field in table.fields:
            layer.CreateField(ogr.FieldDefn(field.name, _OGR_TYPES[field.type]))


def _write_rows(path: Path, header: Header) -> None:
    """Indexes, the header, the first line of the history; then the file is looked at as a whole."""
    detail = f"{header.county_name} {header.year} 年度，{header.profile}，{header.crs}"
    with closing(connect(path, 0)) as connection:
        values = {
            "schema_version": schema.SCHEMA_VERSION,
            **asdict(header),
            "plan_id": str(uuid.uuid4()),
            "revision": 1,
            "saved": parcels_digest(connection),
            "measured_revision": 0,
            "checked_revision": 0,
            "last_out": 0,
            "last_in": 0,
        }
        connection.execute("BEGIN")
        for made in schema.TABLES:
            add_indexes(connection, made)
        for table, row in (("header", values), ("history", history_line("新建方案", detail))):
            marks = ", ".join("?" for _ in row)
            sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"
            connection.execute(sql, tuple(row.values()))
        connection.execute("COMMIT")
        version_of(connection, path)
        [(sound,)] = connection.execute("PRAGMA quick_check").fetchall()
    if sound != "ok":
        raise PlanError(UNWRITABLE, str(path.parent.parent), "请检查磁盘后重试")
