"""Features through QGIS, one by one: any layer in any CRS, with joins, virtual fields and unsaved
edits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from qgis.core import (
    Qgis,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime, QVariant

from .files import boxes as box
from .files.table import NOWHERE, Table, column_of
from .files.wkb import parse

_GROWTH = 0.05
"""A box in another CRS is bent: this share of its size is added on every side, and a little
more."""
_LEAST_GROWTH_M = 100.0
_UNPLACED = (
    "$geometry IS NULL OR is_empty($geometry) OR NOT coalesce(x_min($geometry) > -1e300 AND "
    "x_max($geometry) < 1e300"
    " AND y_min($geometry) > -1e300 AND y_max($geometry) < 1e300, false)"
)
"""Features that no box finds."""
_NOWHERE_WKB = bytes(shapely.to_wkb(NOWHERE))


def read_table(
    source: Any,
    transform: QgsCoordinateTransform,
    columns: Mapping[str, str],
    boxes: np.ndarray | None,
    extent: tuple[float, float, float, float] | None,
) -> Table:
    """The features of a ``survey.sources.Source`` near boxes (m, 4) in the transform's target CRS
    (None: everywhere), and those that no box can place; ``columns``: name -> field.
    """
    # A layer whose extent does not exist in the plan's CRS holds features that may be anywhere.
    rectangle = _rectangle(transform, boxes) if extent is not None else None
    features = list(_features(source, list(columns.values()), rectangle))
    features.sort(key=lambda feature: int(feature.id()))
    if source.texts is not None:
        source.texts.mend(features, source.fields, list(columns.values()))
    wkb = column_of([to_wkb(feature.geometry(), transform) for feature in features])
    own = box.of(parse(wkb)[0])
    near = np.ones(len(own), dtype=bool) if boxes is None else box.near(own, boxes)
    fids = np.array([feature.id() for feature in features], dtype=np.int64)
    values = {
        name: column_of([_plain(feature[field]) for feature in features])[near]
        for name, field in columns.items()
    }
    return Table(
        fids=fids[near],
        boxes=own[near],
        wkb=wkb[near],
        columns=values,
        total=source.count,
        extent=extent,
    )


def _features(
    source: Any, fields: Sequence[str], rectangle: QgsRectangle | None
) -> Iterator[QgsFeature]:
    def request() -> QgsFeatureRequest:
        return QgsFeatureRequest().setSubsetOfAttributes(list(fields), source.fields)

    if rectangle is None:
        yield from source.features.getFeatures(request())
        return
    found = {
        feature.id(): feature
        for feature in source.features.getFeatures(request().setFilterRect(rectangle))
    }
    if len(found) != source.count:
        for feature in source.features.getFeatures(request().setFilterExpression(_UNPLACED)):
            found[feature.id()] = feature
    yield from found.values()


def _rectangle(transform: QgsCoordinateTransform, boxes: np.ndarray | None) -> QgsRectangle | None:
    """All boxes in the layer's CRS; None where that cannot be said."""
    around = None if boxes is None else box.total(np.asarray(boxes, dtype=float).reshape(-1, 4))
    if around is None:
        return None
    xmin, ymin, xmax, ymax = around
    growth = (
        0.0
        if transform.isShortCircuited()
        else _GROWTH * max(xmax - xmin, ymax - ymin) + _LEAST_GROWTH_M
    )
    rectangle = QgsRectangle(xmin - growth, ymin - growth, xmax + growth, ymax + growth)
    try:
        there = transform.transformBoundingBox(rectangle, Qgis.TransformDirection.Reverse)
    except QgsCsException:
        return None
    return there if there.isFinite() else None


def to_wkb(geometry: QgsGeometry, transform: QgsCoordinateTransform | None = None) -> bytes | None:
    """A QGIS geometry in the transform's target CRS; None for a null, that of NOWHERE where the
    transform fails."""
    if geometry.isNull():
        return None
    if transform is not None and not transform.isShortCircuited():
        geometry = QgsGeometry(geometry)
        try:
            geometry.transform(transform)
        except QgsCsException:
            return _NOWHERE_WKB
    return geometry.asWkb().data()


def value(raw: Any) -> Any:
    """An attribute value as Python has it: a null of any kind is None, texts lose their padding."""
    if raw is None or (isinstance(raw, QVariant) and raw.isNull()):
        return None
    return raw.strip() if isinstance(raw, str) else raw


def _plain(raw: Any) -> Any:
    """A value that a process without Qt understands: days and times are ISO texts."""
    known = value(raw)
    return (
        known.toString(Qt.DateFormat.ISODate)
        if isinstance(known, (QDate, QTime, QDateTime))
        else known
    )
