"""Rule kinds: each a small unit; a profile combines them. A new kind is one module and one line
here."""

from __future__ import annotations

from ...notice import Notice
from ...roles import ROLES
from . import (
    belt,
    between_parcels,
    declared,
    indicators,
    overlap,
    plan_balance,
    procedure,
    slope,
    survey_attribute,
    width,
)
from .kind import Kind

_MODULES = (
    overlap,
    survey_attribute,
    declared,
    width,
    slope,
    belt,
    between_parcels,
    plan_balance,
    procedure,
    indicators,
)

KINDS: dict[str, Kind] = {kind.name: kind for module in _MODULES for kind in module.KINDS}


def columns_needed(notice: Notice, role: str) -> tuple[str, ...]:
    """Columns that are read from a role's layer: the role's own, and those that the notice's rules
    look at."""
    own = {item.id: item.columns for item in notice.own_roles}
    columns = list(ROLES[role].columns if role in ROLES else own.get(role, ()))
    for rule in notice.rules:
        read_from = rule.params.get("role", "DLTB" if "DLTB" in KINDS[rule.kind].roles else "")
        if rule.params.get("column") and read_from == role:
            columns.append(rule.params["column"])
    if role == "DLTB":
        parts = (*notice.priorities_out, *notice.priorities_in)
        columns += [part.params["column"] for part in parts if "column" in part.params]
    return tuple(dict.fromkeys(columns))
