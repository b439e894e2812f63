"""Cropland beside a parcel: the estimate of 等别 and class for land that is not cropland yet, and
contiguity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import shapely

from ..geometry.layer import Layer
from ..geometry.overlay import Pairs, Shapes, beside
from ..model import (
    Parcel,
)
from ..rounding import exact, weighted_mean
from .survey import Survey, grade_of, grades_of

NEAR_STEPS_M = (60.0, 300.0, 1000.0)
"""How far to look for the nearest cropland around a block, step by step, where none adjoins."""
FAR_STEPS_M = (2_000.0, 5_000.0, 20_000.0)
"""How far to look for the few parcels that have none so near; farther land says nothing of
theirs."""
NEAR_AT_ONCE, FAR_AT_ONCE = 256, 16
"""Parcels around which cropland is read in one step; far around, it is much."""
ASKED_AT_ONCE = 16
"""Parcels for which the nearest is looked for in one step: it holds the interpreter lock."""


@dataclass(frozen=True)
class Adjoining:
    """Cropland within the adjoining distance of a parcel, or the nearest when there is none so
    near.

    ``area`` is the whole area of those survey polygons in m² (0 when none adjoins), ``grade`` their
    area-weighted mean 等别 (one decimal; None when none has a grade), ``dlbm`` the class with most
    area ('' without cropland).
    """

    area: float
    grade: Decimal | None
    dlbm: str


def adjoining(
    parcels: Sequence[Parcel], land: Shapes, survey: Survey, distance_m: float, overlaps: Pairs
) -> dict[str, Adjoining]:
    """Cropland at most ``distance_m`` beside parcels, by id; parcels without any are left out.

    ``overlaps`` are those of the parcels with ``survey.dltb``.
    """
    cropland = survey.cropland
    known = overlaps.among(survey.cropland_rows, len(survey.dltb))
    parcel, feature = beside(land, cropland.shapes, distance_m, known)
    starts = np.searchsorted(parcel, np.arange(len(parcels) + 1))
    return {
        parcels[row].parcel_id: _summary(cropland, feature[starts[row] : starts[row + 1]])
        for row in np.unique(parcel)
    }


def estimates(
    parcels: Sequence[Parcel], survey: Survey, near: Mapping[str, Adjoining]
) -> dict[str, Adjoining]:
    """What inflow parcels follow: the cropland beside them, else the nearest within the near
    steps."""
    found = {p.parcel_id: near[p.parcel_id] for p in parcels if p.parcel_id in near}
    lacking = [parcel for parcel in parcels if parcel.parcel_id not in near]
    return {**found, **nearest_cropland(lacking, survey, NEAR_STEPS_M, NEAR_AT_ONCE)}


def nearest_cropland(
    parcels: Sequence[Parcel], survey: Survey, steps_m: Sequence[float], at_once: int = FAR_AT_ONCE
) -> dict[str, Adjoining]:
    """The nearest cropland of parcels, by id, looked for step by step; parcels without any are left
    out."""
    found: dict[str, Adjoining] = {}
    lacking = list(parcels)
    for margin in steps_m:
        if not lacking:
            break
        for start in range(0, len(lacking), at_once):
            some = lacking[start : start + at_once]
            cropland = survey.cropland_around(
                np.array([shapely.bounds(p.geometry) for p in some]), margin
            )
            for parcel, row in zip(some, _nearest(some, cropland, margin)):
                if row is not None:
                    summary = _summary(cropland, np.array([row]))
                    found[parcel.parcel_id] = Adjoining(0.0, summary.grade, summary.dlbm)
        lacking = [parcel for parcel in lacking if parcel.parcel_id not in found]
    return found


def _nearest(parcels: Sequence[Parcel], cropland: Layer, margin: float) -> list[int | None]:
    """Row of the nearest cropland of each parcel, the first of several; None beyond the margin."""
    nearest: list[int | None] = [None] * len(parcels)
    if not len(cropland):
        return nearest
    tree = shapely.STRtree(cropland.geometry)
    for start in range(0, len(parcels), ASKED_AT_ONCE):
        land = np.array(
            [parcel.geometry for parcel in parcels[start : start + ASKED_AT_ONCE]], dtype=object
        )
        pairs = tree.query_nearest(land, max_distance=margin)
        for parcel, row in sorted(zip(*pairs.tolist()), reverse=True):
            nearest[start + parcel] = row
    return nearest


def _summary(cropland: Layer, rows: np.ndarray) -> Adjoining:
    areas = cropland.shapes.area[rows]
    grades = [grade_of(value) for value in grades_of(cropland)[rows]]
    by_class: dict[str, float] = defaultdict(float)
    for code, area in zip(cropland.column("DLBM")[rows], areas):
        by_class[code] += float(area)
    return Adjoining(
        float(areas.sum()),
        weighted_mean(
            (grade, exact(float(area))) for grade, area in zip(grades, areas) if grade is not None
        ),
        max(sorted(by_class), key=lambda code: by_class[code]),
    )
