"""A layer to read from, detached from the main thread: what a job needs to know of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFields,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)

from ..core.errors import PlanError
from ..core.roles import SURVEY_ROLES, role_label
from .encoding import unstated_encoding

CHINESE_ENCODINGS = ("GB2312", "GBK", "GB18030", "CP936", "BIG5")


@dataclass(frozen=True)
class Source:
    """``features`` has getFeatures(request) and may be used in any thread; ``file`` is None for layers in memory."""

    name: str
    features: Any
    fields: QgsFields
    crs: QgsCoordinateReferenceSystem
    count: int
    uri: str
    provider: str
    file: Path | None


@dataclass(frozen=True)
class RasterSource:
    """A raster file that GDAL can open; ``count`` is its number of cells."""

    name: str
    uri: str
    count: int


def file_of(uri: str) -> Path | None:
    """The file or folder (.gdb) behind a data source; None when there is none."""
    path = Path(uri.split("|")[0])
    return path if uri and path.exists() else None


def from_layer(layer: QgsVectorLayer, role: str = "") -> Source:
    """A source of a vector layer, with its filter, joins and edit buffer. Call on the layer's own thread.

    Raises PlanError for a layer that is broken or has no CRS, and for survey layers that hold no polygons; in a
    layer of any other role, features that are no polygons make its rules unknown.
    """
    if not layer.isValid():
        raise PlanError("图层无法打开", f"图层“{layer.name()}”", "请检查数据文件是否完整")
    if not layer.crs().isValid():
        raise PlanError("图层没有坐标系", f"图层“{layer.name()}”", "请先为图层指定坐标系（设置图层 CRS）")
    state_encoding(layer)
    if role in SURVEY_ROLES and layer.geometryType() != QgsWkbTypes.GeometryType.PolygonGeometry:
        raise PlanError("图层不是面图层", f"图层“{layer.name()}”", "请选择面图层")
    return Source(
        layer.name(),
        QgsVectorLayerFeatureSource(layer),
        layer.fields(),
        layer.crs(),
        layer.featureCount(),
        layer.source(),
        layer.providerType(),
        file_of(layer.source()),
    )


def open_layer(uri: str, name: str = "", provider: str = "ogr") -> QgsVectorLayer:
    """A vector layer from a path or URI; a shapefile that states no encoding is read as GBK when it is not UTF-8.

    Raises PlanError when it cannot be opened.
    """
    layer = QgsVectorLayer(uri, name or _layer_name(uri), provider)
    if not layer.isValid():
        raise PlanError("图层无法打开", f"数据源“{uri}”", "请检查路径和文件是否完整")
    state_encoding(layer)
    return layer


def state_encoding(layer: QgsVectorLayer) -> None:
    """Have a shapefile that states no encoding read as GBK when it is not UTF-8, unless the user has chosen so already.

    Call on the layer's own thread. The file is not changed.
    """
    path = Path(layer.source().split("|")[0])
    if layer.providerType() != "ogr" or path.suffix.lower() != ".shp":
        return
    encoding = unstated_encoding(path)
    if encoding and layer.dataProvider().encoding().upper() not in CHINESE_ENCODINGS:
        layer.setProviderEncoding(encoding)


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
    return RasterSource(layer.name(), layer.source(), layer.width() * layer.height())


def sha256(path: Path) -> str:
    """Digest of a file with its companions (.shp: .shx, .dbf, .prj, .cpg) or of all files of a folder (.gdb)."""
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
    return [path.with_suffix(suffix) for suffix in (".shp", ".shx", ".dbf", ".prj", ".cpg")]
