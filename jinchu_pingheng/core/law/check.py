"""Run a notice's rules: every rule gives every parcel in its scope a verdict."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Finding
from ..notice import Rule
from .conditions import out_of_scope
from .evidence import Evidence
from .rules import KINDS, selections


def check(rules: Sequence[Rule], evidence: Evidence) -> list[Finding]:
    """Findings in the order of ``rules``, then of the parcels."""
    return [found for rule in rules for found in check_rule(rule, evidence)]


def check_rule(rule: Rule, evidence: Evidence) -> list[Finding]:
    """Findings of one rule: 'na' where its types or its conditions do not hold, or where the
    parcel's outflow is deducted; 'unknown' where that is not known."""
    kind = KINDS[rule.kind]
    if rule.direction == "plan":
        return kind.check(rule, (), evidence)
    evidence.foresee(selections(evidence.notice))
    sides = [p for p in evidence.parcels if rule.direction in ("both", p.direction)]
    others = {p.parcel_id: out_of_scope(rule, kind, p, evidence) for p in sides}
    scope = [parcel for parcel in sides if others[parcel.parcel_id] is None]
    judged = {item.parcel_id: item for item in kind.check(rule, scope, evidence)} if scope else {}
    return [others[parcel.parcel_id] or judged[parcel.parcel_id] for parcel in sides]
