"""What a rule kind declares, what it is given, and how it words a finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Callable

from ...model import FAIL, UNKNOWN, Finding, Parcel
from ...notice import Rule
from ...rounding import exact, half_up
from ..evidence import Evidence, Selection

TEXT, NUMBER, ROLE, TEXTS, CHOICE, LIMITS = "text", "number", "role", "texts", "choice", "limits"
FIELD, FIELDS, COLUMN, VALUES = "field", "fields", "column", "values"
"""Types of a parameter: a text, a number, a layer role, a list of texts, one of ``choices``, text
-> number; a field of parcels, several of them, a column of a layer, columns -> list of texts."""


@dataclass(frozen=True)
class Param:
    """A parameter of a kind. ``default`` None means that the profile must give it, unless it is
    ``optional``.

    ``of``: the layer that a COLUMN or VALUES parameter looks at, a role or the name of a ROLE
    parameter.
    """

    name: str
    type: str
    default: Any = None
    choices: tuple[str, ...] = ()
    optional: bool = False
    of: str = ""


Check = Callable[[Rule, Sequence[Parcel], Evidence], list[Finding]]


def no_selections(rule: Rule) -> tuple[Selection, ...]:
    """Of a kind that holds parcels against no whole layer."""
    return ()


@dataclass(frozen=True)
class Kind:
    """A kind of rule. ``check`` gets the rule, the parcels in its scope and the evidence.

    ``roles``: layers that it always looks at; ``covers``: the features that it holds every parcel
    against. ``needs_evidence``: there are cases in which a rule of this kind cannot know.
    ``on_deducted``: it concerns land, too, that the notice leaves out of the balance.
    """

    name: str
    params: tuple[Param, ...]
    check: Check
    roles: tuple[str, ...] = ()
    covers: Callable[[Rule], tuple[Selection, ...]] = no_selections
    needs_evidence: bool = True
    on_deducted: bool = False


def finding(
    rule: Rule,
    parcel: Parcel | None,
    verdict: str,
    message: str,
    source: str = "",
    *,
    area: float | None = None,
    geometry: Any = None,
) -> Finding:
    """A finding of ``rule``; ``area`` in m² is printed with two decimals, and its share of the
    parcel with four."""
    overlap = share = None
    if area is not None:
        overlap = half_up(area, 2) if area else _NO_AREA
        if parcel is not None:
            share = half_up(exact(area) / exact(parcel.area), 4) if area else _NO_SHARE
    return Finding(
        parcel_id=parcel.parcel_id if parcel else "",
        direction=parcel.direction if parcel else "",
        rule_id=rule.id,
        clause=rule.clause,
        severity=rule.severity,
        verdict=verdict,
        message=message,
        evidence=source,
        overlap_m2=overlap,
        share=share,
        geometry=geometry if verdict == FAIL else None,
    )


_NO_AREA, _NO_SHARE = Decimal("0.00"), Decimal("0.0000")


def unknown(
    rule: Rule, parcel: Parcel | None, why: str, source: str = "", area: float | None = None
) -> Finding:
    """The finding that nobody can tell, and why: unknown is never pass."""
    return finding(rule, parcel, UNKNOWN, f"{why}，无法判定：{rule.text}", source, area=area)


def failing(
    rule: Rule,
    parcel: Parcel | None,
    what: str,
    source: str = "",
    *,
    area: float | None = None,
    geometry: Any = None,
) -> Finding:
    """The finding that a rule is broken: what was found, then the rule's own words."""
    message = f"{what}：{rule.text}"
    return finding(rule, parcel, FAIL, message, source, area=area, geometry=geometry)


def exceeds(rule: Rule, area: float, parcel: Parcel) -> bool:
    """Whether an area is more than the rule's tolerance (m², or a share of the parcel, whichever is
    larger)."""
    if area <= 0:
        return False
    share = rule.params["tolerance_share"]
    allowed = max(rule.params["tolerance_m2"], share * exact(parcel.area) if share else share)
    return bool(exact(area) > allowed)


TOLERANCES: tuple[Param, ...] = (
    Param("tolerance_m2", NUMBER, Decimal(1)),
    Param("tolerance_share", NUMBER, Decimal(0)),
)
"""Slivers of up to one square metre come from digitising, not from using the land; a profile may
change it."""


def square_metres(area: float) -> str:
    """An area for a message: '1234.56 平方米'."""
    return f"{half_up(area, 2)} 平方米"
