"""Gauss-Krüger zones by number, and their EPSG codes."""

from __future__ import annotations

from typing import NamedTuple

CGCS2000, XIAN80 = "2000国家大地坐标系", "1980西安坐标系"
DEGREES = "EPSG:4490"
"""Longitude and latitude on CGCS2000."""
MILLION = 1_000_000
_FIRST_ZONE = {3: 25, 6: 13}
_LAST_ZONE = {3: 45, 6: 23}
_FIRST_CODE = {
    (CGCS2000, 6, True): 4491,
    (CGCS2000, 6, False): 4502,
    (CGCS2000, 3, True): 4513,
    (CGCS2000, 3, False): 4534,
    (XIAN80, 6, True): 2327,
    (XIAN80, 6, False): 2338,
    (XIAN80, 3, True): 2349,
    (XIAN80, 3, False): 2370,
}
"""EPSG code of the first zone, with and without the zone in front of eastings."""


class Zone(NamedTuple):
    """A zone; ``prefixed``: eastings bear its number."""

    datum: str
    width: int
    number: int
    prefixed: bool

    @property
    def authid(self) -> str:
        """E.g. 'EPSG:4525'."""
        first = _FIRST_CODE[self.datum, self.width, self.prefixed]
        return f"EPSG:{first + self.number - _FIRST_ZONE[self.width]}"


def zone_of(authid: str) -> Zone | None:
    """The zone that a CRS is; None for another CRS."""
    code = authid.upper().removeprefix("EPSG:")
    for (datum, width, prefixed), first in _FIRST_CODE.items():
        number = int(code) - first + _FIRST_ZONE[width] if code.isdecimal() else 0
        if is_zone(width, number):
            return Zone(datum, width, number, prefixed)
    return None


def is_zone(width: int, number: int) -> bool:
    """Whether China has a zone of that width and number."""
    return width in _FIRST_ZONE and _FIRST_ZONE[width] <= number <= _LAST_ZONE[width]


def width_of(number: int) -> int:
    """3 or 6: the numbers of both kinds do not meet; 0 for no zone."""
    return next((width for width in _FIRST_ZONE if is_zone(width, number)), 0)
