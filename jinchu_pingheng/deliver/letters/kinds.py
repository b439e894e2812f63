"""The letters that there are, and whom each goes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HOUSEHOLD, VILLAGE, PARCEL, PLAN = "household", "village", "parcel", "plan"


@dataclass(frozen=True)
class LetterKind:
    """``each``: what it is written for; ``required``: as of a Vocabulary."""

    id: str
    title: str
    each: str
    required: tuple[tuple[tuple[str, ...], str], ...]


_OUT, _IN = (("outflows",), "流出地块"), (("inflows",), "流入地块")

KINDS: Mapping[str, LetterKind] = {
    kind.id: kind
    for kind in (
        LetterKind("consent", "承包户知情同意书", HOUSEHOLD, ((("household",), "承包户"), _OUT)),
        LetterKind(
            "publicity",
            "村级公示",
            VILLAGE,
            ((("publicity_from",), "公示开始日期"), (("publicity_to",), "公示结束日期"), _OUT, _IN),
        ),
        LetterKind("owner", "土地权利人同意书", PARCEL, (_IN,)),
        LetterKind("review", "联审意见", PLAN, ()),
    )
}

LABELS: Mapping[str, str] = {
    "household": "承包户",
    "town": "乡镇",
    "village": "村",
    "group": "村民小组",
    "location": "位置",
    "project": "项目名称",
    "implementer": "实施主体",
    "class_before": "现状地类",
    "class_after": "变化后地类",
    "use_before": "变化前用途",
    "use_after": "变化后用途",
    "start": "开始时间",
    "end": "完成时间",
    "grade": "等别",
    "agreement": "是否签订协议",
    "approval_doc": "批准文件",
    "consent_doc": "承包户知情同意书编号",
    "owner_consent_doc": "土地权利人同意文件",
    "forest_consent_doc": "林业等部门同意文件",
    "decided_by": "审议机关",
    "publicity_from": "公示开始日期",
    "publicity_to": "公示结束日期",
    "publicity_days": "公示天数",
}
"""What belongs where the plan says nothing: printed as 【待填：…】."""

TEXTS: Sequence[str] = (
    "household", "town", "village", "publicity_from", "publicity_to", "publicity_days",
    "own_out_count", "own_out_area", "own_out_mu", "own_in_count", "own_in_area", "own_in_mu",
)  # fmt: skip
"""Tags of letters beside those of the plan."""
