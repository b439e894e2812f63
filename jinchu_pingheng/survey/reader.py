"""Survey layers as tables of arrays in the plan's CRS, behind the validity gate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ..core.model import Layer, Parcel
from ..core.roles import takes_lines
from ..core.validity import gate
from .fields import find_field
from .sources import Source

NOWHERE = shapely.box(np.inf, np.inf, np.inf, np.inf)
"""Stands for a polygon whose coordinates do not exist in the plan's CRS; the validity gate names it."""

NEAR_M = 1000.0
"""Features within this distance of the parcels' box are kept: far enough for the nearest cropland."""


def read(
    source: Source,
    role: str,
    crs: QgsCoordinateReferenceSystem,
    parcels: Sequence[Parcel],
    wanted: Sequence[str],
) -> Layer:
    """The features of a layer near the parcels, with the columns ``wanted`` (and 标识码).

    Features without a usable geometry become problems of the layer, wherever they lie.
    """
    columns = {name: find_field(name, source.fields.names()) for name in ("BSM", *wanted)}
    found = {name: field for name, field in columns.items() if field}
    request = QgsFeatureRequest().setSubsetOfAttributes(list(found.values()), source.fields)
    features = list(source.features.getFeatures(request))
    transform = QgsCoordinateTransform(source.crs, crs, QgsCoordinateTransformContext())
    geometry = np.array([shape(feature.geometry(), transform) for feature in features], dtype=object)
    values = {name: _column(features, field) for name, field in found.items()}
    ids = _ids(features, values.get("BSM"))
    geometry, usable, problems = gate(ids, geometry, takes_lines(role))
    keep = usable & _near(geometry, parcels)
    table = {name: column[keep] for name, column in values.items()}
    extent = _extent(geometry[usable])
    return Layer(role, source.name, ids[keep], geometry[keep], table, problems, len(features), extent)


def _extent(geometry: np.ndarray) -> tuple[float, float, float, float] | None:
    """(xmin, ymin, xmax, ymax) of geometries; None when there are none."""
    return tuple(shapely.total_bounds(geometry).tolist()) if len(geometry) else None


def shape(geometry: QgsGeometry, transform: QgsCoordinateTransform | None = None) -> Any:
    """A QGIS geometry as a flat shapely geometry in the transform's target CRS.

    None for a null geometry, NOWHERE for one that the transform cannot take there.
    """
    if geometry.isNull():
        return None
    if QgsWkbTypes.isCurvedType(geometry.wkbType()):
        geometry = QgsGeometry(geometry.constGet().segmentize())
    if transform is not None and not transform.isShortCircuited():
        geometry = QgsGeometry(geometry)
        try:
            geometry.transform(transform)
        except QgsCsException:
            return NOWHERE
    flat = QgsGeometry(geometry.constGet().clone())
    flat.get().dropZValue()
    flat.get().dropMValue()
    return shapely.from_wkb(bytes(flat.asWkb()))


def value(raw: Any) -> Any:
    """An attribute value as Python has it: a null of any kind is None, texts lose their padding."""
    if raw is None or (isinstance(raw, QVariant) and raw.isNull()):
        return None
    return raw.strip() if isinstance(raw, str) else raw


def _column(features: Sequence[QgsFeature], field: str) -> np.ndarray:
    column = np.empty(len(features), dtype=object)
    column[:] = [value(feature[field]) for feature in features]
    return column


def _ids(features: Sequence[QgsFeature], codes: np.ndarray | None) -> np.ndarray:
    """标识码 where it is filled, else the feature's number."""
    ids = np.empty(len(features), dtype=object)
    ids[:] = [
        str(code or feature.id())
        for feature, code in zip(features, codes if codes is not None else [None] * len(features))
    ]
    return ids


def _near(geometry: np.ndarray, parcels: Sequence[Parcel]) -> np.ndarray:
    if not parcels:
        return np.ones(len(geometry), dtype=bool)
    xmin, ymin, xmax, ymax = shapely.total_bounds(
        np.array([parcel.geometry for parcel in parcels], dtype=object)
    )
    bounds = shapely.bounds(geometry)
    left, bottom, right, top = bounds.T if len(bounds) else np.empty((4, 0))
    return (
        (left <= xmax + NEAR_M)
        & (right >= xmin - NEAR_M)
        & (bottom <= ymax + NEAR_M)
        & (top >= ymin - NEAR_M)
    )


def town_names(layer: Layer | None) -> dict[str, str]:
    """Township names by nine-digit code, from XZQ."""
    if layer is None:
        return {}
    pairs: list[tuple[Any, Any]] = list(zip(layer.column("XZQDM"), layer.column("XZQMC")))
    return {str(code)[:9]: str(name) for code, name in pairs if code and name}
