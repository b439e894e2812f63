"""Kind that looks at an attribute of the survey polygons under a parcel: land class, 城镇村属性,
种植属性 …"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from ...errors import listed
from ...land.survey import Survey
from ...landclass import matches
from ...model import FAIL, PASS, UNKNOWN, Finding, Parcel
from ...notice import Rule
from ..evidence import Evidence
from .kind import CHOICE, TEXT, TEXTS, TOLERANCES, Kind, Param, exceeds, finding, square_metres

ALL, SOME, NONE = "all", "some", "none"


def check(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Compare the land whose attribute has one of the values with what the rule demands.

    'all': no other land beyond the tolerance; 'some': more such land than the tolerance; 'none': no
    more than it.
    ``classes`` limits the test to survey polygons of those land classes.
    """
    survey, column = evidence.survey, rule.params["column"]
    if survey is None:
        return [
            finding(rule, parcel, UNKNOWN, f"未提供地类图斑，无法判定：{rule.text}", "地类图斑")
            for parcel in parcels
        ]
    if column not in survey.dltb.columns:
        missing = f"地类图斑缺少字段 {column}，无法判定：{rule.text}"
        return [
            finding(rule, parcel, UNKNOWN, missing, _source(survey, column)) for parcel in parcels
        ]
    return [_judge(rule, parcel, survey, evidence) for parcel in parcels]


def _source(survey: Survey, column: str) -> str:
    return f"地类图斑（{survey.dltb.name}）{column}"


def _judge(rule: Rule, parcel: Parcel, survey: Survey, evidence: Evidence) -> Finding:
    column, values, test = rule.params["column"], rule.params["values"], rule.params["test"]
    areas, rows = evidence.ground.pieces(parcel)
    codes = survey.dltb.column("DLBM")[rows]
    found = [_text(value) for value in survey.dltb.column(column)[rows]]
    tested = np.array(
        [not rule.params["classes"] or matches(code, rule.params["classes"]) for code in codes],
        bool,
    )
    hit = np.array([matches(value, values) for value in found], bool) & tested
    inside, outside = float(areas[hit].sum()), float(areas[tested & ~hit].sum())
    bad = outside if test == ALL else inside
    source = _source(survey, column)
    names = _names(found, hit if test == NONE else tested & ~hit, column)
    uncovered = parcel.area - float(areas.sum())
    if test == SOME:
        if exceeds(rule, inside, parcel):
            return finding(
                rule, parcel, PASS, f"符合的图斑面积 {square_metres(inside)}", source, inside
            )
        verdict = UNKNOWN if exceeds(rule, uncovered, parcel) else FAIL
        return finding(
            rule,
            parcel,
            verdict,
            f"地块内没有符合的图斑（现为{names}）：{rule.text}",
            source,
            inside,
            parcel.geometry if evidence.draw else None,
        )
    if exceeds(rule, bad, parcel):
        geometry = (
            _land(evidence, parcel, hit if test == NONE else tested & ~hit)
            if evidence.draw
            else None
        )
        return finding(
            rule, parcel, FAIL, f"{names} {square_metres(bad)}：{rule.text}", source, bad, geometry
        )
    if exceeds(rule, uncovered, parcel):
        message = f"有 {square_metres(uncovered)} 未被地类图斑覆盖，无法判定：{rule.text}"
        return finding(rule, parcel, UNKNOWN, message, source, bad)
    return finding(
        rule,
        parcel,
        PASS,
        "符合" if bad == 0 else f"不符合部分 {square_metres(bad)}，在容差内",
        source,
        bad,
    )


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _names(found: Sequence[str], mask: np.ndarray, column: str) -> str:
    """The values found under the mask, for a message, e.g. '地类 0301、0307'."""
    label = {
        "DLBM": "地类",
        "CZCSXM": "城镇村属性",
        "ZZSXDM": "种植属性",
        "TBXHDM": "图斑细化",
    }.get(column, column)
    values = sorted({value for value, shown in zip(found, mask) if shown})
    return f"{label} {listed(value or '空' for value in values)}" if values else f"{label} 无"


def _land(evidence: Evidence, parcel: Parcel, mask: np.ndarray) -> shapely.Geometry:
    return parcel.geometry if mask.all() else shapely.union_all(evidence.ground.drawn(parcel)[mask])


KINDS = (
    Kind(
        "survey_attribute",
        (
            Param("column", TEXT),
            Param("values", TEXTS),
            Param("test", CHOICE, choices=(ALL, SOME, NONE)),
            Param("classes", TEXTS, ()),
            *TOLERANCES,
        ),
        check,
        roles=("DLTB",),
    ),
)
