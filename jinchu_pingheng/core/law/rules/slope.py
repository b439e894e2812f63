"""Kind that limits slope: Horn's formula on a DEM, or the survey's slope classes (PDT)."""

from __future__ import annotations

from collections.abc import Sequence

from ...geometry.overlay import meet
from ...geometry.slope import Dem, steep_land
from ...model import FAIL, PASS, UNKNOWN, Finding, Parcel
from ...notice import Rule
from ...roles import role_label
from ..evidence import Evidence
from .kind import NUMBER, TEXTS, TOLERANCES, Kind, Param, exceeds, finding, square_metres
from .overlap import broken_near, unusable


def check(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Fail a parcel with more land over the limit than the tolerance; a DEM is preferred to PDT."""
    if evidence.dem is not None:
        return _by_dem(rule, parcels, evidence, evidence.dem)
    return _by_classes(rule, parcels, evidence)


def _by_dem(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence, dem: Dem) -> list[Finding]:
    limit = rule.params["limit_degrees"]
    source = f"DEM（{dem.name}，{dem.method}Horn 算法，像元 {dem.dx:g}×{dem.dy:g} 米）"
    areas = evidence.steep(float(limit))
    results = []
    for parcel, row in zip(parcels, evidence.rows(parcels)):
        over, missing = float(areas[0][row]), float(areas[1][row])
        message = f"坡度大于 {limit} 度的面积 {square_metres(over)}"
        if exceeds(rule, over, parcel):
            drawn = steep_land(parcel.geometry, dem, float(limit)) if evidence.draw else None
            results.append(
                finding(rule, parcel, FAIL, f"{message}：{rule.text}", source, over, drawn)
            )
        elif exceeds(rule, missing, parcel):
            message = f"有 {square_metres(missing)} 没有坡度数据，无法判定：{rule.text}"
            results.append(finding(rule, parcel, UNKNOWN, message, source, over))
        else:
            results.append(finding(rule, parcel, PASS, message, source, over))
    return results


def _by_classes(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    layer = evidence.layers.get("PDT")
    reason = (
        "未提供 DEM 或坡度图" if layer is None else unusable(layer, role_label("PDT"), evidence)
    )
    if not reason and layer is not None and "PDJB" not in layer.columns:
        reason = f"坡度图“{layer.name}”缺少字段 PDJB"
    if layer is None or reason:
        return [
            finding(rule, parcel, UNKNOWN, f"{reason}，无法判定：{rule.text}", "DEM、坡度图")
            for parcel in parcels
        ]
    classes = rule.params["pdt_classes"]
    over, known = evidence.cover(("PDT", "PDJB", classes)), evidence.cover(("PDT", "", ()))
    source = f"坡度图（{layer.name}）坡度级别 {'、'.join(classes)}"
    broken = broken_near(layer, parcels)
    steep = evidence.selected(("PDT", "PDJB", classes)).geometry
    results = []
    for parcel, row in zip(parcels, evidence.rows(parcels)):
        area, missing = float(over.area[row]), parcel.area - float(known.area[row])
        if exceeds(rule, area, parcel):
            limit = rule.params["limit_degrees"]
            message = f"坡度大于 {limit} 度的面积 {square_metres(area)}：{rule.text}"
            drawn = meet(parcel.geometry, steep[over.features(row)]) if evidence.draw else None
            results.append(finding(rule, parcel, FAIL, message, source, area, drawn))
        elif exceeds(rule, missing, parcel) or parcel.parcel_id in broken:
            message = f"坡度图未完整覆盖地块，无法判定：{rule.text}"
            results.append(finding(rule, parcel, UNKNOWN, message, source, area))
        else:
            results.append(finding(rule, parcel, PASS, "坡度符合", source, area))
    return results


KINDS = (
    Kind(
        "slope",
        (Param("limit_degrees", NUMBER), Param("pdt_classes", TEXTS), *TOLERANCES),
        check,
        roles=("DEM", "PDT"),
    ),
)
