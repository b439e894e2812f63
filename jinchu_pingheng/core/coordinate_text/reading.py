"""Coordinate text as it was handed in: bytes to parcels, or one sentence with the line that is
wrong. Nothing is taken by half."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import PlanError
from . import dialects as d
from .place import Place, place_of
from .rings import polygon_of

BODY = "[地块坐标]"
MOST_BYTES = 64_000_000
_POINT = re.compile(r"J?\d+", re.IGNORECASE)
_SECTION = re.compile(r"[\[【].*[\]】]")


@dataclass(frozen=True)
class TextParcel:
    """A parcel: the line of its head, the fields of its head by name, its polygon in the text's
    CRS."""

    line: int
    values: Mapping[str, str]
    geometry: Any


@dataclass(frozen=True)
class CoordinateText:
    """``crs``: authority id; ``notes``: what the user should know."""

    dialect: d.Dialect
    crs: str
    parcels: tuple[TextParcel, ...]
    notes: tuple[str, ...] = ()


@dataclass
class _Block:
    """A head with its points (line, columns)."""

    line: int
    head: list[str]
    points: list[tuple[int, list[str]]]


def read(raw: bytes, name: str, crs: str = "") -> CoordinateText:
    """The parcels of a text; ``name`` is that of its file, ``crs`` holds where the text itself
    tells none.

    Raises PlanError, with the line, for what cannot be understood in one way only.
    """
    lines = re.split(r"\r\n|\r|\n", _decoded(raw, name))
    described, blocks = _blocks(lines, name)
    dialect = _dialect(blocks, name)
    place = place_of(described, _eastings(blocks, dialect, name), crs, name)
    parcels = _parcels(blocks, dialect, place, name)
    return CoordinateText(dialect, place.authid, tuple(parcels), place.notes)


def _decoded(raw: bytes, name: str) -> str:
    """By the bytes: a mark, UTF-8, else GB18030."""
    if len(raw) > MOST_BYTES:
        do = "请按乡镇拆分后导入"
        raise PlanError(f"坐标文件超过 {MOST_BYTES // 1_000_000} MB", name, do)
    marked = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    for encoding in (marked, "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PlanError("不是文本文件，或编码无法识别", name, "请另存为 UTF-8 或 GBK 编码的文本")


def _blocks(lines: Sequence[str], name: str) -> tuple[dict[str, str], list[_Block]]:
    described: dict[str, str] = {}
    blocks: list[_Block] = []
    in_body = False
    for number, line in enumerate(lines, 1):
        line = line.strip()
        if not line or (in_body and _SECTION.fullmatch(line)):
            continue
        if line == BODY:
            in_body = True
        elif not in_body:
            key, _, value = line.partition("=")
            described[key.strip()] = value.strip()
        elif line.endswith("@"):
            fields = [field.strip() for field in line[:-1].split(",")]
            blocks.append(_Block(number, fields[:-1], []))
        else:
            _add_point(blocks, number, line, name)
    if not in_body:
        raise PlanError(f"没有“{BODY}”一行", name, "请检查是不是界址点坐标文件")
    if not blocks:
        raise PlanError("没有地块", name, f"“{BODY}”之后应有以 @ 结尾的地块说明行")
    return described, blocks


def _add_point(blocks: list[_Block], number: int, line: str, name: str) -> None:
    columns = [column.strip() for column in line.split(",")]
    if not blocks or not _POINT.fullmatch(columns[0]):
        what = f"既不是地块说明行（以 @ 结尾），也不是坐标行（以 J 点号开头）：“{line[:30]}”"
        raise PlanError(what, _at(name, number), "请更正或删去这一行")
    blocks[-1].points.append((number, columns))


def _dialect(blocks: Sequence[_Block], name: str) -> d.Dialect:
    """The one dialect of all parcels; of two that differ in 点数 alone, the one that counts so."""
    for block in blocks:
        if not block.points:
            raise PlanError("地块没有坐标", _at(name, block.line), "请补上坐标行或删去说明行")
    first = blocks[0]
    candidates = d.of_head(first.head, len(first.points[0][1]))
    for block in blocks:
        found = d.of_head(block.head, len(block.points[0][1]))
        if not found or found != candidates:
            what = f"说明行有 {len(block.head)} 项，坐标行有 {len(block.points[0][1])} 列，"
            what += "不是已知的格式" if not found else f"与第 {first.line} 行的地块格式不同"
            raise PlanError(what, _at(name, block.line), "请核对逗号个数，每个文件用一种格式")
    for dialect in candidates:
        if all(str(len(b.points) - dialect.uncounted) == b.head[0] for b in blocks):
            return dialect
    return candidates[0]


def _eastings(blocks: Sequence[_Block], dialect: d.Dialect, name: str) -> list[float]:
    """Of all points, which have the columns of the dialect."""
    east, wanted = dialect.point.index(d.EAST), len(dialect.point)
    found = []
    for block in blocks:
        for line, columns in block.points:
            if len(columns) != wanted:
                what = f"坐标行有 {len(columns)} 列，应有 {wanted} 列"
                raise PlanError(what, _at(name, line), "请核对逗号个数")
            found.append(_number(columns, east, line, name))
    return found


def _number(columns: list[str], column: int, line: int, name: str) -> float:
    try:
        value = float(columns[column])
    except ValueError:
        value = float("nan")
    if not np.isfinite(value):
        raise PlanError(f"“{columns[column]}”不是坐标", _at(name, line), "请更正")
    return value


def _parcels(
    blocks: Sequence[_Block], dialect: d.Dialect, place: Place, name: str
) -> list[TextParcel]:
    found: list[tuple[_Block, list[np.ndarray]]] = []
    feature = None
    for block in blocks:
        _require_polygon(block, dialect, name)
        rings = _rings(block, dialect, place, name)
        own = block.points[0][1][dialect.point.index(d.RING)] if dialect.each_ring else None
        if own is not None and own == feature and found[-1][0].head[1:] == block.head[1:]:
            found[-1][1].extend(rings)
        else:
            found.append((block, rings))
        feature = own
    return [
        TextParcel(
            line=block.line,
            values={key: value for key, value in zip(dialect.head, block.head) if key},
            geometry=polygon_of(rings),
        )
        for block, rings in found
    ]


def _require_polygon(block: _Block, dialect: d.Dialect, name: str) -> None:
    if d.SHAPE in dialect.head and block.head[dialect.head.index(d.SHAPE)] != d.POLYGON:
        kind = block.head[dialect.head.index(d.SHAPE)]
        raise PlanError(f"图形属性是“{kind}”，不是面", _at(name, block.line), "地块须为面")
    if d.COUNT not in dialect.head:
        return
    told, there = block.head[dialect.head.index(d.COUNT)], len(block.points)
    if told != str(there - dialect.uncounted):
        what = f"说明行写 {told} 个点，实有 {there} 行坐标"
        raise PlanError(what, _at(name, block.line), "请核对是否缺点或多点")


def _rings(block: _Block, dialect: d.Dialect, place: Place, name: str) -> list[np.ndarray]:
    """Rings of the head's points, closed, x east."""
    ring_at, east, north = (dialect.point.index(column) for column in (d.RING, d.EAST, d.NORTH))
    rings: list[list[tuple[float, float]]] = []
    last, begun = "", block.line
    for line, columns in block.points:
        if columns[ring_at] != last:
            _require_closed(rings[-1:], last, begun, name)
            rings.append([])
            last, begun = columns[ring_at], line
        point = _number(columns, east, line, name), _number(columns, north, line, name)
        rings[-1].append(place.point(*point, where=_at(name, line)))
    _require_closed(rings[-1:], last, begun, name)
    return [np.array(ring) for ring in rings]


def _require_closed(
    ring: Sequence[list[tuple[float, float]]], number: str, line: int, name: str
) -> None:
    for points in ring:
        if points[0] != points[-1]:
            what = f"第 {number} 圈没有闭合（末点与首点的坐标不同）"
            raise PlanError(what, f"{_at(name, line)}起", "请在末尾重复首点")
        if len(points) < 4:
            what = f"第 {number} 圈只有 {len(points) - 1} 个不同的点"
            raise PlanError(what, f"{_at(name, line)}起", "一圈至少 3 个界址点")


def _at(name: str, line: int) -> str:
    return f"{name} 第 {line} 行"
