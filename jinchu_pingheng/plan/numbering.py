"""Which ids a plan has given out, those of removed parcels included: they stand in its history."""

from __future__ import annotations

from ..core.parcel_ids import Numbering
from .store import Plan

_ACTION = "编号"
_MARK = "、"


def numbering_of(plan: Plan) -> Numbering:
    """Numbering that goes on where the plan, or a parcel that was removed from it, left off."""
    return Numbering([*plan.parcel_ids(), *_recorded(plan)])


def record_numbering(plan: Plan, numbering: Numbering) -> None:
    """Write the highest ids down, so that they outlive their parcels, whoever removes those."""
    if any(name not in _recorded(plan) for name in numbering.last):
        plan.log(_ACTION, _MARK.join(numbering.last))


def _recorded(plan: Plan) -> list[str]:
    lines = [detail for _, action, detail in plan.history() if action == _ACTION]
    return [name for detail in lines for name in detail.split(_MARK)]
