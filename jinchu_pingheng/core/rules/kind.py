"""What a rule kind declares, what it is given, and how it words a finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Callable

import numpy as np
import shapely

from ..balance import Balance
from ..model import FAIL, Finding, Layer, Parcel
from ..notice import Notice, Rule
from ..overlay import Pieces, split
from ..rounding import exact, half_up
from ..schedule import Month
from ..slope import Dem
from ..survey import Survey

TEXT, NUMBER, ROLE, TEXTS, CHOICE, LIMITS = "text", "number", "role", "texts", "choice", "limits"
"""Types of a parameter: a text, a number, a layer role, a list of texts, one of ``choices``, text -> number."""


@dataclass(frozen=True)
class Param:
    """A parameter of a kind. ``default`` None means that the profile must give it, unless it is ``optional``."""

    name: str
    type: str
    default: Any = None
    choices: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of rule. ``check`` gets the rule, the parcels in its scope and the evidence."""

    name: str
    params: tuple[Param, ...]
    check: Callable[[Rule, Sequence[Parcel], Evidence], list[Finding]]
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """All that rules may look at. A role that is absent from ``layers`` is no evidence.

    ``today`` is the day of the check, 'YYYY-MM-DD'.
    """

    notice: Notice
    parcels: Sequence[Parcel]
    layers: Mapping[str, Layer] = field(default_factory=dict)
    survey: Survey | None = None
    dem: Dem | None = None
    balance: Balance | None = None
    months: Sequence[Month] = ()
    today: str = ""

    @cached_property
    def pieces(self) -> Pieces:
        """Parcels (in the order of ``parcels``) split by the survey."""
        land = np.array([parcel.geometry for parcel in self.parcels], dtype=object)
        features = self.survey.dltb.geometry if self.survey else np.empty(0, dtype=object)
        return split(land, features)

    @cached_property
    def _row_of(self) -> Mapping[str, int]:
        return {parcel.parcel_id: row for row, parcel in enumerate(self.parcels)}

    def survey_rows(self, parcel: Parcel) -> tuple[np.ndarray, np.ndarray]:
        """Areas (m²) and survey row numbers of the pieces of one parcel."""
        mine = self.pieces.parcel == self._row_of[parcel.parcel_id]
        return self.pieces.area[mine], self.pieces.feature[mine]

    def survey_pieces(self, parcel: Parcel) -> np.ndarray:
        """Geometries (n,) of the pieces of one parcel, in the order of ``survey_rows``."""
        return self.pieces.geometry[self.pieces.parcel == self._row_of[parcel.parcel_id]]


def finding(
    rule: Rule,
    parcel: Parcel | None,
    verdict: str,
    message: str,
    evidence: str = "",
    area: float | None = None,
    geometry: Any = None,
) -> Finding:
    """A finding of ``rule``; ``area`` in m² is printed with two decimals, and its share of the parcel with four."""
    share = None
    if area is not None and parcel is not None:
        share = half_up(exact(area) / exact(float(shapely.area(parcel.geometry))), 4)
    return Finding(
        parcel.parcel_id if parcel else "",
        parcel.direction if parcel else "",
        rule.id,
        rule.clause,
        rule.severity,
        verdict,
        message,
        evidence,
        None if area is None else half_up(area, 2),
        share,
        geometry if verdict == FAIL else None,
    )


def exceeds(rule: Rule, area: float, parcel: Parcel) -> bool:
    """Whether an area is more than the rule's tolerance (m², or a share of the parcel, whichever is larger)."""
    whole = exact(float(shapely.area(parcel.geometry)))
    allowed = max(rule.params["tolerance_m2"], rule.params["tolerance_share"] * whole)
    return bool(exact(area) > allowed)


TOLERANCES: tuple[Param, ...] = (
    Param("tolerance_m2", NUMBER, Decimal(1)),
    Param("tolerance_share", NUMBER, Decimal(0)),
)
"""Slivers of up to one square metre come from digitising, not from using the land; a profile may change it."""


def square_metres(area: float) -> str:
    """An area for a message: '1234.56 平方米'."""
    return f"{half_up(area, 2)} 平方米"
