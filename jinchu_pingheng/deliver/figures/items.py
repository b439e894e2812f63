"""Items of a print layout: text, shapes, map, scale bar, north arrow. Rectangles in mm from the
page's upper left."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutItemShape,
    QgsLayoutMeasurement,
    QgsMapLayer,
    QgsPrintLayout,
    QgsRectangle,
    QgsScaleBarSettings,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QColor

from . import styles

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


def label(
    layout: QgsPrintLayout,
    text: str,
    box: QRectF,
    points: float,
    bold: bool = False,
    align: str = "left",
    color: str = "#000000",
) -> None:
    """A line or a few lines of text, centred vertically in ``box``."""
    item = QgsLayoutItemLabel(layout)
    item.setText(text)
    if hasattr(item, "setTextFormat"):  # from QGIS 3.24 on
        item.setTextFormat(styles.plain_text(points, color, bold))
    else:
        item.setFont(styles.font(points, bold))
        item.setFontColor(QColor(color))
    item.setHAlign(_ALIGN[align])
    item.setVAlign(Qt.AlignmentFlag.AlignVCenter)
    item.setMarginX(0)
    item.setMarginY(0)
    item.attemptSetSceneRect(box)
    layout.addLayoutItem(item)


def shape(
    layout: QgsPrintLayout, kind: QgsLayoutItemShape.Shape, symbol: QgsFillSymbol, box: QRectF
) -> None:
    """A rectangle or an ellipse."""
    item = QgsLayoutItemShape(layout)
    item.setShapeType(kind)
    item.setSymbol(symbol)
    item.attemptSetSceneRect(box)
    layout.addLayoutItem(item)


def frame(
    layout: QgsPrintLayout, box: QRectF, width_mm: float, style: str = "solid", round_: bool = False
) -> None:
    """An empty rectangle or ellipse with a black line."""
    symbol = QgsFillSymbol.createSimple(
        {
            "style": "no",
            "outline_color": "#000000",
            "outline_style": style,
            "outline_width": str(width_mm),
            "joinstyle": "miter",
        }  # fmt: skip
    )
    kind = QgsLayoutItemShape.Shape.Ellipse if round_ else QgsLayoutItemShape.Shape.Rectangle
    shape(layout, kind, symbol, box)


def map_item(
    layout: QgsPrintLayout,
    layers: Sequence[QgsMapLayer],
    crs: QgsCoordinateReferenceSystem,
    extent: QgsRectangle,
    box: QRectF,
) -> QgsLayoutItemMap:
    """The map; ``layers`` top first; ``extent`` has the proportions of ``box``."""
    item = QgsLayoutItemMap(layout)
    item.attemptSetSceneRect(box)
    layout.addLayoutItem(item)
    item.setCrs(crs)
    item.setLayers(list(layers))
    item.zoomToExtent(extent)
    item.setBackgroundColor(QColor("#FFFFFF"))
    item.setFrameEnabled(True)
    item.setFrameStrokeWidth(QgsLayoutMeasurement(0.25, QgsUnitTypes.LayoutUnit.LayoutMillimeters))
    return item


def north_arrow(layout: QgsPrintLayout, box: QRectF) -> None:
    """The 指北针: maps are drawn on grid north."""
    item = QgsLayoutItemPicture(layout)
    item.setPicturePath(str(styles.STYLES / "north.svg"))
    item.attemptSetSceneRect(box)
    layout.addLayoutItem(item)


def scale_bar(layout: QgsPrintLayout, shown: QgsLayoutItemMap, segment_m: int, box: QRectF) -> None:
    """Two segments of ``segment_m`` metres, in 千米 from 1,000 m on, centred in ``box``."""
    item = QgsLayoutItemScaleBar(layout)
    item.setLinkedMap(shown)
    item.setStyle("Single Box")
    item.setTextFormat(styles.plain_text(8))
    kilometres = segment_m >= 1000
    item.setUnits(
        QgsUnitTypes.DistanceUnit.DistanceKilometers
        if kilometres
        else QgsUnitTypes.DistanceUnit.DistanceMeters
    )
    item.setUnitLabel("千米" if kilometres else "米")
    item.setNumberOfSegmentsLeft(0)
    item.setNumberOfSegments(2)
    item.setSegmentSizeMode(QgsScaleBarSettings.SegmentSizeMode.SegmentSizeFixed)
    item.setUnitsPerSegment(segment_m / 1000 if kilometres else segment_m)
    item.setHeight(2.2)
    layout.addLayoutItem(item)
    item.update()
    width = item.minimumSize().width()
    item.attemptSetSceneRect(QRectF(box.center().x() - width / 2, box.y(), width, box.height()))
