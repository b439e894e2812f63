"""How far off a layer of another datum may lie."""

from __future__ import annotations

import re

from osgeo import osr

UNCERTAIN_M = 200.0
"""From Xi'an 80 or Beijing 54 to CGCS2000 there are no public parameters: PROJ offers a ballpark
operation only, and the shift is up to 200 m in China."""
_MODERN_AXIS_M, _MODERN_FLATTENING = 6378137.0, 298.257
"""GRS 80, WGS 84 and CGCS2000 share this ellipsoid to 0.1 mm."""
_SPELLING = re.compile("^d_|[^a-z0-9]")
_CHINESE = {"xian1980": "1980 西安坐标系", "beijing1954": "1954 北京坐标系"}


def uncertain_m(own: osr.SpatialReference, planned: osr.SpatialReference) -> float:
    """Metres that a layer in ``own`` may lie off its place in ``planned``; 0 for the same datum.

    Geocentric datums (CGCS2000, WGS 84, ETRS89 …) count as one: they differ by less than a metre,
    less than the survey's own tolerance for boundaries. A CRS that brings its own parameters
    (TOWGS84) is trusted: somebody has determined them.
    """
    if _datum(own) == _datum(planned) or (_modern(own) and _modern(planned)):
        return 0.0
    return 0.0 if any(_parameters(own)) else UNCERTAIN_M


def datum_name(crs: osr.SpatialReference) -> str:
    """The datum in words."""
    return _CHINESE.get(_datum(crs), crs.GetName() or "未知坐标系")


def datum_remark(crs: osr.SpatialReference) -> str:
    """What the user must know of a layer whose place is uncertain."""
    return (
        f"坐标系为{datum_name(crs)}，与方案的大地基准不同，软件只能近似换算，"
        f"位置可能偏差约 {UNCERTAIN_M:.0f} 米；请用测绘部门的参数转换到 CGCS2000"
    )


def _datum(crs: osr.SpatialReference) -> str:
    return _SPELLING.sub("", (crs.GetAttrValue("DATUM") or "").lower())


def _modern(crs: osr.SpatialReference) -> bool:
    return (
        abs(crs.GetSemiMajor() - _MODERN_AXIS_M) < 1e-3
        and abs(crs.GetInvFlattening() - _MODERN_FLATTENING) < 1e-2
    )


def _parameters(crs: osr.SpatialReference) -> tuple[float, ...]:
    try:
        return tuple(crs.GetTOWGS84() or ())
    except RuntimeError:  # where GDAL's exceptions are switched on
        return ()
