"""How parcels look on the map: outflow hatched orange-red, inflow filled green, told apart without
colour too."""

from __future__ import annotations

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsPalLayerSettings,
    QgsRendererCategory,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QColor

from ..core.model import IN, OUT
from ..core.notice import Notice

COLORS = {OUT: QColor("#D9480F"), IN: QColor("#2B8A3E")}
LABEL_SCALE = 15000.0
"""Ids are labelled from this scale on; further out they would cover the map."""


def style_parcels(layer: QgsVectorLayer, notice: Notice) -> None:
    """Give the parcels layer its two styles, with the notice's words in the legend, and its
    labels."""
    categories = [
        QgsRendererCategory(OUT, _out_symbol(), notice.word_out),
        QgsRendererCategory(IN, _in_symbol(), notice.word_in),
        QgsRendererCategory("", _untagged_symbol(), _tr("未标方向")),  # '' is everything else
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer("direction", categories))
    layer.setLabeling(_labels())
    layer.setLabelsEnabled(True)


def _out_symbol() -> QgsFillSymbol:
    color = COLORS[OUT]
    symbol = QgsFillSymbol.createSimple(_outlined(color, 60))
    hatch = QgsLinePatternFillSymbolLayer()
    hatch.setLineAngle(45)
    hatch.setDistance(1.8)
    hatch.setColor(color)
    hatch.subSymbol().setColor(color)
    hatch.subSymbol().setWidth(0.35)
    symbol.appendSymbolLayer(hatch)
    return symbol


def _in_symbol() -> QgsFillSymbol:
    return QgsFillSymbol.createSimple(_outlined(COLORS[IN], 130))


def _untagged_symbol() -> QgsFillSymbol:
    """Loud: such a polygon is no parcel yet."""
    return QgsFillSymbol.createSimple(
        {**_outlined(QColor("#AE3EC9"), 90), "outline_style": "dash", "outline_width": "0.8"}
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("styles", text)


def _outlined(color: QColor, alpha: int) -> dict:
    return {
        "color": f"{color.red()},{color.green()},{color.blue()},{alpha}",
        "outline_color": color.name(),
        "outline_width": "0.5",
        "joinstyle": "round",
    }


def _labels() -> QgsVectorLayerSimpleLabeling:
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    text = QgsTextFormat()
    text.setSize(8)
    text.setBuffer(halo)
    settings = QgsPalLayerSettings()
    settings.fieldName = "parcel_id"
    settings.setFormat(text)
    settings.scaleVisibility = True
    settings.minimumScale = LABEL_SCALE
    return QgsVectorLayerSimpleLabeling(settings)
