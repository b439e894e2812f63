"""Which ids a plan has given out, those of removed parcels included: they stand in its history."""

from __future__ import annotations

from ..core.parcel_ids import Numbering
from .store import Plan

_ACTION = "编号"
_MARK = "、"


def numbering_of(plan: Plan) -> Numbering:
    """Numbering that goes on where the plan, or a parcel that was removed from it, left off."""
    recorded = [detail for _, action, detail in plan.history() if action == _ACTION]
    return Numbering([*plan.parcel_ids(), *(name for text in recorded for name in text.split(_MARK))])


def record_numbering(plan: Plan, numbering: Numbering) -> None:
    """Write the highest ids down where the plan could not tell them from its parcels."""
    known = numbering_of(plan).last
    if any(name not in known for name in numbering.last):
        plan.log(_ACTION, _MARK.join(numbering.last))
