"""The 图例: entries for what the map shows, drawn item by item so that nothing is cut off."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeatureRequest,
    QgsLayoutItemMarker,
    QgsLayoutItemPolyline,
    QgsLayoutItemShape,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPrintLayout,
    QgsRectangle,
    QgsSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QPointF, QRectF
from qgis.PyQt.QtGui import QPolygonF

from . import styles
from .items import MM_PER_POINT, label, shape, text_width

ROW_MM = 6.2
SWATCH_MM, GAP_MM = 7.5, 1.4
MOST_POINTS, POINTS_PER_MM = 8.5, 1.75


@dataclass(frozen=True)
class Entry:
    """One line of the legend."""

    symbol: QgsSymbol
    text: str


def class_entries(
    layer: QgsVectorLayer,
    field: str,
    palette: styles.Palette,
    extent: QgsRectangle,
    crs: QgsCoordinateReferenceSystem,
    outlined: bool,
) -> list[Entry]:
    """Entries of the classes that occur within ``extent``, in code order; codes outside the table
    come last."""
    present = classes_within(layer, field, palette, extent, crs)
    known = [palette.classes[code] for code in sorted(present & set(palette.classes))]
    entries = [Entry(styles.class_fill(c.color, outlined), f"{c.code} {c.name}") for c in known]
    strange = sorted(present - set(palette.classes))
    if strange:
        codes = "、".join(code or "空值" for code in strange[:3])
        more = f"等{len(strange)}种" if len(strange) > 3 else ""
        entries.append(Entry(styles.unknown_fill(), f"未知编码：{codes}{more}"))
    return entries


def classes_within(
    layer: QgsVectorLayer,
    field: str,
    palette: styles.Palette,
    extent: QgsRectangle,
    crs: QgsCoordinateReferenceSystem,
) -> set[str]:
    """Class codes of the polygons that meet ``extent`` (in ``crs``)."""
    if layer.crs() == crs and extent.contains(layer.extent()):  # no polygon need be read
        values = layer.uniqueValues(layer.fields().lookupField(field))
        return {palette.class_code(value) for value in values}
    request = QgsFeatureRequest().setDestinationCrs(crs, QgsCoordinateTransformContext())
    request.setSubsetOfAttributes([field], layer.fields())
    request.setFilterRect(extent).setFlags(QgsFeatureRequest.Flag.ExactIntersect)
    return {palette.class_code(feature[field]) for feature in layer.getFeatures(request)}


def draw_legend(
    layout: QgsPrintLayout, things: Sequence[Entry], classes: Sequence[Entry], area: QRectF
) -> None:
    """``things`` in one column, then ``classes`` in as few columns and as large letters as fit
    ``area``."""
    for columns, readable in ((1, 4.6), (2, 2.8), (3, 0.0)):
        rows = len(things) + math.ceil(len(classes) / columns)
        row = min(ROW_MM, area.height() / max(rows, 1))
        if row >= readable:
            break
    _draw_block(layout, things, area, row, 1)
    below = len(things) * row
    _draw_block(layout, classes, area.adjusted(0, below, 0, 0), row, columns)


def _draw_block(
    layout: QgsPrintLayout, entries: Sequence[Entry], area: QRectF, row: float, columns: int
) -> None:
    width = area.width() / columns
    swatch = min(SWATCH_MM, 1.6 * row)
    room = width - swatch - 2 * GAP_MM
    in_column = -(-len(entries) // columns)
    for index, entry in enumerate(entries):
        column, line = divmod(index, in_column)
        x, y = area.x() + column * width, area.y() + line * row
        _draw_symbol(layout, entry.symbol, QRectF(x, y + row * 0.16, swatch, row * 0.68))
        points = min(MOST_POINTS, row * POINTS_PER_MM, room / text_width(entry.text) / MM_PER_POINT)
        label(layout, entry.text, QRectF(x + swatch + GAP_MM, y, room + GAP_MM, row), points)


def _draw_symbol(layout: QgsPrintLayout, symbol: QgsSymbol, box: QRectF) -> None:
    if isinstance(symbol, QgsLineSymbol):
        middle = box.center().y()
        line = QgsLayoutItemPolyline(
            QPolygonF([QPointF(box.left(), middle), QPointF(box.right(), middle)]), layout
        )
        line.setSymbol(symbol)
        layout.addLayoutItem(line)
    elif isinstance(symbol, QgsMarkerSymbol):
        marker = QgsLayoutItemMarker(layout)
        marker.setSymbol(symbol)
        marker.attemptSetSceneRect(
            QRectF(box.center() - QPointF(2, 2), box.center() + QPointF(2, 2))
        )
        layout.addLayoutItem(marker)
    else:
        shape(layout, QgsLayoutItemShape.Shape.Rectangle, symbol, box)
