"""Write one value into a field of parcels, as one undo step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.core import NULL, QgsFeatureRequest, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication

from ...core.english import spoken
from ...core.errors import PlanError
from ...core.parcel_field import NUMBER, ParcelField
from ..patience import in_portions
from .newcomers import filled
from .tagging import edit_command


def fill(layer: QgsVectorLayer, fids: Sequence[int], field: ParcelField, value: Any) -> None:
    """``value`` is None for nothing. Parcels that have it already are left alone. Raises PlanError,
    with nothing written."""
    place = layer.fields().indexOf(field.name)
    held = _held(layer, fids, field, place)
    changed = [(fid, old) for fid, old in held if plain(old) != value]
    if not changed:
        return
    text = _tr("填写{}（{} 个地块）").format(spoken(field.label), len(changed))
    with edit_command(layer, text):
        for portion in in_portions(_tr("填写"), changed):
            for fid, old in portion:
                # without the old value QGIS asks the file for it, one by one, to undo the step
                if not layer.changeAttributeValue(fid, place, _stored(field, value), old):
                    raise PlanError("没有写入", field.label, "请确认方案文件可写后重试")


def _held(
    layer: QgsVectorLayer, fids: Sequence[int], field: ParcelField, place: int
) -> list[tuple[int, Any]]:
    """Features with what they hold in a field."""
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    request.setSubsetOfAttributes([place])
    held = []
    for portion in in_portions(_tr("填写"), fids):
        features = layer.getFeatures(request.setFilterFids(list(portion)))
        held += [(feature.id(), feature[field.name]) for feature in features]
    return held


def plain(value: Any) -> Any:
    """A value as it is compared: None where the field holds nothing."""
    return value if filled(value) else None


def _stored(field: ParcelField, value: Any) -> Any:
    if value is None:
        return NULL
    return float(value) if field.kind == NUMBER else value


def _tr(text: str) -> str:
    return QCoreApplication.translate("filling", text)
