"""Rule kinds: each a small unit; a profile combines them. A new kind is one module and one line here."""

from __future__ import annotations

from . import (
    belt,
    between_parcels,
    declared,
    overlap,
    plan_balance,
    procedure,
    slope,
    survey_attribute,
    width,
)
from .kind import Kind

_MODULES = (overlap, survey_attribute, declared, width, slope, belt, between_parcels, plan_balance, procedure)

KINDS: dict[str, Kind] = {kind.name: kind for module in _MODULES for kind in module.KINDS}
