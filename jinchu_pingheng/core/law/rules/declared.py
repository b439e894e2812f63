"""Kinds that look at what the user declared of a parcel: a use or class, and documents."""

from __future__ import annotations

from collections.abc import Sequence

from ... import parcel_fields
from ...codes import CODES, plain, titled, understood
from ...documents import DOCUMENT, NOT_CONCERNED, REFUSED, UNCLEAR, YES, kind_of
from ...landclass import matches
from ...model import NA, PASS, Finding, Parcel
from ...notice import Rule
from ...roles import SURVEY
from ..evidence import Evidence
from ..uses import means
from .kind import (
    CHOICE,
    FIELD,
    FIELDS,
    TEXTS,
    TOLERANCES,
    Kind,
    Param,
    exceeds,
    failing,
    finding,
    unknown,
)

ASKED, ACCEPTED = "asked", "accepted"
PAPER, ANSWER = "document", "answer"


def check_declared(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """The declared value must be one of ``allowed`` (codes or prefixes) and must mean none of
    ``banned`` (see core.law.uses)."""
    return [_judge_declared(rule, parcel) for parcel in parcels]


def _judge_declared(rule: Rule, parcel: Parcel) -> Finding:
    name, allowed = rule.params["field"], rule.params["allowed"]
    label, value = parcel_fields.label(name), str(getattr(parcel, name)).strip()
    if not plain(value):
        return unknown(rule, parcel, f"未填{label}", label)
    code = understood(name, value)
    if code is None and name in CODES:
        return unknown(rule, parcel, f"{label}“{value}”不能识别", label)
    wrong = allowed and not matches(code or "", allowed)
    said = f"{label}为“{titled(name, value)}”"
    if wrong or any(means(value, word) for word in rule.params["banned"]):
        return failing(rule, parcel, said, label)
    return finding(rule, parcel, PASS, said, label)


def check_stated(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """What the notice wants stated of each parcel is filled in; nobody judges what it says."""
    return [_judge_stated(rule, parcel) for parcel in parcels]


def _judge_stated(rule: Rule, parcel: Parcel) -> Finding:
    said = {parcel_fields.label(n): str(getattr(parcel, n)).strip() for n in rule.params["fields"]}
    missing = [label for label, text in said.items() if not plain(text)]
    source = "、".join(said)
    if missing:
        return failing(rule, parcel, f"未填{'、'.join(missing)}", source)
    text = "；".join(f"{label}：{text}" for label, text in said.items())
    return finding(rule, parcel, PASS, text, source)


def check_documents(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """The documents that a clause demands, in ``field`` and in ``also``: each is recorded, refused
    or not known. The field ``instead`` stands for ``field`` where only that is filled.

    With ``classes`` the rule applies only where the survey shows more such land under the parcel
    than the tolerance. ``not_concerned``: whether 不涉及 is an answer. ``form`` 'answer': a bare 是
    is enough.
    """
    concerned = _concerned(rule, parcels, evidence)
    return [
        _judge_documents(rule, parcel)
        if concerned[parcel.parcel_id]
        else finding(rule, parcel, NA, "不涉及", "地类图斑")
        for parcel in parcels
    ]


def _judge_documents(rule: Rule, parcel: Parcel) -> Finding:
    """The worst of the documents counts: refused, then not known."""
    names = (_first(rule, parcel), *rule.params["also"])
    texts = {parcel_fields.label(name): str(getattr(parcel, name)).strip() for name in names}
    source = "、".join(texts)
    kinds = {label: _kind(rule, text) for label, text in texts.items()}
    refused = [label for label, kind in kinds.items() if kind == REFUSED]
    if refused:
        said = "、".join(f"{label}为“{texts[label]}”" for label in refused)
        return failing(rule, parcel, said, source)
    missing = [label for label, kind in kinds.items() if kind not in (DOCUMENT, NOT_CONCERNED)]
    if missing:
        why = "；".join(_missing(label, texts[label], kinds[label]) for label in missing)
        return unknown(rule, parcel, why, source)
    said = "；".join(f"{label}：{text}" for label, text in texts.items())
    return finding(rule, parcel, PASS, said, source)


def _first(rule: Rule, parcel: Parcel) -> str:
    field, instead = str(rule.params["field"]), rule.params.get("instead")
    filled = plain(getattr(parcel, field)) or not (instead and plain(getattr(parcel, instead)))
    return field if filled else str(instead)


def _kind(rule: Rule, text: str) -> str:
    kind = kind_of(text)
    if kind == NOT_CONCERNED and rule.params["not_concerned"] != ACCEPTED:
        return UNCLEAR
    if kind == YES and rule.params["form"] == ANSWER:
        return DOCUMENT
    return kind


def _missing(label: str, text: str, kind: str) -> str:
    if kind in (UNCLEAR, YES):
        return f"{label}“{text}”看不出是什么文件（须有机关或出具人，和文号、编号或日期）"
    return f"未填{label}"


def _concerned(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> dict[str, bool]:
    """Whether a clause about some land classes is about each parcel; yes where the survey does not
    cover it."""
    classes = rule.params["classes"]
    if not classes or evidence.survey is None:
        return {parcel.parcel_id: True for parcel in parcels}
    inside = evidence.land_of(evidence.marks("DLBM", classes).hit)
    bare = evidence.ground.land.area - evidence.surveyed
    return {
        parcel.parcel_id: exceeds(rule, float(inside[row]), parcel)
        or exceeds(rule, float(bare[row]), parcel)
        for parcel, row in zip(parcels, evidence.rows(parcels).tolist())
    }


KINDS = (
    Kind(
        "declared",
        (Param("field", FIELD), Param("allowed", TEXTS, ()), Param("banned", TEXTS, ())),
        check_declared,
    ),
    Kind("stated", (Param("fields", FIELDS),), check_stated, needs_evidence=False),
    Kind(
        "document",
        (
            Param("field", FIELD),
            Param("also", FIELDS, ()),
            Param("instead", FIELD, optional=True),
            Param("classes", TEXTS, ()),
            Param("form", CHOICE, PAPER, choices=(PAPER, ANSWER)),
            Param("not_concerned", CHOICE, ASKED, choices=(ASKED, ACCEPTED)),
            *TOLERANCES,
        ),
        check_documents,
        roles=(SURVEY,),
    ),
)
