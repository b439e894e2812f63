"""The kind that holds the quality of inflow against a figure that the county itself states."""

from __future__ import annotations

from collections.abc import Sequence

from ...documents import is_document
from ...indicators import GRADES
from ...model import NA, PASS, Finding, Parcel
from ...notice import Rule
from ..evidence import Evidence
from .kind import NUMBER, TEXT, Kind, Param, failing, finding, unknown
from .plan_balance import NOT_MEASURED

SOURCE = "上一年度被占用耕地平均等别"


def check_county_grade(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Mean 等别 of inflow is no worse than last year's county mean of cropland taken
    (《补充耕地质量验收办法（试行）》).

    The figure, its year and its document stand in the county's own profile; without one of them, or
    with a figure of another year, nothing is known.
    """
    return [_judge(rule, evidence)]


def _judge(rule: Rule, evidence: Evidence) -> Finding:
    missing = _missing(rule, evidence)
    if missing:
        return unknown(rule, None, missing, SOURCE)
    if evidence.balance is None:
        return unknown(rule, None, NOT_MEASURED, SOURCE)
    total, word = evidence.balance.total, evidence.notice.word_in
    if not total.in_m2:
        return finding(rule, None, NA, f"没有{word}地块", SOURCE)
    if total.in_grade is None:
        return unknown(rule, None, f"有{word}地块缺少等别", SOURCE)
    figure = f"{rule.params['year']}年全县被占用耕地平均 {rule.params['grade']} 等"
    text = f"{word}平均 {total.in_grade} 等，{figure}（{rule.params['document']}）"
    if total.in_grade <= rule.params["grade"]:
        return finding(rule, None, PASS, text, SOURCE)
    return failing(rule, None, text, SOURCE)


def _missing(rule: Rule, evidence: Evidence) -> str:
    """What the county's figure lacks, '' when it can be believed."""
    grade, year = rule.params.get("grade"), rule.params.get("year")
    document = str(rule.params.get("document", "")).strip()
    if grade is None or year is None or not is_document(document):
        return f"本县配置没有写明{SOURCE}（grade）、所属年份（year）和依据文件（document）"
    if not GRADES[0] <= grade <= GRADES[1]:
        return f"{SOURCE}“{grade}”不是 1 至 15 等"
    if evidence.year is None or year != evidence.year - 1:
        return f"{SOURCE}为{year}年的，应为方案年度的上一年"
    return ""


KINDS = (
    Kind(
        "county_grade",
        (
            Param("grade", NUMBER, optional=True),
            Param("year", NUMBER, optional=True),
            Param("document", TEXT, optional=True),
        ),
        check_county_grade,
    ),
)
