"""Ellipsoidal area of polygons on CGCS2000, by the survey's series (三调 图斑面积: trapezoids to a
meridian)."""

from __future__ import annotations

import numpy as np
import shapely

_B = 6356752.31414036
_E2 = 0.0066943800229
MAX_EDGE_M = 70.0
"""The survey densifies edges longer than this before it goes to longitude and latitude."""

_A0 = 1 + 3 / 6 * _E2 + 30 / 80 * _E2**2 + 35 / 112 * _E2**3 + 630 / 2304 * _E2**4
_B0 = 1 / 6 * _E2 + 15 / 80 * _E2**2 + 21 / 112 * _E2**3 + 420 / 2304 * _E2**4
_C0 = 3 / 80 * _E2**2 + 7 / 112 * _E2**3 + 180 / 2304 * _E2**4
_D0 = 1 / 112 * _E2**3 + 45 / 2304 * _E2**4
_E0 = 5 / 2304 * _E2**4


def densified(geometry: np.ndarray) -> np.ndarray:
    """Polygons (n,) in metres with edges of at most 70 m."""
    return shapely.segmentize(geometry, MAX_EDGE_M)


def areas(lonlat: np.ndarray) -> np.ndarray:
    """Areas in m² (n,) of polygons in longitude/latitude degrees on CGCS2000; holes are
    subtracted."""
    parts, part_owner = shapely.get_parts(lonlat, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    if not len(rings):
        return np.zeros(len(lonlat))
    is_outer = np.diff(ring_part, prepend=-1) != 0
    sizes = np.abs(_ring_areas(rings))
    signed = np.where(is_outer, sizes, -sizes)
    return np.bincount(part_owner[ring_part], weights=signed, minlength=len(lonlat))


def _ring_areas(rings: np.ndarray) -> np.ndarray:
    coordinates, owner = shapely.get_coordinates(rings, return_index=True)
    same = owner[1:] == owner[:-1]
    lon, lat = np.radians(coordinates[:, 0]), np.radians(coordinates[:, 1])
    first = np.searchsorted(owner, np.arange(len(rings)))
    # A meridian through the ring keeps the trapezoids, and so the rounding, small.
    lon = lon - lon[first][owner]
    middle_lon = (lon[1:] + lon[:-1]) / 2
    strip = 2 * _B**2 * middle_lon * _strip((lat[1:] - lat[:-1]), (lat[1:] + lat[:-1]) / 2)
    return np.bincount(owner[1:][same], weights=strip[same], minlength=len(rings))


def _strip(delta: np.ndarray, middle: np.ndarray) -> np.ndarray:
    half = delta / 2
    return (
        _A0 * np.sin(half) * np.cos(middle)
        - _B0 * np.sin(3 * half) * np.cos(3 * middle)
        + _C0 * np.sin(5 * half) * np.cos(5 * middle)
        - _D0 * np.sin(7 * half) * np.cos(7 * middle)
        + _E0 * np.sin(9 * half) * np.cos(9 * middle)
    )
