"""Parcels that the map's tools leave alone. The ids are kept with the layer in the project."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from qgis.core import QgsVectorLayer

from ...core.errors import PlanError, listed

PROPERTY = "jinchu_pingheng/locked"


def locked(layer: QgsVectorLayer) -> frozenset[str]:
    """Ids of the locked parcels."""
    return frozenset(layer.customProperty(PROPERTY, []) or [])


def lock(layer: QgsVectorLayer, ids: Iterable[str], wanted: bool) -> None:
    """Lock parcels, or let them go."""
    before = locked(layer)
    after = before | set(ids) if wanted else before - set(ids)
    layer.setCustomProperty(PROPERTY, sorted(after))


def require_unlocked(layer: QgsVectorLayer, ids: Collection[str]) -> None:
    """Raises PlanError where a parcel is locked."""
    held = sorted(locked(layer) & set(ids))
    if held:
        raise PlanError("地块已锁定，不能修改", f"地块 {listed(held)}", "请先解锁")
