"""Rule kinds: each a small unit; a profile combines them. A new kind is one module and one line
here."""

from __future__ import annotations

from collections.abc import Iterable

from ...notice import Notice, Rule
from ...roles import ROLES, SURVEY
from ..evidence import Selection
from . import (
    batches,
    belt,
    between_parcels,
    county_grade,
    declared,
    indicators,
    overlap,
    plan_balance,
    procedure,
    role_overlap,
    slope,
    survey_attribute,
    the_year,
    width,
)
from .kind import COLUMN, VALUES, Kind

_MODULES = (
    overlap,
    role_overlap,
    survey_attribute,
    declared,
    width,
    slope,
    belt,
    between_parcels,
    plan_balance,
    county_grade,
    procedure,
    indicators,
    batches,
    the_year,
)

KINDS: dict[str, Kind] = {kind.name: kind for module in _MODULES for kind in module.KINDS}


def selections(notice: Notice) -> Iterable[Selection]:
    """The features that rules on parcels hold every parcel against."""
    return (item for rule in notice.rules for item in KINDS[rule.kind].covers(rule))


def columns_needed(notice: Notice, role: str) -> tuple[str, ...]:
    """Columns that are read from a role's layer: the role's own, and those that the notice's rules
    look at."""
    own = {item.id: item.columns for item in notice.own_roles}
    columns = list(ROLES[role].columns if role in ROLES else own.get(role, ()))
    for rule in notice.rules:
        columns += _columns(rule, role)
    if role == SURVEY:
        for part in (*notice.priorities_out, *notice.priorities_in):
            columns += [part.params["column"]] if "column" in part.params else []
    return tuple(dict.fromkeys(columns))


def _columns(rule: Rule, role: str) -> list[str]:
    """Columns of a role's layer that one rule looks at, as its kind declares them."""
    found: list[str] = []
    for param in KINDS[rule.kind].params:
        value = rule.params.get(param.name)
        if value and rule.params.get(param.of, param.of) == role:
            found += (
                [value] if param.type == COLUMN else list(value) if param.type == VALUES else []
            )
    return found
