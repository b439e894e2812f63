"""Which ways there are to mend a parcel, for a finding and for any parcel, in words."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.PyQt.QtCore import QCoreApplication

from ...core.model import FAIL, OUT, Finding
from ...core.notice import Notice
from ...jobs.amend import BY_BAN, BY_CLASS, CUT, TO_CROPLAND, TO_OTHER, TO_SURVEY, VALID, Wish
from ..settings import tolerance

_NO_PLACE = ("width", "belt_distance", "contiguity", "size")
"""Kinds whose conflict is the parcel itself: cutting it away mends nothing."""


@dataclass(frozen=True)
class Fix:
    """``how`` is one of jobs.amend's; ``rule_id`` of the finding for CUT, else ''."""

    how: str
    text: str
    rule_id: str = ""

    def wish(self, parcel_id: str) -> Wish:
        """The same for a parcel."""
        return Wish(parcel_id, self.how, self.rule_id, tolerance())


def fixes_for(finding: Finding, notice: Notice) -> list[Fix]:
    """What may be done about a finding, the nearest first; nothing for one that no shape mends."""
    if finding.verdict != FAIL or not finding.overlap_m2:
        return []
    rule = next((rule for rule in notice.rules if rule.id == finding.rule_id), None)
    if rule is None or rule.kind in _NO_PLACE:
        return []
    cut = Fix(CUT, _tr("裁去冲突部分"), rule.id)
    if rule.kind == "survey_attribute" and rule.params["column"] == "DLBM":
        return [cut, _to_side(finding.direction), by_class()]
    return [cut]


def fixes_of(direction: str) -> list[Fix]:
    """What may be done with any parcel of a side."""
    return [
        _to_side(direction),
        by_class(),
        by_ban(),
        Fix(TO_SURVEY, _tr("贴合图斑界线（{:g} 米以内）").format(tolerance())),
        Fix(VALID, _tr("修复图形")),
    ]


def by_class() -> Fix:
    """A parcel becomes one for each class of its land."""
    return Fix(BY_CLASS, _tr("沿地类界线分割"))


def by_ban() -> Fix:
    """What is in a ban becomes a parcel of its own."""
    return Fix(BY_BAN, _tr("沿禁止范围界线分割"))


def _to_side(direction: str) -> Fix:
    if direction == OUT:
        return Fix(TO_CROPLAND, _tr("只保留耕地部分"))
    return Fix(TO_OTHER, _tr("只保留非耕地部分"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("fixes", text)
