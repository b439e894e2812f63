"""Shapes as they were handed in: shapefile, GeoPackage, FileGDB or coordinate text, in the plan's
CRS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from osgeo import gdal, ogr, osr

from ..core.coordinate_text.reading import read
from ..core.coordinate_text.zones import MILLION, zone_of
from ..core.errors import PlanError
from ..survey.encoding import table_encoding
from ..survey.files.datum import datum_remark, uncertain_m
from ..survey.files.ogr_file import load
from ..survey.files.projection import reference_of
from ..survey.files.reproject import load_from
from ..survey.files.source import FileSource
from ..survey.files.wkb import parse

_OWN = "parcels"
"""So begin the layers of parcels in a plan and in delivered vectors, beside others."""
MOST_SHAPES = 100_000
_FARTHEST_M = 350_000
"""From the plan's central meridian: a county kept in a zone beside its own still lies within."""


@dataclass(frozen=True)
class Shape:
    """``file``: its file and layer, ``feature`` its name or number there, ``values`` raw, by
    column; ``geometry`` in the plan's CRS, not judged. ``hectares``: its area is in hectares."""

    file: str
    feature: str
    values: Mapping[str, Any]
    geometry: Any
    hectares: bool = False

    @property
    def where(self) -> str:
        """As a person finds it."""
        return f"{self.file} {self.feature}"


def shapes_of(path: Path, name: str, plan_crs: str, crs: str = "") -> tuple[list[Shape], list[str]]:
    """The polygons of a file, and what the user should know; ``name`` is what he knows the file by,
    ``crs`` that of a coordinate text that tells none.

    Raises PlanError for a file that cannot be read, has no CRS or no polygons, or lies far from
    where the plan's CRS is meant for.
    """
    planned = reference_of(plan_crs)
    if path.suffix.lower() == ".txt":
        shapes, notes = _of_text(path, name, planned, crs)
    else:
        shapes, notes = _of_layers(path, name, planned)
    if len(shapes) > MOST_SHAPES:
        raise PlanError(f"图形超过 {MOST_SHAPES} 个", name, "请只交申报的地块")
    _require_near(shapes, plan_crs, name)
    return shapes, notes


def _of_text(
    path: Path, name: str, planned: osr.SpatialReference, crs: str
) -> tuple[list[Shape], list[str]]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise PlanError("坐标文件无法读取", name, "请检查文件") from error
    text = read(raw, name, crs)
    own = reference_of(text.crs)
    move = osr.CoordinateTransformation(own, planned)
    shapes = [
        Shape(
            file=name,
            feature=f"第 {parcel.line} 行",
            values=parcel.values,
            geometry=shapely.transform(
                parcel.geometry, lambda points: np.array(move.TransformPoints(points))[:, :2]
            ),
            hectares=True,
        )
        for parcel in text.parcels
    ]
    remark = [datum_remark(own)] if uncertain_m(own, planned) else []
    return shapes, [f"{name}：{note}。" for note in (*text.notes, *remark)]


def _of_layers(
    path: Path, name: str, planned: osr.SpatialReference
) -> tuple[list[Shape], list[str]]:
    shapes: list[Shape] = []
    notes: list[str] = []
    every = list(_layers(path))
    layers = [layer for layer in every if layer[0].startswith(_OWN)] or every
    if not layers:
        do = "请选择 shp、gpkg、gdb 面图层，或界址点 txt"
        raise PlanError("没有面图层，或文件无法打开", name, do)
    encoding = table_encoding(path) if path.suffix.lower() == ".shp" else None
    for layer, fields, own in layers:
        where = name if len(layers) == 1 else f"{name}|{layer}"
        if own is None:
            raise PlanError("图层没有坐标系", where, "请先为图层指定坐标系（.prj）")
        source = FileSource(str(path), layer, encoding=encoding.name if encoding else "")
        columns = {field: field for field in fields}
        same = own.IsSame(planned)
        table = load(source, columns) if same else load_from(source, columns, own, planned, None)
        geometry, _ = parse(table.wkb)
        for place, fid in enumerate(table.fids.tolist()):
            values = {field: table.columns[field][place] for field in fields}
            shapes.append(Shape(where, f"要素 {fid}", values, geometry[place]))
        if not same and uncertain_m(own, planned):
            notes.append(f"{where}：{datum_remark(own)}。")
    if encoding is not None and encoding.remark:
        notes.append(f"{name}：{encoding.remark}。")
    return shapes, notes


def _layers(path: Path) -> Iterator[tuple[str, list[str], osr.SpatialReference | None]]:
    """Name, fields and CRS of each layer of polygons."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        data = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_READONLY)
    except RuntimeError:  # somebody has switched GDAL's exceptions on
        data = None
    finally:
        gdal.PopErrorHandler()
    for number in range(data.GetLayerCount() if data is not None else 0):
        layer = data.GetLayer(number)
        if ogr.GT_Flatten(layer.GetGeomType()) not in (ogr.wkbPolygon, ogr.wkbMultiPolygon):
            continue
        defn = layer.GetLayerDefn()
        own = layer.GetSpatialRef()
        if own is not None:
            own = own.Clone()
            own.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        fields = [defn.GetFieldDefn(i).GetName() for i in range(defn.GetFieldCount())]
        yield layer.GetName(), fields, own


def _require_near(shapes: list[Shape], plan_crs: str, name: str) -> None:
    zone = zone_of(plan_crs)
    if zone is None:
        return
    middle = 500_000 + (zone.number * MILLION if zone.prefixed else 0)
    for shape in shapes:
        if shape.geometry is None or shape.geometry.is_empty:
            continue
        x, _, _, _ = shape.geometry.bounds
        if np.isfinite(x) and abs(x - middle) > _FARTHEST_M:
            away = abs(x - middle) / 1000
            what = f"图形离方案坐标系的中央经线 {away:.0f} 千米，不在本县"
            raise PlanError(what, f"{name} {shape.feature}", "请核对带号和坐标系")
