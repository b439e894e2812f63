"""Priorities: a transparent score for which parcels should flow out or in first, by the parts that a profile lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Callable, Optional

import numpy as np
import shapely

from .adjoining import Adjoining, beside
from .landclass import matches
from .model import Parcel, PriorityScore
from .notice import PriorityPart
from .rounding import exact, half_up, weighted_mean
from .rules.kind import NUMBER, TEXT, TEXTS, Evidence, Param
from .slope import steep_areas
from .survey import grade_of, is_cropland


@dataclass(frozen=True)
class Ground:
    """What all parts look at: the evidence, and the cropland beside each parcel by id."""

    evidence: Evidence
    near: Mapping[str, Adjoining]


Scorer = Callable[[PriorityPart, Parcel, Ground], tuple[Optional[Decimal], str]]
"""Value from 0 to 1 (None: not known) and what it rests on."""


@dataclass(frozen=True)
class PartKind:
    """A kind of part with its parameters."""

    params: tuple[Param, ...]
    score: Scorer


def priorities(direction: str, evidence: Evidence) -> list[PriorityScore]:
    """Scores of one side's parcels, part by part; a part that is not known gives no points."""
    parcels = [parcel for parcel in evidence.parcels if parcel.direction == direction]
    parts = evidence.notice.priorities(direction)
    ground = Ground(evidence, _near(parcels, evidence) if parts else {})
    scores = []
    for parcel in parcels:
        for part in parts:
            value, source = PART_KINDS[part.kind].score(part, parcel, ground)
            points = half_up((value or Decimal(0)) * part.weight, 1)
            rounded = None if value is None else half_up(value, 3)
            scores.append(
                PriorityScore(parcel.parcel_id, direction, part.name, rounded, part.weight, points, source)
            )
    return scores


def _near(parcels: Sequence[Parcel], evidence: Evidence) -> dict[str, Adjoining]:
    if evidence.survey is None:
        return {}
    dltb = evidence.survey.dltb
    cropland = dltb.take(is_cropland(dltb))
    ids, shapes = [p.parcel_id for p in parcels], [p.geometry for p in parcels]
    return beside(ids, shapes, cropland, float(evidence.notice.adjoin_m))


def _survey_share(part: PriorityPart, parcel: Parcel, ground: Ground) -> tuple[Decimal | None, str]:
    """Share of the parcel whose survey attribute holds one of the values."""
    survey, column = ground.evidence.survey, part.params["column"]
    if survey is None or column not in survey.dltb.columns:
        return None, f"地类图斑无 {column}"
    areas, rows = ground.evidence.survey_rows(parcel)
    found = [str(value or "") for value in survey.dltb.column(column)[rows]]
    hit = np.array([matches(value, part.params["values"]) for value in found], dtype=bool)
    return _ratio(float(areas[hit].sum()), float(shapely.area(parcel.geometry))), f"地类图斑 {column}"


def _ratio(part: float, whole: float) -> Decimal:
    return min(exact(part) / exact(whole), Decimal(1)) if whole else Decimal(0)


def _area(part: PriorityPart, parcel: Parcel, ground: Ground) -> tuple[Decimal | None, str]:
    """Area against the area that earns all points."""
    return _ratio(float(shapely.area(parcel.geometry)), float(part.params["full_m2"])), "地块面积"


def _contiguous(part: PriorityPart, parcel: Parcel, ground: Ground) -> tuple[Decimal | None, str]:
    """Cropland beside the parcel against the area that earns all points."""
    if ground.evidence.survey is None:
        return None, "未提供地类图斑"
    near = ground.near.get(parcel.parcel_id)
    return _ratio(near.area if near else 0.0, float(part.params["full_m2"])), "周边现状耕地"


def _scattered(part: PriorityPart, parcel: Parcel, ground: Ground) -> tuple[Decimal | None, str]:
    """The opposite of contiguous."""
    value, source = _contiguous(part, parcel, ground)
    return (None if value is None else 1 - value), source


def _gentle(part: PriorityPart, parcel: Parcel, ground: Ground) -> tuple[Decimal | None, str]:
    """Share of the parcel that is not steeper than the limit, by the DEM."""
    dem = ground.evidence.dem
    if dem is None:
        return None, "未提供 DEM"
    land = np.array([parcel.geometry], dtype=object)
    over, missing, _ = steep_areas(land, dem, float(part.params["limit_degrees"]))
    if missing[0] > 1:
        return None, "DEM 未覆盖"
    return 1 - _ratio(float(over[0]), float(shapely.area(parcel.geometry))), f"DEM（{dem.name}）"


def _low_grade(part: PriorityPart, parcel: Parcel, ground: Ground) -> tuple[Decimal | None, str]:
    """Mean 等别 of the parcel's cropland from 1 (no points) to 15 (all points)."""
    survey = ground.evidence.survey
    if survey is None:
        return None, "未提供地类图斑"
    areas, rows = ground.evidence.survey_rows(parcel)
    pairs = [
        (grade_of(value), exact(float(area))) for value, area in zip(survey.dltb.column("GDDB")[rows], areas)
    ]
    mean = parcel.grade or weighted_mean((grade, area) for grade, area in pairs if grade is not None)
    return ((mean - 1) / 14 if mean is not None else None), "地类图斑 GDDB"


_FULL = Param("full_m2", NUMBER)

PART_KINDS: dict[str, PartKind] = {
    "survey_share": PartKind((Param("column", TEXT), Param("values", TEXTS)), _survey_share),
    "area": PartKind((_FULL,), _area),
    "contiguous": PartKind((_FULL,), _contiguous),
    "scattered": PartKind((_FULL,), _scattered),
    "gentle": PartKind((Param("limit_degrees", NUMBER),), _gentle),
    "low_grade": PartKind((), _low_grade),
}
