"""A layer that a plan records, opened again without QGIS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import gdal, ogr, osr

from ...core.errors import PlanError
from ...core.roles import NO_POLYGONS, SURVEY_ROLES, takes_lines
from ..encoding import table_encoding
from ..fields import columns_of
from . import boxes as box
from .choice import file_source
from .projection import reference_of
from .reader import LayerSpec
from .remarks import remarks_of, require_place
from .reproject import load_from, moved_box
from .source import FileSource, RasterSource
from .table import CODE, Table

_POLYGONS = (ogr.wkbPolygon, ogr.wkbMultiPolygon, ogr.wkbCurvePolygon, ogr.wkbMultiSurface)
_LINES_AND_POINTS = (ogr.wkbPoint, ogr.wkbMultiPoint, ogr.wkbLineString, ogr.wkbMultiLineString)
_SURE = 90
"""Per cent of certainty from which a CRS without an EPSG number is taken for one that has."""


@dataclass(frozen=True)
class _Address:
    """Where GDAL finds a layer: by ``layer`` name, else by ``number``."""

    name: str
    path: Path
    layer: str
    number: int
    subset: str

    @property
    def where(self) -> str:
        return f"图层“{self.name}”（{self.path}）"


def recorded_spec(
    role: str,
    record: Mapping[str, Any],
    crs: str,
    wanted: Sequence[str],
    folders: Sequence[Path],
    boxes: np.ndarray | None = None,
) -> LayerSpec:
    """How any process reads the vector layer of a row of layer_roles, with the columns ``wanted``
    (and 标识码).

    ``crs`` is the plan's; a relative path starts at the first of ``folders`` that has it. A file in
    another CRS is read here and now, near ``boxes`` (m, 4) in the plan's CRS (None: everywhere).
    Raises PlanError when the data is not there or broken, or only QGIS can read it.
    """
    if (record["provider"] or "ogr") != "ogr":
        raise _needs_qgis(f"{record['provider']} 数据源", record["name"])
    address = _address(record, folders)
    with _opened(address) as layer:
        own = _require_usable(layer, role, address.name)
        definition = layer.GetLayerDefn()
        available = [definition.GetFieldDefn(i) for i in range(definition.GetFieldCount())]
        aliases = {field.GetName(): field.GetAlternativeName() for field in available}
        columns = columns_of((CODE, *wanted), aliases)
        encoding, remark = _encoding(layer, address.path)
        name, total, extent = layer.GetName(), layer.GetFeatureCount(), _extent(layer)
        kind = ogr.GT_Flatten(layer.GetGeomType())
    fields = list(columns.values())
    source = file_source(str(address.path), name, None, address.subset, encoding, fields)
    if source is None:
        raise _needs_qgis("这种图层", address.name)
    planned = reference_of(crs)
    data: FileSource | Table = source
    margin = 0.0
    if not _same(own, planned):
        margin = require_place(role, address.name, own, planned)
        near = None if boxes is None else box.grown(boxes, margin)
        data = load_from(replace(source, indexed=False), columns, own, planned, near)
        extent = moved_box(extent, own, planned) if extent else None
    remarks = remarks_of(role, remark, columns, own if margin else None)
    lines = takes_lines(role)
    unfit = "" if lines or kind not in _LINES_AND_POINTS else NO_POLYGONS
    return LayerSpec(
        role=role,
        name=address.name,
        total=total,
        crs=crs,
        columns=columns,
        lines=lines,
        extent=extent,
        data=data,
        unfit=unfit,
        uncertain_m=margin,
        remarks=remarks,
    )


def recorded_raster(record: Mapping[str, Any], folders: Sequence[Path]) -> RasterSource:
    """The raster of a row of layer_roles. Raises PlanError when its file is not there."""
    return RasterSource(
        record["name"], str(_address(record, folders).path), record["feature_count"]
    )


def _address(record: Mapping[str, Any], folders: Sequence[Path]) -> _Address:
    head, _, subset = record["source"].partition("|subset=")
    text, *options = head.split("|")
    parts = dict(option.partition("=")[::2] for option in options)
    layer, number = parts.pop("layername", ""), parts.pop("layerid", "0")
    if subset.lstrip().upper().startswith("SELECT"):
        raise _needs_qgis("用 SELECT 语句筛选的图层", record["name"])
    if parts:
        raise _needs_qgis(f"带选项 {'、'.join(parts)} 的图层", record["name"])
    places = [folder / text for folder in folders if text and (folder / text).exists()]
    if not places:
        where = f"图层“{record['name']}”（{text or '没有文件'}）"
        raise PlanError("数据不在原处", where, "请放回原处，或在 QGIS 中另选数据重新检查方案")
    return _Address(record["name"], places[0], layer, int(number), subset)


@contextmanager
def _opened(address: _Address) -> Iterator[ogr.Layer]:
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    broken = PlanError("图层无法打开", address.where, "请检查数据文件是否完整")
    try:
        data = gdal.OpenEx(str(address.path), gdal.OF_VECTOR | gdal.OF_READONLY)
        layer = data.GetLayer(address.layer or address.number) if data is not None else None
        if (
            layer is None
            or layer.SetAttributeFilter(address.subset or None)
            or not _readable(layer)
        ):
            raise broken
        yield layer
    except RuntimeError as error:  # where GDAL's exceptions are switched on
        raise broken from error
    finally:
        gdal.PopErrorHandler()


def _readable(layer: ogr.Layer) -> bool:
    """Whether a first feature can be asked for: a wrong filter or a broken file may be known only
    then."""
    gdal.ErrorReset()
    layer.GetNextFeature()
    layer.ResetReading()
    return bool(gdal.GetLastErrorType() < gdal.CE_Failure)


def _require_usable(layer: ogr.Layer, role: str, name: str) -> osr.SpatialReference:
    """The layer's CRS."""
    if layer.GetSpatialRef() is None:
        raise PlanError("图层没有坐标系", f"图层“{name}”", "请先为图层指定坐标系")
    if role in SURVEY_ROLES and ogr.GT_Flatten(layer.GetGeomType()) not in _POLYGONS:
        raise PlanError("图层不是面图层", f"图层“{name}”", "请选择面图层")
    own = layer.GetSpatialRef().Clone()
    own.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return own


def _same(own: osr.SpatialReference, planned: osr.SpatialReference) -> bool:
    if own.IsSame(planned):
        return True
    alike = [match for match, sure in own.FindMatches() if sure >= _SURE]
    return any(match.GetAuthorityCode(None) == planned.GetAuthorityCode(None) for match in alike)


def _encoding(layer: ogr.Layer, path: Path) -> tuple[str, str]:
    """Encoding of a shapefile's table, as it states, else as its bytes tell; and the remark where
    they differ."""
    if path.suffix.lower() != ".shp":
        return "", ""
    judged = table_encoding(path)
    stated = layer.GetMetadataItem("SOURCE_ENCODING", "SHAPEFILE")
    return judged.name or stated or "UTF-8", judged.remark


def _extent(layer: ogr.Layer) -> tuple[float, float, float, float] | None:
    box = layer.GetExtent(can_return_null=True)
    return (box[0], box[2], box[1], box[3]) if box else None


def _needs_qgis(what: str, name: str) -> PlanError:
    return PlanError(
        f"{what}要由 QGIS 读取",
        f"图层“{name}”",
        "请另存为方案坐标系的 GeoPackage，并在 QGIS 中重新检查方案",
    )
