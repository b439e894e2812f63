"""Kinds that hold parcels against a layer of a role: no overlap, or full cover."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from ..errors import listed
from ..landclass import matches
from ..model import FAIL, NA, PASS, UNKNOWN, Finding, Layer, Parcel
from ..notice import Rule
from ..overlay import overlap, polygonal
from .kind import ROLE, TEXT, TEXTS, TOLERANCES, Evidence, Kind, Param, exceeds, finding, square_metres


def check_overlap(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Fail a parcel that overlaps the role's layer by more than the tolerance.

    With ``classes`` only the parcel's land of those survey classes is held against the layer.
    """
    return _check(rule, parcels, evidence, inside=False)


def check_within(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Fail a parcel that lies outside the role's layer by more than the tolerance."""
    return _check(rule, parcels, evidence, inside=True)


def _check(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence, inside: bool) -> list[Finding]:
    role = rule.params["role"]
    label = evidence.notice.role_label(role)
    layer = evidence.layers.get(role)
    reason = unusable(layer, label, evidence) or _lacks_column(layer, label, rule)
    if rule.params["classes"] and evidence.survey is None:
        reason = "未提供地类图斑"
    if layer is None or reason:
        return [
            finding(rule, parcel, UNKNOWN, f"{reason}，无法判定：{rule.text}", label) for parcel in parcels
        ]
    land = np.array([_land(rule, parcel, evidence) for parcel in parcels], dtype=object)
    found = overlap(land, _meant(layer, rule).geometry)
    results = []
    for parcel, mine, area, meet in zip(parcels, land, found.area, found.geometry):
        if shapely.is_empty(mine):
            results.append(finding(rule, parcel, NA, "不涉及", "地类图斑"))
            continue
        if inside:
            meet = mine if meet is None else polygonal(shapely.difference(mine, meet))
            area = float(shapely.area(meet))
        results.append(_judge(rule, parcel, layer, label, float(area), meet, inside))
    return results


def _land(rule: Rule, parcel: Parcel, evidence: Evidence) -> shapely.Geometry:
    """The land that the rule is about: the whole parcel, or its land of the rule's survey classes."""
    classes = rule.params["classes"]
    if not classes or evidence.survey is None:
        return parcel.geometry
    _, rows = evidence.survey_rows(parcel)
    mask = [matches(code, classes) for code in evidence.survey.dltb.column("DLBM")[rows]]
    return polygonal(shapely.union_all(evidence.survey_pieces(parcel)[np.array(mask, dtype=bool)]))


def _lacks_column(layer: Layer | None, label: str, rule: Rule) -> str:
    column = rule.params["column"]
    return f"{label}图层缺少字段 {column}" if layer and column and column not in layer.columns else ""


def _meant(layer: Layer, rule: Rule) -> Layer:
    """The features that the rule is about: all, or those whose ``column`` holds one of ``values``."""
    column, values = rule.params["column"], rule.params["values"]
    if not column:
        return layer
    return layer.take(np.array([str(value) in values for value in layer.column(column)], dtype=bool))


def _judge(
    rule: Rule, parcel: Parcel, layer: Layer, label: str, area: float, meet: shapely.Geometry, inside: bool
) -> Finding:
    source = f"{label}（{layer.name}）"
    relation = f"超出{label}范围" if inside else f"与{label}重叠"
    broken = broken_near(layer, parcel)
    if exceeds(rule, area, parcel) and not (inside and broken):
        return finding(
            rule, parcel, FAIL, f"{relation} {square_metres(area)}：{rule.text}", source, area, meet
        )
    if broken:
        message = f"{label}图层有问题要素 {listed(broken)}，无法判定：{rule.text}"
        return finding(rule, parcel, UNKNOWN, message, source, area)
    return finding(
        rule,
        parcel,
        PASS,
        f"未{relation}" if area == 0 else f"{relation} {square_metres(area)}，在容差内",
        source,
        area,
    )


def unusable(layer: Layer | None, label: str, evidence: Evidence) -> str:
    """Why a role is no evidence at all; '' when it can be used."""
    if layer is None:
        return f"未提供{label}图层"
    if not layer.total:
        return f"{label}图层“{layer.name}”没有要素"
    bad = [problem for problem in layer.problems if not problem.usable]
    if len(bad) == layer.total:
        return f"{label}图层“{layer.name}”没有可用的要素（{listed((p.feature for p in bad), 5)}：{bad[0].message}）"
    county = evidence.survey.dltb.extent if evidence.survey else None
    if county and layer.extent and not shapely.intersects(shapely.box(*county), shapely.box(*layer.extent)):
        return f"{label}图层“{layer.name}”与地类图斑范围不相交，请核对坐标系"
    return ""


def broken_near(layer: Layer, parcel: Parcel) -> list[str]:
    """Features set aside by the validity gate that may touch the parcel; one without a place may be anywhere."""
    return [
        problem.feature
        for problem in layer.problems
        if not problem.usable and _may_touch(problem.geometry, parcel)
    ]


def _may_touch(geometry: shapely.Geometry | None, parcel: Parcel) -> bool:
    if geometry is None or shapely.is_empty(geometry):
        return True
    bounds = shapely.bounds(geometry)
    if not np.isfinite(bounds).all():
        return True
    mine = shapely.bounds(parcel.geometry)
    return bool((bounds[:2] <= mine[2:]).all() and (mine[:2] <= bounds[2:]).all())


def check_last_year(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Fail the plan for each feature of one role that another role overlaps (last year's outflow, new building)."""
    roles = (rule.params["role"], rule.params["other_role"])
    layers = [evidence.layers.get(role) for role in roles]
    for role, layer in zip(roles, layers):
        reason = unusable(layer, evidence.notice.role_label(role), evidence)
        if reason:
            return [
                finding(
                    rule, None, UNKNOWN, f"{reason}，无法判定：{rule.text}", evidence.notice.role_label(role)
                )
            ]
    land, other = (layer for layer in layers if layer is not None)
    source = "、".join(f"{evidence.notice.role_label(layer.role)}（{layer.name}）" for layer in (land, other))
    met = overlap(land.geometry, other.geometry)
    results = [
        finding(
            rule, None, FAIL, _taken(rule, str(feature), float(area), evidence), source, float(area), geometry
        )
        for feature, area, geometry in zip(land.ids, met.area, met.geometry)
        if area > float(rule.params["tolerance_m2"])
    ]
    broken = [problem.feature for layer in (land, other) for problem in layer.problems if not problem.usable]
    if broken and not results:
        return [finding(rule, None, UNKNOWN, f"有问题要素 {listed(broken)}，无法判定：{rule.text}", source)]
    return results or [
        finding(
            rule,
            None,
            PASS,
            f"{evidence.notice.role_label(roles[0])}未被{evidence.notice.role_label(roles[1])}占用",
            source,
        )
    ]


def _taken(rule: Rule, feature: str, area: float, evidence: Evidence) -> str:
    first, second = (
        evidence.notice.role_label(rule.params["role"]),
        evidence.notice.role_label(rule.params["other_role"]),
    )
    return f"{first} {feature} 被{second}占用 {square_metres(area)}：{rule.text}"


_FEATURES = (
    Param("role", ROLE),
    Param("column", TEXT, ""),
    Param("values", TEXTS, ()),
    Param("classes", TEXTS, ()),
)

KINDS = (
    Kind("overlap", (*_FEATURES, *TOLERANCES), check_overlap),
    Kind("within", (*_FEATURES, *TOLERANCES), check_within),
    Kind("role_overlap", (Param("role", ROLE), Param("other_role", ROLE), *TOLERANCES), check_last_year),
)
