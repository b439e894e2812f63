"""Kind that limits slope: Horn's formula on a DEM, or the survey's slope classes (PDT)."""

from __future__ import annotations

from collections.abc import Sequence

from ...geometry.layer import Layer
from ...geometry.overlay import meet
from ...geometry.slope import Dem, steep_land
from ...model import PASS, Finding, Parcel
from ...notice import Rule
from ...roles import role_label
from ..evidence import Evidence, Selection
from .kind import (
    NUMBER,
    TEXTS,
    TOLERANCES,
    Kind,
    Param,
    exceeds,
    failing,
    finding,
    square_metres,
    unknown,
)
from .usable import broken_near, unreadable, unusable

CLASSES, CLASS = "PDT", "PDJB"


def check(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Fail a parcel with more land over the limit than the tolerance; a DEM is preferred to PDT."""
    if evidence.dem is not None:
        return _by_dem(rule, parcels, evidence, evidence.dem)
    layer = evidence.layers.get(CLASSES)
    reason = unusable(layer, role_label(CLASSES), evidence) if layer else "未提供 DEM 或坡度图"
    if layer is not None and not reason and CLASS not in layer.columns:
        reason = f"坡度图“{layer.name}”缺少字段 {CLASS}"
    if layer is None or reason:
        return [unknown(rule, parcel, reason, "DEM、坡度图") for parcel in parcels]
    return _by_classes(rule, parcels, evidence, layer)


def _by_dem(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence, dem: Dem) -> list[Finding]:
    limit = rule.params["limit_degrees"]
    source = f"DEM（{dem.name}，{dem.method}Horn 算法，像元 {dem.dx:g}×{dem.dy:g} 米）"
    areas = evidence.steep(float(limit))
    results = []
    for parcel, row in zip(parcels, evidence.rows(parcels)):
        over, missing = float(areas[0][row]), float(areas[1][row])
        text = f"坡度大于 {limit} 度的面积 {square_metres(over)}"
        if exceeds(rule, over, parcel):
            drawn = steep_land(parcel.geometry, dem, float(limit)) if evidence.draw else None
            results.append(failing(rule, parcel, text, source, area=over, geometry=drawn))
        elif exceeds(rule, missing, parcel):
            why = f"有 {square_metres(missing)} 没有坡度数据"
            results.append(unknown(rule, parcel, why, source, over))
        else:
            results.append(finding(rule, parcel, PASS, text, source, area=over))
    return results


def _steep(rule: Rule) -> Selection:
    return Selection(CLASSES, CLASS, rule.params["pdt_classes"])


_EVERYWHERE, _UNCLEAR = Selection(CLASSES), Selection(CLASSES, CLASS, unclear=True)


def _by_classes(
    rule: Rule, parcels: Sequence[Parcel], evidence: Evidence, layer: Layer
) -> list[Finding]:
    """Land of the classes over the limit; land of a class that nobody can read is not known."""
    steep, anywhere = evidence.cover(_steep(rule)), evidence.cover(_EVERYWHERE)
    unread = evidence.selected(_UNCLEAR)
    doubtful = evidence.cover(_UNCLEAR) if len(unread) else None
    limit, classes = rule.params["limit_degrees"], "、".join(rule.params["pdt_classes"])
    source = f"坡度图（{layer.name}）坡度级别 {classes}"
    broken = broken_near(layer, parcels)
    shapes = evidence.selected(_steep(rule)).geometry
    results = []
    for parcel, row in zip(parcels, evidence.rows(parcels)):
        area, missing = float(steep.area[row]), parcel.area - float(anywhere.area[row])
        if exceeds(rule, area, parcel):
            text = f"坡度大于 {limit} 度的面积 {square_metres(area)}"
            drawn = meet(parcel.geometry, shapes[steep.features(row)]) if evidence.draw else None
            results.append(failing(rule, parcel, text, source, area=area, geometry=drawn))
        elif doubtful and exceeds(rule, area + float(doubtful.area[row]), parcel):
            why = unreadable(unread, doubtful, row, CLASS, "坡度图")
            results.append(unknown(rule, parcel, why, source, area))
        elif exceeds(rule, missing, parcel) or parcel.parcel_id in broken:
            results.append(unknown(rule, parcel, "坡度图未完整覆盖地块", source, area))
        else:
            results.append(finding(rule, parcel, PASS, "坡度符合", source, area=area))
    return results


KINDS = (
    Kind(
        "slope",
        (Param("limit_degrees", NUMBER), Param("pdt_classes", TEXTS), *TOLERANCES),
        check,
        roles=("DEM", CLASSES),
    ),
)
