"""界址点 of a parcel: numbered as in its coordinate text, on the map and in a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import shapely
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsPalLayerSettings,
    QgsPrintLayout,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QRectF

from ...core.coordinate_text.rings import rings_of
from ...core.model import Parcel
from . import styles
from .items import LINE_HEIGHT, MM_PER_POINT, columns
from .layers import memory_layer

TABLE_POINTS, COLUMN_MM = 6.0, 43.0
ROW_MM = TABLE_POINTS * MM_PER_POINT * LINE_HEIGHT
HEAD = ("点号", "X（北）", "Y（东）")


class Point(NamedTuple):
    """``name`` is J1, J2 … of its ring; a parcel of several rings says which ring: 2-J1. Metres in
    the plan's CRS."""

    name: str
    north: float
    east: float


def points_of(parcel: Parcel) -> list[Point]:
    """The points of every ring, its first one not repeated."""
    rings = list(rings_of(parcel.geometry))
    return [
        Point(f"{f'{number}-' if len(rings) > 1 else ''}J{place}", float(y), float(x))
        for number, ring in enumerate(rings, 1)
        for place, (x, y) in enumerate(ring[:-1], 1)
    ]


def points_layer(parcel: Parcel, crs: QgsCoordinateReferenceSystem) -> QgsVectorLayer:
    """The points with their numbers, where these have room."""
    rows = [(shapely.Point(p.east, p.north), p.name) for p in points_of(parcel)]
    symbol = QgsSingleSymbolRenderer(styles.boundary_point())
    layer = memory_layer("Point", "界址点", crs, rows, symbol)
    settings = QgsPalLayerSettings()
    settings.fieldName = "text"
    settings.setFormat(styles.text_format(5.5, styles.PLAIN_INK, 0.4))
    settings.placement = QgsPalLayerSettings.Placement.OrderedPositionsAroundPoint
    settings.priority = 8
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
    return layer


def room_for(box: QRectF) -> int:
    """How many points a table in a box can hold."""
    return int(box.width() // COLUMN_MM) * (int(box.height() / ROW_MM) - 1)


def draw_points(layout: QgsPrintLayout, points: Sequence[Point], box: QRectF) -> list[Point]:
    """The table of the first points, in columns beside each other; returns the others."""
    rows = int(box.height() / ROW_MM) - 1
    held = list(points[: room_for(box)])
    for start in range(0, len(held), max(rows, 1)):
        block = held[start : start + rows]
        texts = [
            [HEAD[0], *(point.name for point in block)],
            [HEAD[1], *(f"{point.north:.3f}" for point in block)],
            [HEAD[2], *(f"{point.east:.3f}" for point in block)],
        ]
        left = box.x() + start // rows * COLUMN_MM
        place = QRectF(left, box.y(), COLUMN_MM - 2, ROW_MM * (len(block) + 1))
        columns(layout, texts, place, TABLE_POINTS)
    return list(points[len(held) :])
