"""Cropland beside a parcel: the estimate of 等别 and class for land that is not cropland yet, and contiguity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import shapely

from .model import IN, Layer, Parcel
from .rounding import exact, weighted_mean
from .survey import grade_of, is_cropland


@dataclass(frozen=True)
class Adjoining:
    """Cropland within the adjoining distance of a parcel, or the nearest when there is none so near.

    ``area`` is the whole area of those survey polygons in m² (0 when none adjoins), ``grade`` their area-weighted
    mean 等别 (one decimal; None when none has a grade), ``dlbm`` the class with most area ('' without cropland).
    """

    area: float
    grade: Decimal | None
    dlbm: str


def adjoining_cropland(parcels: Sequence[Parcel], dltb: Layer, distance_m: float) -> dict[str, Adjoining]:
    """Adjoining cropland of the inflow parcels, by parcel id."""
    inflow = [parcel for parcel in parcels if parcel.direction == IN]
    cropland = dltb.take(is_cropland(dltb))
    return beside([p.parcel_id for p in inflow], [p.geometry for p in inflow], cropland, distance_m)


def beside(
    ids: Sequence[str], geometries: Sequence[shapely.Geometry], cropland: Layer, distance_m: float
) -> dict[str, Adjoining]:
    """Adjoining cropland of any geometries, keyed by ``ids``; empty when the survey holds no cropland."""
    if not ids or not len(cropland):
        return {}
    tree = shapely.STRtree(cropland.geometry)
    land = np.array(geometries, dtype=object)
    near: dict[int, list[int]] = defaultdict(list)
    for parcel, feature in zip(*tree.query(land, predicate="dwithin", distance=distance_m)):
        near[int(parcel)].append(int(feature))
    result = {}
    for index, parcel_id in enumerate(ids):
        touching = sorted(near.get(index, ()))
        features = touching or [int(tree.nearest(land[index]))]
        result[parcel_id] = _summary(cropland, features, bool(touching))
    return result


def _summary(cropland: Layer, features: Sequence[int], adjoins: bool) -> Adjoining:
    areas = shapely.area(cropland.geometry[features])
    grades = [grade_of(value) for value in cropland.column("GDDB")[features]]
    by_class: dict[str, float] = defaultdict(float)
    for code, area in zip(cropland.column("DLBM")[features], areas):
        by_class[code] += float(area)
    return Adjoining(
        float(areas.sum()) if adjoins else 0.0,
        weighted_mean((grade, exact(float(area))) for grade, area in zip(grades, areas) if grade is not None),
        max(sorted(by_class), key=lambda code: by_class[code]),
    )
