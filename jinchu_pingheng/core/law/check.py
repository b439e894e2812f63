"""Run a notice's rules: every rule gives every parcel in its scope a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable

from .. import parcel_fields
from ..model import NA, UNKNOWN, Finding, Parcel
from ..notice import Rule
from .evidence import Evidence
from .rules import KINDS
from .rules.kind import finding

Progress = Callable[[int, int], None]


def check(
    rules: Sequence[Rule], evidence: Evidence, progress: Progress | None = None
) -> list[Finding]:
    """Findings in the order of ``rules``, then of the parcels. ``progress`` is called with (done,
    of)."""
    findings: list[Finding] = []
    for done, rule in enumerate(rules):
        if progress:
            progress(done, len(rules))
        findings.extend(check_rule(rule, evidence))
    return findings


def check_rule(rule: Rule, evidence: Evidence) -> list[Finding]:
    """Findings of one rule: 'na' where its types or its condition do not hold, 'unknown' where that
    is not known."""
    kind = KINDS[rule.kind]
    if rule.direction == "plan":
        return kind.check(rule, (), evidence)
    sides = [p for p in evidence.parcels if rule.direction in ("both", p.direction)]
    scope = [parcel for parcel in sides if _applies(rule, parcel)]
    results = (
        {result.parcel_id: result for result in kind.check(rule, scope, evidence)} if scope else {}
    )
    return [results.get(parcel.parcel_id) or _out_of_scope(rule, parcel) for parcel in sides]


def _applies(rule: Rule, parcel: Parcel) -> bool:
    if rule.types and parcel.type not in rule.types:
        return False
    if rule.when is None:
        return True
    value = str(getattr(parcel, rule.when.field)).strip()
    return any(word in value for word in rule.when.values)


def _out_of_scope(rule: Rule, parcel: Parcel) -> Finding:
    in_types = not rule.types or parcel.type in rule.types
    if in_types and rule.when and not str(getattr(parcel, rule.when.field)).strip():
        label = parcel_fields.label(rule.when.field)
        return finding(rule, parcel, UNKNOWN, f"未填{label}，无法判定：{rule.text}", label)
    return finding(rule, parcel, NA, "不适用")
