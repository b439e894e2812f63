"""The legend of layers as the user has styled them: only what lies in the map's extent."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsExpressionContextUtils,
    QgsFeatureRenderer,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsGeometry,
    QgsLegendSymbolItem,
    QgsLineSymbolLayer,
    QgsMapLayer,
    QgsMapSettings,
    QgsRectangle,
    QgsRenderContext,
    QgsSimpleFillSymbolLayer,
    QgsSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize, Qt

from .legend import Entry

FEW = 4
"""Layers with more entries than this are classes, which may stand in two columns."""
_NO_BRUSH = Qt.BrushStyle.NoBrush
_PICTURE = QSize(1000, 800)


def entries_of(
    layers: Iterable[QgsMapLayer],
    extent: QgsRectangle,
    crs: QgsCoordinateReferenceSystem,
    scale: float,
) -> tuple[list[Entry], list[Entry]]:
    """Entries of layers with few, and of layers with many classes, in the order of the layers."""
    few: list[Entry] = []
    many: list[Entry] = []
    for layer in layers:
        if isinstance(layer, QgsVectorLayer) and layer.isInScaleRange(scale) and layer.renderer():
            entries = _entries(layer, extent, crs)
            (few if len(entries) <= FEW else many).extend(entries)
    return few, many


def _entries(
    layer: QgsVectorLayer, extent: QgsRectangle, crs: QgsCoordinateReferenceSystem
) -> list[Entry]:
    renderer = layer.renderer().clone()
    items = [item for item in renderer.legendSymbolItems() if item.symbol() is not None]
    keys = _keys_within(layer, renderer, {item.ruleKey() for item in items}, extent, crs)
    shown = [item for item in items if item.ruleKey() in keys or (len(items) == 1 and keys)]
    return [Entry(item.symbol().clone(), _text(item, layer, len(items))) for item in shown]


def _text(item: QgsLegendSymbolItem, layer: QgsVectorLayer, of: int) -> str:
    return str(layer.name() if of == 1 or not item.label() else item.label())


def _keys_within(
    layer: QgsVectorLayer,
    renderer: QgsFeatureRenderer,
    wanted: set[str],
    extent: QgsRectangle,
    crs: QgsCoordinateReferenceSystem,
) -> set[str]:
    """Keys of the entries of features that meet ``extent`` (in ``crs``)."""
    settings = QgsMapSettings()
    settings.setDestinationCrs(crs)
    settings.setExtent(extent)
    settings.setOutputSize(_PICTURE)
    context = QgsRenderContext.fromMapSettings(settings)
    scopes = QgsExpressionContextUtils.globalProjectLayerScopes(layer)
    context.expressionContext().appendScopes(scopes)
    request = QgsFeatureRequest().setDestinationCrs(crs, QgsCoordinateTransformContext())
    request.setFilterRect(extent).setFlags(QgsFeatureRequest.Flag.ExactIntersect)
    hollow = all(_is_hollow(item.symbol()) for item in renderer.legendSymbolItems())
    frame, found = QgsGeometry.fromRect(extent), set()
    renderer.startRender(context, layer.fields())
    for feature in layer.getFeatures(request):
        if hollow and feature.geometry().contains(frame):
            continue  # its line is not on the map
        context.expressionContext().setFeature(feature)
        found.update(renderer.legendKeysForFeature(feature, context))
        if found >= wanted:
            break
    renderer.stopRender(context)
    return found


def _is_hollow(symbol: QgsSymbol | None) -> bool:
    """Whether a symbol of polygons shows their outline only."""
    if not isinstance(symbol, QgsFillSymbol):
        return False
    layers = [symbol.symbolLayer(number) for number in range(symbol.symbolLayerCount())]
    return all(
        isinstance(layer, QgsLineSymbolLayer)
        or (isinstance(layer, QgsSimpleFillSymbolLayer) and layer.brushStyle() == _NO_BRUSH)
        for layer in layers
    )
