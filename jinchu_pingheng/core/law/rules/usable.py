"""Whether a layer is evidence at all, and near which parcels its broken features leave it open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import shapely

from ...declarations import Declaration
from ...errors import listed
from ...geometry.layer import Layer, Problem
from ...geometry.overlay import Cover
from ...model import Parcel
from ..evidence import Evidence


def unusable(layer: Layer | None, label: str, evidence: Evidence) -> str:
    """Why a role is no evidence at all; '' when it can be used."""
    if layer is None:
        return f"未提供{label}图层"
    named = f"{label}图层“{layer.name}”"
    if not layer.total:
        return f"{named}没有要素"
    if layer.unfit:
        return f"{named}不能用（{layer.unfit}）"
    bad = layer.broken
    if len(bad) == layer.total:
        return f"{named}没有可用的要素（{listed((p.feature for p in bad), 5)}：{bad[0].message}）"
    if evidence.survey and _apart(evidence.survey.dltb.extent, layer.extent):
        return f"{named}与地类图斑范围不相交，请核对坐标系"
    return ""


def unreadable(features: Layer, near: Cover, row: int, column: str, label: str) -> str:
    """Which of the ``features`` that meet a parcel have values that nobody understands."""
    found = features.take(near.features(row))
    values = sorted({str(value or "空").strip() for value in found.column(column)})
    return f"{label}要素 {listed(found.ids, 5)}的 {column} 为“{listed(values, 5)}”，不能识别"


def stated(role: str, evidence: Evidence) -> Declaration | None:
    """The county's statement that there is no land of a role; None where a layer shows some."""
    layer = evidence.layers.get(role)
    return None if layer is not None and layer.total else evidence.declared.get(role)


def _apart(county: tuple[float, ...] | None, extent: tuple[float, ...] | None) -> bool:
    if not county or not extent:
        return False
    return not shapely.intersects(shapely.box(*county), shapely.box(*extent))


def broken_near(
    layer: Layer, parcels: Sequence[Parcel], margin: float = 0.0
) -> dict[str, list[str]]:
    """Features set aside by the validity gate that may lie within ``margin`` m of a parcel, by
    parcel id."""
    found: dict[str, list[str]] = defaultdict(list)
    for problem in layer.broken if parcels else ():
        for parcel in parcels:
            if _anywhere(problem) or shapely.dwithin(problem.geometry, parcel.geometry, margin):
                found[parcel.parcel_id].append(problem.feature)
    return found


def _anywhere(problem: Problem) -> bool:
    geometry = problem.geometry
    return (
        geometry is None
        or shapely.is_empty(geometry)
        or not np.isfinite(shapely.bounds(geometry)).all()
    )
