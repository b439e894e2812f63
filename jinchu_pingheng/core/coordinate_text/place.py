"""Where the numbers of a coordinate text lie: its CRS, by what the text declares, else by its
eastings, else by what the user says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..errors import PlanError
from .zones import CGCS2000, DEGREES, MILLION, XIAN80, Zone, is_zone, width_of

_FARTHEST_M = 700_000
"""From the central meridian. Land at the eastern edge of a county kept in one zone lies up to 560
km off; what belongs to the next zone, more than 800 km."""
_NORTH_M = 1_500_000, 6_500_000
_LONGITUDES, _LATITUDES = (70, 140), (0, 60)


@dataclass(frozen=True)
class Place:
    """A CRS in which points are checked; ``shift`` is taken off eastings."""

    authid: str
    zone: Zone | None
    shift: float = 0.0
    notes: tuple[str, ...] = ()

    def point(self, east: float, north: float, where: str) -> tuple[float, float]:
        """The point in the CRS. Raises PlanError for one that cannot be there."""
        if self.authid == DEGREES and not (
            _LONGITUDES[0] < east < _LONGITUDES[1] and _LATITUDES[0] < north < _LATITUDES[1]
        ):
            what = f"经度 {east:g}、纬度 {north:g} 不在中国范围"
            raise PlanError(what, where, "请核对经纬度的先后和数值")
        if self.zone is None:
            return east, north
        if not _NORTH_M[0] < north < _NORTH_M[1]:
            what = f"北坐标 {north:.3f} 不在中国范围"
            raise PlanError(what, where, "请核对东、北坐标是否写反")
        off = east - self.shift - 500_000
        if abs(off) > _FARTHEST_M:
            what = (
                f"东坐标 {east:.3f} 不在 {self.zone.number} 带内"
                f"（离中央经线 {abs(off) / 1000:.0f} 千米）"
            )
            raise PlanError(what, where, "请核对带号和坐标")
        return east - self.shift, north


def place_of(described: Mapping[str, str], eastings: Sequence[float], crs: str, name: str) -> Place:
    """The place that a text declares, or its ``eastings``. The declared zone holds, whatever
    number eastings begin with: in zone 37 what lies far in the east begins with 38."""
    prefixes = {int(east // MILLION) for east in eastings}
    declared = described.get("带号", "")
    if declared:
        return _in_zone(_declared(described, name), prefixes)
    if all(abs(east) <= 180 for east in eastings):
        return Place(DEGREES, None)
    if min(prefixes) > 0:
        if len(prefixes) > 1 or not width_of(min(prefixes)):
            numbers = "、".join(map(str, sorted(prefixes)))
            do = "请在 [属性描述] 中写明带号，或选择坐标系"
            raise PlanError(f"没有声明带号，东坐标前的带号有 {numbers}", name, do)
        [number] = prefixes
        datum = _datum(described.get("坐标系", ""), name)
        return _in_zone(Zone(datum, width_of(number), number, False), prefixes)
    if not crs:
        what = "没有声明带号，坐标前也没有带号，不知道是哪个坐标系"
        raise PlanError(what, name, "请选择坐标系")
    return Place(crs, None)


def _declared(described: Mapping[str, str], name: str) -> Zone:
    digits = described["带号"]
    number = int(digits) if digits.isdecimal() else 0
    degrees = described.get("几度分带", "").rstrip("°度带")
    width = int(degrees) if degrees.isdecimal() else width_of(number)
    if not is_zone(width, number):
        what = f"声明的带号“{digits}”（{degrees or '未写明几'}度分带）不存在"
        raise PlanError(what, name, "3 度带为 25 到 45，6 度带为 13 到 23，请更正")
    return Zone(_datum(described.get("坐标系", ""), name), width, number, False)


def _datum(text: str, name: str) -> str:
    if not text or "2000" in text:
        return CGCS2000
    if "80" in text:
        return XIAN80
    raise PlanError(f"不认识的坐标系“{text}”", name, f"请转换为{CGCS2000}")


def _in_zone(zone: Zone, prefixes: set[int]) -> Place:
    shift = zone.number * MILLION if min(prefixes) > 0 else 0
    notes: tuple[str, ...] = ()
    if shift and prefixes != {zone.number}:
        others = "、".join(str(number) for number in sorted(prefixes - {zone.number}))
        notes = (f"有东坐标以 {others} 开头，按声明的带号 {zone.number} 读取",)
    return Place(zone.authid, zone, shift, notes)
