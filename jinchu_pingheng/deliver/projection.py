"""A coordinate system in the words of a Chinese map: datum, projection, zone, central meridian."""

from __future__ import annotations

from dataclasses import dataclass

from osgeo import osr

from ..core.errors import PlanError

_DATUMS = {
    "China_2000": "2000国家大地坐标系",
    "Xian_1980": "1980西安坐标系",
    "Beijing_1954": "1954年北京坐标系",
    "WGS_1984": "WGS 84坐标系",
}


@dataclass(frozen=True)
class Projection:
    """``zone_width`` is 3 or 6 (degrees), ``zone`` the number that eastings bear in front; None:
    not told or none.

    ``central_meridian`` is in degrees, None for geographic coordinates and for other projections.
    """

    authid: str
    datum: str
    name: str
    geographic: bool
    central_meridian: float | None
    zone_width: int | None
    zone: int | None

    @property
    def sentence(self) -> str:
        """E.g. '2000国家大地坐标系，高斯-克吕格投影，3°分带，中央子午线105°'."""
        if self.geographic:
            return f"{self.datum}，经纬度坐标"
        if self.central_meridian is None:
            return f"{self.datum}，{self.name}"
        width = f"{self.zone_width}°分带，" if self.zone_width else ""
        zone = f"，带号{self.zone}" if self.zone else ""
        return f"{self.datum}，高斯-克吕格投影，{width}中央子午线{self.central_meridian:g}°{zone}"


def spatial_reference(authid: str) -> osr.SpatialReference:
    """The system of an authority id, axes in the order easting/longitude first. Raises PlanError
    for an unknown id."""
    reference = osr.SpatialReference()
    try:
        known = reference.SetFromUserInput(authid) == 0
    except RuntimeError:
        known = False
    if not known:
        raise PlanError(
            f"坐标系“{authid}”无法识别", "", "请在方案属性中改用 EPSG 编号，如 EPSG:4544"
        )
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def projection(authid: str) -> Projection:
    """Describe the coordinate system ``authid``, e.g. 'EPSG:4544'. Raises PlanError for an unknown
    id."""
    reference = spatial_reference(authid)
    name = reference.GetName() or authid
    datum = _DATUMS.get(reference.GetAttrValue("DATUM") or "", name.split(" / ")[0])
    gauss = (
        reference.GetAttrValue("PROJECTION") == "Transverse_Mercator"
        and reference.GetProjParm("scale_factor") == 1
    )
    if not gauss:
        return Projection(
            authid=authid,
            datum=datum,
            name=name,
            geographic=bool(reference.IsGeographic()),
            central_meridian=None,
            zone_width=None,
            zone=None,
        )
    width = (3 if "3-degree" in name else 6) if "Gauss-Kruger" in name else None
    prefix = int(reference.GetProjParm("false_easting") // 1_000_000)
    return Projection(
        authid=authid,
        datum=datum,
        name=name,
        geographic=False,
        central_meridian=reference.GetProjParm("central_meridian"),
        zone_width=width,
        zone=prefix or None,
    )
