"""Make the file of a new plan: built beside its destination, then moved there whole."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path

from osgeo import ogr, osr

from ..core.errors import PlanError, listed
from ..core.model import Header
from . import schema

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
    staged = path.with_name(f".{path.name}.part.gpkg")
    staged.unlink(missing_ok=True)
    try:
        _write(staged, header)
        os.replace(staged, path)
    except (
        OSError,
        RuntimeError,
    ) as error:  # GDAL raises the latter where its exceptions are switched on
        raise PlanError("无法写入方案文件", str(path), "请检查文件夹是否可写") from error
    finally:
        staged.unlink(missing_ok=True)


def _write(path: Path, header: Header) -> None:
    source = (
        ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
        if os.access(path.parent, os.W_OK)
        else None
    )
    if source is None:
        raise PlanError("无法写入方案文件", str(path.parent), "请检查文件夹是否可写")
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(int(header.crs.split(":")[1]))
    for table in schema.TABLES:
        kind = ogr.wkbMultiPolygon if table.spatial else ogr.wkbNone
        options = ["GEOMETRY_NAME=geom", "FID=fid"]
        layer = source.CreateLayer(table.name, crs if table.spatial else None, kind, options)
        for field in table.fields:
            layer.CreateField(ogr.FieldDefn(field.name, _OGR_TYPES[field.type]))
    _write_header(source.GetLayerByName(schema.HEADER.name), header)


def _write_header(layer: ogr.Layer, header: Header) -> None:
    feature = ogr.Feature(layer.GetLayerDefn())
    for name, value in {"schema_version": schema.SCHEMA_VERSION, **asdict(header)}.items():
        feature.SetField(name, value)
    layer.CreateFeature(feature)
