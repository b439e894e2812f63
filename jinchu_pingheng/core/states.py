"""Where a parcel stands after a check, from the findings on it: the one word that a map shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .model import BLOCK, FAIL, INFO, UNKNOWN, Finding
from .notice import Notice

BANNED, UNDECIDED, UNFILLED, FEASIBLE = "禁止", "无法判定", "待补", "可行"
STATES = (BANNED, UNDECIDED, UNFILLED, FEASIBLE)
"""Worst first: a blocking rule rejects the parcel; evidence is missing; a field or document of the
parcel is; nothing of that."""
_UNFILLED_MARK = "未填"
_ON_PLAN = "plan"


def is_unfilled(finding: Finding) -> bool:
    """Whether a rule cannot be decided for want of what the office itself has to fill in."""
    return finding.verdict == UNKNOWN and _UNFILLED_MARK in finding.message


def parcel_states(
    sides: Mapping[str, str], findings: Iterable[Finding], notice: Notice
) -> dict[str, str]:
    """State by parcel; ``sides``: direction by parcel. A rule on parcels that no layer was given
    for has one finding for all of its side: none of them is feasible then. Without any finding
    nothing was checked, and all are undecided."""
    on_plan = {rule.id for rule in notice.rules if rule.direction == _ON_PLAN}
    found: dict[str, set[str]] = {parcel: set() for parcel in sides}
    checked = False
    for finding in findings:
        checked = True
        state = _state(finding)
        if state == FEASIBLE or finding.rule_id in on_plan:
            continue
        if finding.parcel_id:
            found.setdefault(finding.parcel_id, set()).add(state)
        else:
            for parcel, side in sides.items():
                if finding.direction in (side, "both", ""):
                    found[parcel].add(state)
    least = FEASIBLE if checked else UNDECIDED
    return {
        parcel: next((state for state in STATES if state in found[parcel]), least)
        for parcel in sides
    }


def _state(finding: Finding) -> str:
    if (finding.verdict, finding.severity) == (FAIL, BLOCK):
        return BANNED
    if finding.verdict != UNKNOWN or finding.severity == INFO:
        return FEASIBLE
    return UNFILLED if is_unfilled(finding) else UNDECIDED
