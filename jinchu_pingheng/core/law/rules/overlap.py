"""Kinds that hold parcels against a layer of a role: no overlap, or full cover."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from ...errors import listed
from ...geometry.layer import Layer, Problem
from ...geometry.overlay import SLIVER_M2, Cover, Shapes, cover, meet, polygonal
from ...landclass import matches
from ...model import (
    FAIL,
    NA,
    PASS,
    UNKNOWN,
    Finding,
    Parcel,
)
from ...notice import Rule
from ..evidence import Evidence, Selection
from .kind import ROLE, TEXT, TEXTS, TOLERANCES, Kind, Param, exceeds, finding, square_metres


def check_overlap(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Fail a parcel that overlaps the role's layer by more than the tolerance.

    With ``classes`` only the parcel's land of those survey classes is held against the layer.
    """
    return _check(rule, parcels, evidence, inside=False)


def check_within(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Fail a parcel that lies outside the role's layer by more than the tolerance."""
    return _check(rule, parcels, evidence, inside=True)


def _check(
    rule: Rule, parcels: Sequence[Parcel], evidence: Evidence, inside: bool
) -> list[Finding]:
    role = rule.params["role"]
    label = evidence.notice.role_label(role)
    layer = evidence.layers.get(role)
    reason = unusable(layer, label, evidence) or _lacks_column(layer, label, rule)
    if rule.params["classes"] and evidence.survey is None:
        reason = "未提供地类图斑"
    if layer is None or reason:
        message = f"{reason}，无法判定：{rule.text}"
        return [finding(rule, parcel, UNKNOWN, message, label) for parcel in parcels]
    selection = (role, rule.params["column"], rule.params["values"])
    if rule.params["classes"]:
        land, covered = _land_of_classes(rule, parcels, evidence, selection)
    else:
        land, covered = evidence.ground.land, evidence.cover(selection)
    rows = range(len(parcels)) if rule.params["classes"] else evidence.rows(parcels)
    relation = f"超出{label}范围" if inside else f"与{label}重叠"
    test = _Test(
        rule=rule,
        layer=layer,
        meant=evidence.selected(selection),
        source=f"{label}（{layer.name}）",
        label=label,
        relation=relation,
        inside=inside,
        draw=evidence.draw,
    )
    broken = broken_near(layer, parcels)
    return [
        test.judge(parcel, land, covered, row, broken.get(parcel.parcel_id, ()))
        for parcel, row in zip(parcels, rows)
    ]


def _land_of_classes(
    rule: Rule, parcels: Sequence[Parcel], evidence: Evidence, selection: Selection
) -> tuple[Shapes, Cover]:
    """The parcels' land of the rule's survey classes, and what the selection covers of it."""
    land = Shapes(np.array([_land(rule, parcel, evidence) for parcel in parcels], dtype=object))
    return land, cover(land, evidence.selected(selection).shapes)


def _land(rule: Rule, parcel: Parcel, evidence: Evidence) -> shapely.Geometry:
    if evidence.survey is None:
        return parcel.geometry
    _, rows = evidence.ground.pieces(parcel)
    codes = evidence.survey.dltb.column("DLBM")[rows]
    mask = np.array([matches(code, rule.params["classes"]) for code in codes], dtype=bool)
    if not mask.any():
        return shapely.Polygon()
    return polygonal(shapely.union_all(evidence.ground.drawn(parcel)[mask]))


def _lacks_column(layer: Layer | None, label: str, rule: Rule) -> str:
    column = rule.params["column"]
    return (
        f"{label}图层缺少字段 {column}" if layer and column and column not in layer.columns else ""
    )


@dataclass(frozen=True)
class _Test:
    """One rule against one layer: what is judged, and the words for it. ``meant`` are the features
    it is about."""

    rule: Rule
    layer: Layer
    meant: Layer
    source: str
    label: str
    relation: str
    inside: bool
    draw: bool

    @cached_property
    def apart(self) -> str:
        """What is said of most parcels: one text for all of them."""
        return f"未{self.relation}"

    def judge(
        self, parcel: Parcel, land: Shapes, covered: Cover, row: int, broken: Sequence[str]
    ) -> Finding:
        """The verdict on one parcel, whose land stands in ``row``."""
        whole, area = float(land.area[row]), float(covered.area[row])
        if not whole:
            return finding(self.rule, parcel, NA, "不涉及", "地类图斑")
        if self.inside:
            area = max(whole - area, 0.0) if whole - area > SLIVER_M2 else 0.0
        over = exceeds(self.rule, area, parcel)
        if over and not (self.inside and broken):
            least = "至少 " if broken else ""
            message = f"{self.relation} {least}{square_metres(area)}：{self.rule.text}"
            conflict = (
                self._conflict(land.geometry[row], covered, row, whole - area)
                if self.draw
                else None
            )
            return finding(self.rule, parcel, FAIL, message, self.source, area, conflict)
        # A broken feature may add to what overlaps; it cannot take away from what covers a parcel
        # already.
        if broken and (over or not self.inside):
            message = f"{self.label}图层有问题要素 {listed(broken)}，无法判定：{self.rule.text}"
            return finding(self.rule, parcel, UNKNOWN, message, self.source)
        message = f"{self.relation} {square_metres(area)}，在容差内" if area else self.apart
        return finding(self.rule, parcel, PASS, message, self.source, area)

    def _conflict(
        self, land: shapely.Geometry, covered: Cover, row: int, rest: float
    ) -> shapely.Geometry:
        """The land that breaks the rule; drawn only where it is not the parcel as a whole."""
        if rest <= SLIVER_M2:
            return land
        met = meet(land, self.meant.geometry[covered.features(row)])
        return polygonal(shapely.difference(land, met)) if self.inside else met


def unusable(layer: Layer | None, label: str, evidence: Evidence) -> str:
    """Why a role is no evidence at all; '' when it can be used."""
    if layer is None:
        return f"未提供{label}图层"
    if not layer.total:
        return f"{label}图层“{layer.name}”没有要素"
    if layer.unfit:
        return f"{label}图层“{layer.name}”不能用（{layer.unfit}）"
    bad = [problem for problem in layer.problems if not problem.usable]
    if len(bad) == layer.total:
        return f"{label}图层“{layer.name}”没有可用的要素（{listed((p.feature for p in bad), 5)}：{bad[0].message}）"
    county = evidence.survey.dltb.extent if evidence.survey else None
    if (
        county
        and layer.extent
        and not shapely.intersects(shapely.box(*county), shapely.box(*layer.extent))
    ):
        return f"{label}图层“{layer.name}”与地类图斑范围不相交，请核对坐标系"
    return ""


def broken_near(
    layer: Layer, parcels: Sequence[Parcel], margin: float = 0.0
) -> dict[str, list[str]]:
    """Features set aside by the validity gate that may lie within ``margin`` m of a parcel, by
    parcel id."""
    found: dict[str, list[str]] = defaultdict(list)
    for problem in layer.broken if parcels else ():
        for parcel in parcels:
            if _anywhere(problem) or shapely.dwithin(problem.geometry, parcel.geometry, margin):
                found[parcel.parcel_id].append(problem.feature)
    return found


def _anywhere(problem: Problem) -> bool:
    geometry = problem.geometry
    return (
        geometry is None
        or shapely.is_empty(geometry)
        or not np.isfinite(shapely.bounds(geometry)).all()
    )


def check_last_year(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Fail the plan for each feature of one role that another role overlaps (last year's outflow,
    new building)."""
    roles = (rule.params["role"], rule.params["other_role"])
    layers = [evidence.layers.get(role) for role in roles]
    for role, layer in zip(roles, layers):
        reason = unusable(layer, evidence.notice.role_label(role), evidence)
        if reason:
            return [
                finding(
                    rule,
                    None,
                    UNKNOWN,
                    f"{reason}，无法判定：{rule.text}",
                    evidence.notice.role_label(role),
                )
            ]
    land, other = (layer for layer in layers if layer is not None)
    source = "、".join(
        f"{evidence.notice.role_label(layer.role)}（{layer.name}）" for layer in (land, other)
    )
    met = cover(land.shapes, other.shapes)
    results = [
        finding(
            rule,
            None,
            FAIL,
            _taken(rule, str(land.ids[row]), float(met.area[row]), evidence),
            source,
            float(met.area[row]),
            meet(land.geometry[row], other.geometry[met.features(row)]),
        )
        for row in np.flatnonzero(met.area > float(rule.params["tolerance_m2"]))
    ]
    broken = [
        problem.feature
        for layer in (land, other)
        for problem in layer.problems
        if not problem.usable
    ]
    if broken and not results:
        return [
            finding(
                rule, None, UNKNOWN, f"有问题要素 {listed(broken)}，无法判定：{rule.text}", source
            )
        ]
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
    Kind(
        "role_overlap",
        (Param("role", ROLE), Param("other_role", ROLE), *TOLERANCES),
        check_last_year,
    ),
)
