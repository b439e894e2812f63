"""A layer to read from, detached from the main thread: what a job needs to know of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFields,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)

from ..core.errors import PlanError
from ..core.roles import NO_POLYGONS, SURVEY_ROLES, role_label, takes_lines
from .encoding import family, table_encoding
from .features import read_table
from .fields import columns_of
from .files.boxes import grown
from .files.choice import file_source
from .files.datum import datum_remark, uncertain_m
from .files.dbf import companion
from .files.reader import LayerSpec
from .files.remarks import remarks_of, require_place
from .files.source import FileSource, RasterSource
from .files.table import CODE, Table
from .texts import FileTexts

__all__ = [
    "RasterSource",
    "Source",
    "datum_warning",
    "file_of",
    "from_layer",
    "from_raster",
    "open_layer",
    "sha256",
    "spec_of",
    "state_encoding",
]

_EARTH = QgsRectangle(-360, -90, 360, 90)
"""Degrees that there are: a layer that reaches farther holds coordinates of another CRS."""


@dataclass(frozen=True)
class Source:
    """``features`` has getFeatures(request) and may be used in any thread; ``file`` is None for
    layers in memory.

    ``encoding`` is the provider's; ``editing``: there may be edits that the file does not hold;
    ``extent`` in the layer's CRS.
    ``unfit``: why the layer as a whole is no evidence for its role. ``texts``: the bytes of a
    shapefile's texts. ``remark``: in which way it lies about its encoding.
    """

    name: str
    features: Any
    fields: QgsFields
    crs: QgsCoordinateReferenceSystem
    count: int
    uri: str
    provider: str
    file: Path | None
    encoding: str = ""
    editing: bool = True
    extent: QgsRectangle | None = None
    unfit: str = ""
    texts: FileTexts | None = None
    remark: str = ""

    @property
    def aliases(self) -> dict[str, str]:
        """Alias ('' for none) of each field, by the field's name."""
        return {field.name(): field.alias() for field in self.fields}


def file_of(uri: str) -> Path | None:
    """The file or folder (.gdb) behind a data source; None when there is none."""
    path = Path(uri.split("|")[0])
    try:
        return path if uri and path.exists() else None
    except (OSError, ValueError):  # the address of a layer in memory may be longer than any path
        return None


def rooted(uri: str) -> str:
    """A data source that is found from any working directory: a script may give a relative path."""
    path, bar, rest = uri.partition("|")
    file = file_of(path)
    if file is None or file.is_absolute():
        return uri
    return f"{file.absolute().as_posix()}{bar}{rest}"


def from_layer(layer: QgsVectorLayer, role: str = "") -> Source:
    """A source of a vector layer, with its filter, joins and edit buffer. Call on the layer's own
    thread.

    Raises PlanError for a layer that is broken, a table or has no CRS, and for survey layers that
    hold no polygons; in a layer of any other role, features that are no polygons make its rules
    unknown.
    """
    if not layer.isValid():
        raise PlanError("图层无法打开", f"图层“{layer.name()}”", "请检查数据文件是否完整")
    if not layer.isSpatial():
        raise PlanError("是没有图形的表", f"图层“{layer.name()}”", "请选择面图层")
    if not layer.crs().isValid():
        raise PlanError(
            "图层没有坐标系", f"图层“{layer.name()}”", "请先为图层指定坐标系（设置图层 CRS）"
        )
    remark = state_encoding(layer)
    if role in SURVEY_ROLES and layer.geometryType() != QgsWkbTypes.GeometryType.PolygonGeometry:
        raise PlanError("图层不是面图层", f"图层“{layer.name()}”", "请选择面图层")
    return Source(
        name=layer.name(),
        features=QgsVectorLayerFeatureSource(layer),
        fields=layer.fields(),
        crs=layer.crs(),
        count=layer.featureCount(),
        uri=rooted(layer.source()),
        provider=layer.providerType(),
        file=file_of(layer.source()),
        encoding=layer.dataProvider().encoding(),
        editing=layer.isEditable(),
        extent=_extent_of(layer),
        unfit="" if _may_hold_polygons(layer, role) else NO_POLYGONS,
        texts=FileTexts.of(layer),
        remark=remark,
    )


def _extent_of(layer: QgsVectorLayer) -> QgsRectangle | None:
    try:
        return layer.extent()
    except Exception:  # QGIS raises just this where a coordinate is no number
        return None


def _may_hold_polygons(layer: QgsVectorLayer, role: str) -> bool:
    kinds = QgsWkbTypes.GeometryType
    return takes_lines(role) or layer.geometryType() not in (
        kinds.PointGeometry,
        kinds.LineGeometry,
    )


def spec_of(
    source: Source,
    role: str,
    crs: QgsCoordinateReferenceSystem,
    wanted: Sequence[str],
    boxes: np.ndarray | None = None,
) -> LayerSpec:
    """How to read a layer fastest without losing what the user sees in it: filter, joins, edits,
    CRS, encoding.

    A file in the plan's CRS is read by whoever opens the spec; any other layer is read here and
    now, near ``boxes`` (m, 4) in the plan's CRS (None: everywhere). Columns are ``wanted`` and
    标识码, as far as the layer has them.
    """
    columns = columns_of((CODE, *wanted), source.aliases)
    transform = QgsCoordinateTransform(source.crs, crs, QgsCoordinateTransformContext())
    extent = _extent(source.extent, transform)
    data: FileSource | Table | None
    if transform.isShortCircuited():
        data, margin = _file(source, columns), 0.0
    else:
        data, margin = None, require_place(role, source.name, _osr(source.crs), _osr(crs))
    if data is None:
        near = None if boxes is None else grown(boxes, margin)
        data = read_table(source, transform, columns, near, extent)
    return LayerSpec(
        role=role,
        name=source.name,
        total=source.count,
        crs=crs.authid(),
        columns=columns,
        lines=takes_lines(role),
        extent=extent,
        data=data,
        around=boxes,
        unfit=source.unfit,
        uncertain_m=margin,
        remarks=remarks_of(role, source.remark, columns, _osr(source.crs) if margin else None),
    )


def _osr(crs: QgsCoordinateReferenceSystem) -> osr.SpatialReference:
    return osr.SpatialReference(
        crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED_GDAL)
    )


def datum_warning(crs: QgsCoordinateReferenceSystem, planned: QgsCoordinateReferenceSystem) -> str:
    """What the user must know of parcels that come in another datum; '' for the same."""
    own = _osr(crs)
    return datum_remark(own) if uncertain_m(own, _osr(planned)) else ""


def _file(source: Source, columns: Mapping[str, str]) -> FileSource | None:
    """The file that holds all that the user sees in a layer; None when there is none."""
    if source.provider != "ogr" or source.editing:
        return None
    fields = source.fields
    origins = [fields.fieldOrigin(fields.lookupField(field)) for field in columns.values()]
    if any(origin != QgsFields.FieldOrigin.OriginProvider for origin in origins):
        return None
    parts = {
        key: item
        for key, item in QgsProviderRegistry.instance().decodeUri("ogr", source.uri).items()
        if item is not None and item not in ("", [])
    }
    if (
        set(parts) - {"path", "layerName", "layerId", "subset", "vsiPrefix", "vsiSuffix"}
        or "vsiPrefix" in parts
    ):
        return None
    return file_source(
        parts["path"],
        parts.get("layerName", ""),
        parts.get("layerId"),
        parts.get("subset", ""),
        source.encoding,
        list(columns.values()),
    )


def _extent(
    rectangle: QgsRectangle | None, transform: QgsCoordinateTransform
) -> tuple[float, float, float, float] | None:
    if rectangle is None or rectangle.isNull() or not rectangle.isFinite():
        return None
    if transform.sourceCrs().isGeographic() and not _EARTH.contains(rectangle):
        return None
    try:
        box = transform.transformBoundingBox(rectangle)
    except QgsCsException:
        return None
    return (
        (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()) if box.isFinite() else None
    )


def open_layer(uri: str, name: str = "", provider: str = "ogr") -> QgsVectorLayer:
    """A vector layer from a path or URI; a shapefile is read in the encoding that its bytes are in.

    Raises PlanError when it cannot be opened.
    """
    layer = QgsVectorLayer(uri, name or _layer_name(uri), provider)
    if not layer.isValid():
        raise PlanError("图层无法打开", f"数据源“{uri}”", "请检查路径和文件是否完整")
    state_encoding(layer)
    return layer


def state_encoding(layer: QgsVectorLayer) -> str:
    """Have a shapefile read as its bytes are, unless the user has chosen an encoding like that, or
    Big5. Returns a Chinese sentence where the file states something else, '' where all is well.

    Call on the layer's own thread. The file is not changed.
    """
    path = Path(layer.source().split("|")[0])
    if layer.providerType() != "ogr" or path.suffix.lower() != ".shp" or not path.exists():
        return ""
    judged = table_encoding(path)
    chosen = layer.dataProvider().encoding()
    if judged.name and family(chosen) != judged.name and chosen.upper() != "BIG5":
        layer.setProviderEncoding(judged.name)
    return judged.remark


def _layer_name(uri: str) -> str:
    for part in uri.split("|")[1:]:
        if part.lower().startswith("layername="):
            return part.split("=", 1)[1]
    return Path(uri.split("|")[0]).stem


def from_raster(layer: QgsRasterLayer, role: str) -> RasterSource:
    """The file of a raster layer. Raises PlanError when it is broken or has no CRS."""
    label = role_label(role)
    if not layer.isValid():
        raise PlanError(f"{label}无法打开", f"图层“{layer.name()}”", "请检查数据文件是否完整")
    if not layer.crs().isValid():
        raise PlanError(f"{label}没有坐标系", f"图层“{layer.name()}”", "请先为图层指定坐标系")
    return RasterSource(layer.name(), rooted(layer.source()), layer.width() * layer.height())


def sha256(path: Path) -> str:
    """Digest of a file with its companions (.shp: .shx, .dbf, .prj, .cpg) or of all files of a
    folder (.gdb)."""
    files = sorted(path.rglob("*")) if path.is_dir() else _companions(path)
    digest = hashlib.sha256()
    for file in files:
        if file.is_file() and not file.name.endswith(".lock"):
            with file.open("rb") as content:
                for block in iter(lambda: content.read(1 << 20), b""):
                    digest.update(block)
    return digest.hexdigest()


def _companions(path: Path) -> list[Path]:
    if path.suffix.lower() != ".shp":
        return [path]
    others = [companion(path, suffix) for suffix in (".shx", ".dbf", ".prj", ".cpg")]
    return [path, *filter(None, others)]
