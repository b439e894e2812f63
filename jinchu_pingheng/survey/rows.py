"""Features of QGIS as rows for the intake: plain Python values, geometry in the plan's CRS."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import numpy as np
from qgis.core import QgsCoordinateTransform, QgsFeature, QgsFields, QgsWkbTypes
from qgis.PyQt.QtCore import QByteArray, QDate, QDateTime, QTime

from ..core.errors import PlanError
from ..intake.rows import Rows
from .features import to_wkb, value
from .files.table import NOWHERE
from .files.wkb import parse


def rows_of(
    features: Sequence[QgsFeature],
    fields: QgsFields,
    transform: QgsCoordinateTransform | None,
    layer: str,
) -> Rows:
    """All attributes and the geometry of features. Raises PlanError when none is a polygon."""
    _require_polygons(features, layer)
    names = fields.names()
    attributes = [[plain(raw) for raw in feature.attributes()] for feature in features]
    return Rows(
        layer=layer,
        features=[str(feature.id()) for feature in features],
        titles={field.name(): field.alias() for field in fields},
        columns=dict(zip(names, zip(*attributes))),
        geometry=shapes_of(features, transform),
    )


def shapes_of(
    features: Sequence[QgsFeature], transform: QgsCoordinateTransform | None = None
) -> np.ndarray:
    """Flat shapely geometries (n,) in the transform's target CRS; None for a null, NOWHERE for one
    that cannot be taken there or is no readable geometry."""
    shapes, unreadable = parse([to_wkb(feature.geometry(), transform) for feature in features])
    shapes[unreadable] = NOWHERE
    return shapes


def plain(raw: Any) -> Any:
    """An attribute value without Qt: a null of any kind is None, days and times are Python's."""
    if isinstance(raw, str):
        return raw.strip()
    if isinstance(raw, (int, float)):
        return raw
    known = value(raw)
    if known is None:
        return None
    if isinstance(known, QDate):
        return date(known.year(), known.month(), known.day()) if known.isValid() else None
    if isinstance(known, QDateTime):
        return _moment(known) if known.isValid() else None
    if isinstance(known, QTime):
        return _clock(known) if known.isValid() else None
    return bytes(known).hex() if isinstance(known, (QByteArray, bytes)) else known


def _moment(moment: QDateTime) -> datetime:
    day, clock = moment.date(), moment.time()
    return datetime.combine(date(day.year(), day.month(), day.day()), _clock(clock))


def _clock(clock: QTime) -> time:
    return time(clock.hour(), clock.minute(), clock.second(), clock.msec() * 1000)


def _require_polygons(features: Sequence[QgsFeature], layer: str) -> None:
    kinds = {feature.geometry().type() for feature in features if not feature.geometry().isNull()}
    if kinds and QgsWkbTypes.GeometryType.PolygonGeometry not in kinds:
        raise PlanError("图层不是面图层", f"图层“{layer}”", "请选择面图层")
