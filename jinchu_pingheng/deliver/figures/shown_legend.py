"""The legend of layers as the user has styled them: only what lies in the map's extent."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsExpressionContextUtils,
    QgsFeatureRenderer,
    QgsFeatureRequest,
    QgsLegendSymbolItem,
    QgsMapLayer,
    QgsMapSettings,
    QgsRectangle,
    QgsRenderContext,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize

from .legend import Entry

FEW = 4
"""Layers with more entries than this are classes, which may stand in two columns."""
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
    found: set[str] = set()
    renderer.startRender(context, layer.fields())
    for feature in layer.getFeatures(request):
        context.expressionContext().setFeature(feature)
        found.update(renderer.legendKeysForFeature(feature, context))
        if found >= wanted:
            break
    renderer.stopRender(context)
    return found
