"""Survey layers as tables of arrays in the plan's CRS, behind the validity gate: a whole layer in one call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from qgis.core import QgsCoordinateReferenceSystem

from ..core.model import Layer, Parcel
from .features import shape, value
from .files.table import NOWHERE
from .sources import Source, spec_of

__all__ = ["NEAR_M", "NOWHERE", "read", "shape", "town_names", "value"]

NEAR_M = 1000.0
"""Features within this distance of the parcels' box are kept: far enough for the nearest cropland."""


def read(
    source: Source,
    role: str,
    crs: QgsCoordinateReferenceSystem,
    parcels: Sequence[Parcel],
    wanted: Sequence[str],
) -> Layer:
    """The features of a layer near the parcels' box (everywhere when none are given), with the columns ``wanted`` and BSM.

    Features that no box can place become problems of the layer, wherever they lie.
    """
    boxes = None
    if parcels:
        boxes = np.array(
            [shapely.total_bounds(np.array([parcel.geometry for parcel in parcels], dtype=object))]
        )
        boxes = boxes + np.array([-NEAR_M, -NEAR_M, NEAR_M, NEAR_M])
    reader = spec_of(source, role, crs, wanted, boxes).open(boxes)
    try:
        return reader.all() if boxes is None else reader.near(boxes)
    finally:
        reader.close()


def town_names(layer: Layer | None) -> dict[str, str]:
    """Township names by nine-digit code, from XZQ."""
    if layer is None:
        return {}
    pairs: list[tuple[Any, Any]] = list(zip(layer.column("XZQDM"), layer.column("XZQMC")))
    return {str(code)[:9]: str(name) for code, name in pairs if code and name}
