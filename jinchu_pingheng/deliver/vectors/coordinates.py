"""Coordinate text of the parcels, one file for each side, in the dialect that was asked for.

No published standard for the dialects was found (core.coordinate_text.dialects): before the first
filing, check with the receiving office, and set ``TextFormat`` to what it asks for. The dialects
have no place for plan and revision: manifest.json names them, with the files' digest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from osgeo import osr

from ...core.accounts.report import Report
from ...core.coordinate_text import dialects as d
from ...core.coordinate_text.writing import Item, description, text
from ...core.coordinate_text.zones import zone_of
from ...core.errors import PlanError
from ...core.model import IN, OUT
from ...core.rounding import hectares
from ..projection import spatial_reference
from .facts import Facts, parcel_facts

METRE_DECIMALS, DEGREE_DECIMALS = 3, 8
"""1 mm either way."""


@dataclass(frozen=True)
class TextFormat:
    """``crs``: '' for the plan's own; ``decimals``: None for millimetres in the CRS's unit;
    ``line_end``: '' for the dialect's."""

    dialect: d.Dialect = d.JINCHU
    crs: str = ""
    decimals: int | None = None
    line_end: str = ""
    encoding: str = "utf-8"


PLAIN = TextFormat()


def write(report: Report, folder: Path, form: TextFormat = PLAIN) -> list[tuple[str, Path]]:
    """Write ``耕地流出地块坐标.txt`` and the same for inflow; a side without parcels has no file.

    Returns (role, path). Raises PlanError for an unknown CRS or one that the dialect cannot tell, a
    character that the encoding lacks, or a full disk.
    """
    files = []
    for direction in (OUT, IN):
        facts = parcel_facts(report, direction)
        if facts:
            path = folder / f"耕地{report.notice.word(direction)}地块坐标.txt"
            _save(path, _text(report, facts, form), form)
            files.append(("coordinates", path))
    return files


def _save(path: Path, content: str, form: TextFormat) -> None:
    try:
        path.write_bytes(content.encode(form.encoding))
    except UnicodeEncodeError as error:
        character = content[error.start]
        raise PlanError(
            f"编码 {form.encoding} 中没有“{character}”字", str(path), "请改用 UTF-8 编码"
        ) from error
    except OSError as error:
        raise PlanError("坐标文件不能写入", str(path), "请检查文件夹权限和磁盘空间") from error


def _text(report: Report, facts: Sequence[Facts], form: TextFormat) -> str:
    target = form.crs or report.header.crs
    described: list[str] = []
    zone = zone_of(target)
    reference = spatial_reference(target)
    decimals = form.decimals
    if decimals is None:
        decimals = DEGREE_DECIMALS if reference.IsGeographic() else METRE_DECIMALS
    if form.dialect.described:
        if zone is None:
            what = f"“{form.dialect.title}”要写带号，坐标系 {target} 没有带号"
            raise PlanError(what, "坐标文本", "请选择 CGCS2000 高斯-克吕格坐标系，如 EPSG:4523")
        zone = zone._replace(prefixed=True)
        target = zone.authid
        header = report.header
        described = description(zone, header.office, header.compiled_on, decimals)
    shapes = _moved([item.parcel.geometry for item in facts], report.header.crs, target)
    dialect = replace(form.dialect, line_end=form.line_end or form.dialect.line_end)
    items: list[Item] = list(zip((_values(item, dialect) for item in facts), shapes))
    return text(items, dialect, decimals, described)


def _values(item: Facts, dialect: d.Dialect) -> dict[str, str]:
    """Fields of a head. Where no field holds the id, the name begins with it."""
    parcel = item.parcel
    told = [parcel.name] if d.NUMBER in dialect.head else [parcel.parcel_id, parcel.name]
    return {
        d.AREA: hectares(item.m2),
        d.NUMBER: parcel.parcel_id,
        d.NAME: " ".join(filter(None, told)),
        d.USE: item.type_name,
        d.CLASS: item.dlbm,
        d.NOTE: parcel.note,
    }


def _moved(shapes: list[Any], own: str, target: str) -> list[Any]:
    if own == target:
        return shapes
    move = osr.CoordinateTransformation(spatial_reference(own), spatial_reference(target))
    return [
        shapely.transform(shape, lambda points: np.asarray(move.TransformPoints(points))[:, :2])
        for shape in map(shapely.force_2d, shapes)
    ]
