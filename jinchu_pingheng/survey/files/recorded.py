"""A layer that a plan records, opened again without QGIS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from osgeo import gdal, ogr, osr

from ...core.errors import PlanError
from ...core.roles import SURVEY_ROLES, takes_lines
from ..encoding import unstated_encoding
from ..fields import find_field
from .choice import file_source
from .raster import RasterSource
from .reader import LayerSpec
from .table import CODE

_POLYGONS = (ogr.wkbPolygon, ogr.wkbMultiPolygon, ogr.wkbCurvePolygon, ogr.wkbMultiSurface)
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
    role: str, record: Mapping[str, Any], crs: str, wanted: Sequence[str], folders: Sequence[Path]
) -> LayerSpec:
    """How any process reads the vector layer of a row of layer_roles, with the columns ``wanted`` (and 标识码).

    ``crs`` is the plan's; a relative path starts at the first of ``folders`` that has it. Raises PlanError when the data
    is not there or broken, or only QGIS can read it: another provider or CRS.
    """
    if (record["provider"] or "ogr") != "ogr":
        raise _needs_qgis(f"{record['provider']} 数据源", record["name"])
    address = _address(record, folders)
    with _opened(address) as layer:
        _require_usable(layer, role, crs, address.name)
        definition = layer.GetLayerDefn()
        available = [definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())]
        found = {name: find_field(name, available) for name in (CODE, *wanted)}
        columns = {name: field for name, field in found.items() if field}
        encoding = _encoding(layer, address.path)
        name, total, extent = layer.GetName(), layer.GetFeatureCount(), _extent(layer)
    fields = list(columns.values())
    source = file_source(str(address.path), name, None, address.subset, encoding, fields)
    if source is None:
        raise _needs_qgis("这种图层", address.name)
    return LayerSpec(role, address.name, total, crs, columns, takes_lines(role), extent, source)


def recorded_raster(record: Mapping[str, Any], folders: Sequence[Path]) -> RasterSource:
    """The raster of a row of layer_roles. Raises PlanError when its file is not there."""
    return RasterSource(record["name"], str(_address(record, folders).path), record["feature_count"])


def _address(record: Mapping[str, Any], folders: Sequence[Path]) -> _Address:
    head, _, subset = record["source"].partition("|subset=")
    text, *options = head.split("|")
    parts = dict(option.partition("=")[::2] for option in options)
    layer, number = parts.pop("layername", ""), parts.pop("layerid", "0")
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
        if layer is None or layer.SetAttributeFilter(address.subset or None):
            raise broken
        yield layer
    except RuntimeError as error:  # where GDAL's exceptions are switched on
        raise broken from error
    finally:
        gdal.PopErrorHandler()


def _require_usable(layer: ogr.Layer, role: str, crs: str, name: str) -> None:
    own = layer.GetSpatialRef()
    if own is None:
        raise PlanError("图层没有坐标系", f"图层“{name}”", "请先为图层指定坐标系")
    if not _same(own, crs):
        raise _needs_qgis(f"坐标系不是 {crs} 的图层", name)
    if role in SURVEY_ROLES and ogr.GT_Flatten(layer.GetGeomType()) not in _POLYGONS:
        raise PlanError("图层不是面图层", f"图层“{name}”", "请选择面图层")


def _same(own: osr.SpatialReference, crs: str) -> bool:
    planned = osr.SpatialReference()
    planned.ImportFromEPSG(int(crs.split(":")[1]))
    for one in (own, planned):
        one.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    if own.IsSame(planned):
        return True
    alike = [match for match, sure in own.FindMatches() if sure >= _SURE]
    return any(match.GetAuthorityCode(None) == planned.GetAuthorityCode(None) for match in alike)


def _encoding(layer: ogr.Layer, path: Path) -> str:
    """Encoding of a shapefile's table: as it states, else as its bytes tell."""
    if path.suffix.lower() != ".shp":
        return ""
    return unstated_encoding(path) or layer.GetMetadataItem("SOURCE_ENCODING", "SHAPEFILE") or "UTF-8"


def _extent(layer: ogr.Layer) -> tuple[float, float, float, float] | None:
    box = layer.GetExtent(can_return_null=True)
    return (box[0], box[2], box[1], box[3]) if box else None


def _needs_qgis(what: str, name: str) -> PlanError:
    return PlanError(f"{what}要由 QGIS 读取", f"图层“{name}”", "请另存为方案坐标系的 GeoPackage，并在 QGIS 中重新检查方案")
