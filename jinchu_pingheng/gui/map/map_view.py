"""Show parcels on the map: flash where they are, or go there with some land around them."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsCoordinateTransform,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas

AROUND = 3.0
"""The view is at least this many times as wide as what is shown."""
NEAREST_SCALE = 2000.0


def go_to(canvas: QgsMapCanvas, layer: QgsVectorLayer, fids: Sequence[int]) -> None:
    """Zoom to features, with land around them, and flash them."""
    request = QgsFeatureRequest().setFilterFids(list(fids))
    boxes = [f.geometry().boundingBox() for f in layer.getFeatures(request) if f.hasGeometry()]
    if not boxes:
        return
    box = boxes[0]
    for other in boxes[1:]:
        box.combineExtentWith(other)
    _look_at(canvas, layer, box)
    flash(canvas, layer, fids)


def go_to_shape(canvas: QgsMapCanvas, layer: QgsVectorLayer, shape: QgsGeometry) -> None:
    """The same for a polygon in the layer's CRS that need not be in the layer."""
    if not shape.isEmpty():
        _look_at(canvas, layer, shape.boundingBox())
        canvas.flashGeometries([shape], layer.crs())


def _look_at(canvas: QgsMapCanvas, layer: QgsVectorLayer, box: QgsRectangle) -> None:
    crs = canvas.mapSettings().destinationCrs()
    box = QgsCoordinateTransform(layer.crs(), crs, QgsProject.instance()).transformBoundingBox(box)
    box.scale(AROUND)
    canvas.setExtent(box, True)
    if canvas.scale() < NEAREST_SCALE:
        canvas.zoomScale(NEAREST_SCALE)
    canvas.refresh()


def flash(canvas: QgsMapCanvas, layer: QgsVectorLayer, fids: Sequence[int]) -> None:
    """Flash features where they are; the view stays."""
    canvas.flashFeatureIds(layer, list(fids))


def ids_in_view(canvas: QgsMapCanvas, layer: QgsVectorLayer) -> set[str]:
    """Ids of the parcels that touch what the map shows."""
    crs, project = canvas.mapSettings().destinationCrs(), QgsProject.instance()
    to_layer = QgsCoordinateTransform(crs, layer.crs(), project)
    request = QgsFeatureRequest().setFilterRect(to_layer.transformBoundingBox(canvas.extent()))
    request.setSubsetOfAttributes(["parcel_id"], layer.fields())
    return {str(feature["parcel_id"]) for feature in layer.getFeatures(request)}
