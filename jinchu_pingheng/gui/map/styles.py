"""How parcels look on the map: hatched one way for outflow and the other for inflow, told apart
without colour too; the outline tells the state."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsExpression,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsPalLayerSettings,
    QgsProperty,
    QgsRendererCategory,
    QgsSimpleLineSymbolLayer,
    QgsSymbolLayer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QColor

from ...core.english import spoken
from ...core.model import IN, OUT
from ...core.notice import Notice
from ...judging.packs import BANNED, FEASIBLE, LACKING
from ..live.verdict_words import LEVEL_COLORS, STATE_LEVELS

COLORS = {OUT: QColor("#D9480F"), IN: QColor("#2B8A3E")}
ANGLES = {OUT: 45.0, IN: 135.0}
FILL_ALPHA = {OUT: 40, IN: 70}
WIDTHS = {FEASIBLE: 0.6, LACKING: 0.9, BANNED: 1.4}
DASHES = {FEASIBLE: "solid", LACKING: "dash", BANNED: "solid"}
"""Outlines are told apart without colour too: by width, mm, and dashes."""
LABEL_SCALE = 15000.0
"""Ids are labelled from this scale on; further out they would cover the map."""
STATES = "jp_states"
"""The variable of the map canvas with the state (judging.packs) of each parcel by its id."""
MAP_TIP = """[% jp_card("parcel_id") %]"""


def style_parcels(layer: QgsVectorLayer, notice: Notice) -> None:
    """Give the parcels layer its symbols, with the notice's words in the legend, its labels and its
    tip."""
    categories = [
        QgsRendererCategory(OUT, _symbol(OUT), spoken(notice.word_out)),
        QgsRendererCategory(IN, _symbol(IN), spoken(notice.word_in)),
        QgsRendererCategory("", _untagged_symbol(), _tr("未标方向")),  # '' is everything else
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer("direction", categories))
    layer.setLabeling(_labels())
    layer.setLabelsEnabled(True)
    layer.setMapTipTemplate(MAP_TIP)


def _symbol(side: str) -> QgsFillSymbol:
    color = COLORS[side]
    symbol = QgsFillSymbol.createSimple(
        {**_outlined(color, FILL_ALPHA[side]), "outline_style": "no"}
    )
    hatch = QgsLinePatternFillSymbolLayer()
    hatch.setLineAngle(ANGLES[side])
    hatch.setDistance(1.8)
    hatch.setColor(color)
    hatch.subSymbol().setColor(color)
    hatch.subSymbol().setWidth(0.35)
    symbol.appendSymbolLayer(hatch)
    symbol.appendSymbolLayer(_outline(color))
    return symbol


def _outline(color: QColor) -> QgsSimpleLineSymbolLayer:
    """By state; in the colour of the side while the state is not known."""
    line = QgsSimpleLineSymbolLayer(color, 0.5)
    of: Any = QgsSymbolLayer.Property
    colors = {state: LEVEL_COLORS[level].name() for state, level in STATE_LEVELS.items()}
    for key, values in (
        (of.PropertyStrokeColor, colors),
        (of.PropertyStrokeWidth, WIDTHS),
        (of.PropertyStrokeStyle, DASHES),
    ):
        line.setDataDefinedProperty(key, QgsProperty.fromExpression(_by_state(values)))
    return line


def _by_state(values: dict) -> str:
    """An expression: the value of the parcel's state, null where it is not known. It looks up a
    variable of the map canvas: a function in Python takes ten times as long as all the rest of
    drawing."""
    quoted = QgsExpression.quotedValue
    pairs = ", ".join(f"{quoted(key)}, {quoted(item)}" for key, item in values.items())
    return f'map_get(map({pairs}), map_get(@{STATES}, "parcel_id"))'


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
    """The id, and below it the area: whole m², rounded half up, in hectares."""
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    text = QgsTextFormat()
    text.setSize(8)
    text.setBuffer(halo)
    settings = QgsPalLayerSettings()
    settings.isExpression = True
    unit = QgsExpression.quotedString(" " + _tr("公顷"))
    settings.fieldName = (
        f""""parcel_id" || '\\n' || format_number(round(area($geometry)) / 10000, 4) || {unit}"""
    )
    settings.setFormat(text)
    settings.scaleVisibility = True
    settings.minimumScale = LABEL_SCALE
    return QgsVectorLayerSimpleLabeling(settings)
