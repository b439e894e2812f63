"""Kinds that look at what the user declared of a parcel: a use or class, and a document."""

from __future__ import annotations

from collections.abc import Sequence

from ... import parcel_fields
from ...landclass import matches
from ...model import FAIL, NA, PASS, UNKNOWN, Finding, Parcel
from ...notice import Rule
from ..evidence import Evidence
from .kind import TEXT, TEXTS, Kind, Param, finding

REFUSALS = ("无", "否", "未批准", "未同意", "不同意")


def check_declared(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """The declared value must be one of ``allowed`` (codes or prefixes) and must not contain any of
    ``banned``."""
    name, label = rule.params["field"], parcel_fields.label(rule.params["field"])
    results = []
    for parcel in parcels:
        value = str(getattr(parcel, name)).strip()
        allowed, banned = rule.params["allowed"], rule.params["banned"]
        if not value:
            results.append(
                finding(rule, parcel, UNKNOWN, f"未填{label}，无法判定：{rule.text}", label)
            )
        elif any(word in value for word in banned) or (allowed and not matches(value, allowed)):
            results.append(finding(rule, parcel, FAIL, f"{label}为“{value}”：{rule.text}", label))
        else:
            results.append(finding(rule, parcel, PASS, f"{label}为“{value}”", label))
    return results


def check_document(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """The document that a clause demands: its number is recorded, refused, or not known.

    With ``classes`` the rule applies only where the survey shows such land under the parcel.
    """
    name, label = rule.params["field"], parcel_fields.label(rule.params["field"])
    results = []
    for parcel in parcels:
        value = str(getattr(parcel, name)).strip()
        concerned = _concerned(rule, parcel, evidence)
        if concerned is False:
            results.append(finding(rule, parcel, NA, "不涉及", "地类图斑"))
        elif value in REFUSALS:
            results.append(finding(rule, parcel, FAIL, f"{label}为“{value}”：{rule.text}", label))
        elif value:
            results.append(finding(rule, parcel, PASS, f"{label}：{value}", label))
        else:
            results.append(
                finding(rule, parcel, UNKNOWN, f"未填{label}，无法判定：{rule.text}", label)
            )
    return results


def _concerned(rule: Rule, parcel: Parcel, evidence: Evidence) -> bool:
    classes = rule.params["classes"]
    if not classes or evidence.survey is None:
        return True
    _, rows = evidence.ground.pieces(parcel)
    return any(matches(code, classes) for code in evidence.survey.dltb.column("DLBM")[rows])


KINDS = (
    Kind(
        "declared",
        (Param("field", TEXT), Param("allowed", TEXTS, ()), Param("banned", TEXTS, ())),
        check_declared,
    ),
    Kind("document", (Param("field", TEXT), Param("classes", TEXTS, ())), check_document),
)
