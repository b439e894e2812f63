"""Priorities: a transparent score for which parcels should flow out or in first, by the parts that
a profile lists."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Callable, Optional

from ..land.survey import mean_grade
from ..model import Parcel, PriorityScore
from ..notice import PriorityPart
from ..rounding import exact, half_up
from .evidence import Evidence
from .rules.kind import NUMBER, TEXT, TEXTS, Param

Scorer = Callable[[PriorityPart, Parcel, Evidence], tuple[Optional[Decimal], str]]
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
    scores = []
    for parcel in parcels:
        for part in parts:
            value, source = PART_KINDS[part.kind].score(part, parcel, evidence)
            points = half_up((value or Decimal(0)) * part.weight, 1)
            rounded = None if value is None else half_up(value, 3)
            scores.append(
                PriorityScore(
                    parcel_id=parcel.parcel_id,
                    direction=direction,
                    part=part.name,
                    value=rounded,
                    weight=part.weight,
                    points=points,
                    evidence=source,
                )
            )
    return scores


def _survey_share(
    part: PriorityPart, parcel: Parcel, evidence: Evidence
) -> tuple[Decimal | None, str]:
    """Share of the parcel whose survey attribute holds one of the values."""
    survey, column = evidence.survey, part.params["column"]
    if survey is None or column not in survey.dltb.columns:
        return None, f"地类图斑无 {column}"
    areas, rows = evidence.ground.pieces(parcel)
    hit = evidence.marks(column, part.params["values"]).hit[rows]
    return _ratio(float(areas[hit].sum()), parcel.area), f"地类图斑 {column}"


def _ratio(part: float, whole: float) -> Decimal:
    return min(exact(part) / exact(whole), Decimal(1)) if whole else Decimal(0)


def _area(part: PriorityPart, parcel: Parcel, evidence: Evidence) -> tuple[Decimal | None, str]:
    """Area against the area that earns all points."""
    return _ratio(parcel.area, float(part.params["full_m2"])), "地块面积"


def _contiguous(
    part: PriorityPart, parcel: Parcel, evidence: Evidence
) -> tuple[Decimal | None, str]:
    """Cropland beside the parcel against the area that earns all points."""
    if evidence.survey is None:
        return None, "未提供地类图斑"
    near = evidence.ground.adjoining.get(parcel.parcel_id)
    return _ratio(near.area if near else 0.0, float(part.params["full_m2"])), "周边现状耕地"


def _scattered(
    part: PriorityPart, parcel: Parcel, evidence: Evidence
) -> tuple[Decimal | None, str]:
    """The opposite of contiguous."""
    value, source = _contiguous(part, parcel, evidence)
    return (None if value is None else 1 - value), source


def _gentle(part: PriorityPart, parcel: Parcel, evidence: Evidence) -> tuple[Decimal | None, str]:
    """Share of the parcel that is not steeper than the limit, by the DEM."""
    dem = evidence.dem
    if dem is None:
        return None, "未提供 DEM"
    row = evidence.row_of[parcel.parcel_id]
    over, missing = evidence.steep(float(part.params["limit_degrees"]))
    if missing[row] > 1:
        return None, "DEM 未覆盖"
    return 1 - _ratio(float(over[row]), parcel.area), f"DEM（{dem.name}）"


def _low_grade(
    part: PriorityPart, parcel: Parcel, evidence: Evidence
) -> tuple[Decimal | None, str]:
    """Mean 等别 of the parcel's cropland from 1 (no points) to 15 (all points)."""
    survey = evidence.survey
    if survey is None:
        return None, "未提供地类图斑"
    mean = parcel.grade or mean_grade(survey, *evidence.ground.pieces(parcel))
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
