"""Write one value into a field of parcels, as one undo step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.core import NULL, QgsFeatureRequest, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication

from ...core.english import spoken
from ...core.errors import PlanError
from ...core.parcel_field import NUMBER, ParcelField
from .newcomers import filled
from .tagging import edit_command


def fill(layer: QgsVectorLayer, fids: Sequence[int], field: ParcelField, value: Any) -> None:
    """``value`` is None for nothing. Parcels that have it already are left alone. Raises PlanError,
    with nothing written."""
    place = layer.fields().indexOf(field.name)
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    features = layer.getFeatures(request.setFilterFids(list(fids)))
    changed = [f.id() for f in features if plain(f[field.name]) != value]
    if not changed:
        return
    text = QCoreApplication.translate("filling", "填写{}（{} 个地块）")
    with edit_command(layer, text.format(spoken(field.label), len(changed))):
        for fid in changed:
            if not layer.changeAttributeValue(fid, place, _stored(field, value)):
                raise PlanError("没有写入", field.label, "请确认方案文件可写后重试")


def plain(value: Any) -> Any:
    """A value as it is compared: None where the field holds nothing."""
    return value if filled(value) else None


def _stored(field: ParcelField, value: Any) -> Any:
    if value is None:
        return NULL
    return float(value) if field.kind == NUMBER else value
