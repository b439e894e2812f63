"""Whether a rule is about a parcel: its types, its conditions, land that the notice leaves out."""

from __future__ import annotations

from .. import parcel_fields
from ..codes import CODES, plain, understood
from ..landclass import matches
from ..model import NA, OUT, Finding, Parcel
from ..notice import Rule, When
from .evidence import Evidence
from .rules.kind import Kind, finding, unknown
from .uses import means


def out_of_scope(rule: Rule, kind: Kind, parcel: Parcel, evidence: Evidence) -> Finding | None:
    """The finding on a parcel that a rule is not about, or may not be about; None: it is."""
    about_deducted = kind.on_deducted or rule.direction != OUT
    if not about_deducted and parcel.parcel_id in evidence.deducted:
        return finding(rule, parcel, NA, "已按扣除情形单列，不属进出平衡")
    if rule.types and parcel.type not in rule.types:
        return finding(rule, parcel, NA, "不适用")
    if not rule.when:
        return None
    answers = [_holds(condition, parcel) for condition in rule.when]
    if True in answers:
        return None
    if None not in answers:
        return finding(rule, parcel, NA, "不适用")
    open_ones = [when for when, answer in zip(rule.when, answers) if answer is None]
    labels = "、".join(dict.fromkeys(parcel_fields.label(when.field) for when in open_ones))
    filled = any(plain(getattr(parcel, when.field)) for when in open_ones)
    why = f"{labels}不能识别" if filled else f"未填{labels}"
    return unknown(rule, parcel, why, labels)


def _holds(when: When, parcel: Parcel) -> bool | None:
    """Whether a condition holds; None where the field leaves it open."""
    value = plain(getattr(parcel, when.field))
    if not when.values:
        return bool(value)
    if when.field in CODES:
        code = understood(when.field, value)
        return None if code is None else matches(code, tuple(map(plain, when.values)))
    return any(means(value, word) for word in when.values) if value else None
