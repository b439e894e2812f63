"""Coordinate text in any dialect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from . import dialects as d
from .reading import BODY
from .rings import rings_of
from .zones import Zone

Item = tuple[Mapping[str, str], Any]
"""Fields by name (core.coordinate_text.dialects) and the polygon in the text's CRS."""


def description(zone: Zone, office: str, day: str, decimals: int) -> list[str]:
    """The block [属性描述]."""
    told = {
        "格式版本号": "1.01版本",
        "数据产生单位": office,
        "数据产生日期": day,
        "坐标系": zone.datum,
        "几度分带": str(zone.width),
        "投影类型": "高斯克吕格",
        "计量单位": "米",
        "带号": str(zone.number),
        "精度": f"{10**-decimals:.{decimals}f}",
        "转换参数": ",,,,,,",
    }
    return ["[属性描述]", *(f"{key}={_one_line(value)}" for key, value in told.items())]


def text(
    items: Sequence[Item], dialect: d.Dialect, decimals: int, described: Sequence[str] = ()
) -> str:
    """The whole text, with the dialect's line ends."""
    lines = [*described, BODY]
    for number, (values, geometry) in enumerate(items, 1):
        rings = [np.round(ring, decimals) for ring in rings_of(geometry)]
        if dialect.each_ring:
            for ring in rings:
                lines.append(_head(values, [ring], dialect))
                lines += _points(ring, number, dialect, decimals)
        else:
            lines.append(_head(values, rings, dialect))
            for at, ring in enumerate(rings, 1):
                lines += _points(ring, at, dialect, decimals)
    return dialect.line_end.join([*lines, ""])


def _head(values: Mapping[str, str], rings: Sequence[np.ndarray], dialect: d.Dialect) -> str:
    count = sum(map(len, rings)) - dialect.uncounted
    own = {**values, d.COUNT: str(count), d.SHAPE: d.POLYGON, d.EMPTY: ""}
    return ",".join([*(_plain(own.get(key, "")) for key in dialect.head), dialect.tail])


def _points(ring: np.ndarray, number: int, dialect: d.Dialect, decimals: int) -> Iterator[str]:
    """Points J1 … Jn and J1 again; a side is that to the next point, 0 at the last."""
    sides = [float(np.hypot(*(b - a))) for a, b in zip(ring, ring[1:])] + [0.0]
    last = len(ring) - 1
    for index, ((x, y), side) in enumerate(zip(ring, sides)):
        own = {
            d.POINT: f"J{index % last + 1}",
            d.RING: str(number),
            d.EAST: f"{x:.{decimals}f}",
            d.NORTH: f"{y:.{decimals}f}",
            d.SIDE: f"{side:.2f}",
            d.EMPTY: "",
        }
        yield ",".join(own[column] for column in dialect.point)


def _plain(value: str) -> str:
    """A text without what separates fields or lines."""
    return _one_line(value).replace(",", "，")


def _one_line(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")
