"""Kind that limits slope: Horn's formula on a DEM, or the survey's slope classes (PDT)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..model import FAIL, PASS, UNKNOWN, Finding, Parcel
from ..notice import Rule
from ..overlay import overlap
from ..roles import role_label
from ..slope import Dem, steep_areas
from .kind import NUMBER, TEXTS, TOLERANCES, Evidence, Kind, Param, exceeds, finding, square_metres
from .overlap import broken_near, unusable


def check(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Fail a parcel with more land over the limit than the tolerance; a DEM is preferred to PDT."""
    if evidence.dem is not None:
        return _by_dem(rule, parcels, evidence.dem)
    return _by_classes(rule, parcels, evidence)


def _by_dem(rule: Rule, parcels: Sequence[Parcel], dem: Dem) -> list[Finding]:
    limit = rule.params["limit_degrees"]
    land = np.array([parcel.geometry for parcel in parcels], dtype=object)
    source = f"DEM（{dem.name}，{dem.method}Horn 算法，像元 {dem.dx:g}×{dem.dy:g} 米）"
    results = []
    for parcel, over, missing, geometry in zip(parcels, *steep_areas(land, dem, float(limit))):
        over = float(over)
        if exceeds(rule, over, parcel):
            message = f"坡度大于 {limit} 度的面积 {square_metres(over)}：{rule.text}"
            results.append(finding(rule, parcel, FAIL, message, source, over, geometry))
        elif exceeds(rule, float(missing), parcel):
            message = f"有 {square_metres(float(missing))} 没有坡度数据，无法判定：{rule.text}"
            results.append(finding(rule, parcel, UNKNOWN, message, source, over))
        else:
            message = f"坡度大于 {limit} 度的面积 {square_metres(over)}"
            results.append(finding(rule, parcel, PASS, message, source, over))
    return results


def _by_classes(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    layer = evidence.layers.get("PDT")
    reason = "未提供 DEM 或坡度图" if layer is None else unusable(layer, role_label("PDT"), evidence)
    if not reason and layer is not None and "PDJB" not in layer.columns:
        reason = f"坡度图“{layer.name}”缺少字段 PDJB"
    if layer is None or reason:
        return [
            finding(rule, parcel, UNKNOWN, f"{reason}，无法判定：{rule.text}", "DEM、坡度图")
            for parcel in parcels
        ]
    steep = np.isin(layer.column("PDJB").astype(str), rule.params["pdt_classes"])
    land = np.array([parcel.geometry for parcel in parcels], dtype=object)
    over, covered = overlap(land, layer.geometry[steep]), overlap(land, layer.geometry)
    source = f"坡度图（{layer.name}）坡度级别 {'、'.join(rule.params['pdt_classes'])}"
    results = []
    for parcel, area, meet, known in zip(parcels, over.area, over.geometry, covered.area):
        missing = float(parcel.geometry.area - known)
        if exceeds(rule, float(area), parcel):
            message = (
                f"坡度大于 {rule.params['limit_degrees']} 度的面积 {square_metres(float(area))}：{rule.text}"
            )
            results.append(finding(rule, parcel, FAIL, message, source, float(area), meet))
        elif exceeds(rule, missing, parcel) or broken_near(layer, parcel):
            message = f"坡度图未完整覆盖地块，无法判定：{rule.text}"
            results.append(finding(rule, parcel, UNKNOWN, message, source, float(area)))
        else:
            results.append(finding(rule, parcel, PASS, "坡度符合", source, float(area)))
    return results


KINDS = (
    Kind(
        "slope",
        (Param("limit_degrees", NUMBER), Param("pdt_classes", TEXTS), *TOLERANCES),
        check,
        roles=("DEM", "PDT"),
    ),
)
