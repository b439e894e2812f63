"""Coordinate reference systems of plans and layers."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsUnitTypes

from ..core.errors import PlanError

CGCS2000_PROJECTED = range(4491, 4555)
"""EPSG codes of the 3° and 6° Gauss-Krüger zones on CGCS2000, with and without zone prefix."""


def plan_crs(authid: str) -> QgsCoordinateReferenceSystem:
    """The CRS of a plan: projected, in metres.

    Raises PlanError when it is not known, or measures in degrees.
    """
    crs = QgsCoordinateReferenceSystem(authid)
    if not crs.isValid():
        raise PlanError(
            f"不认识的坐标系“{authid}”",
            "方案坐标系",
            "请选择 CGCS2000 高斯-克吕格投影，如 EPSG:4544",
        )
    if crs.isGeographic() or crs.mapUnits() != QgsUnitTypes.DistanceUnit.DistanceMeters:
        do = "请选择以米为单位的 CGCS2000 高斯-克吕格投影，如 EPSG:4544"
        raise PlanError(f"坐标系 {authid} 不是以米为单位的投影坐标系", "方案坐标系", do)
    if not authid.upper().startswith("EPSG:"):
        raise PlanError(
            f"坐标系“{authid}”没有 EPSG 编号", "方案坐标系", "请选择有 EPSG 编号的坐标系"
        )
    return crs


def is_cgcs2000(authid: str) -> bool:
    """Whether a CRS is one that the survey standard allows for planar areas."""
    return int(authid.split(":")[1]) in CGCS2000_PROJECTED
