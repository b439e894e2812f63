"""Coordinate text of the parcels, one file for each side.

The layout is the one that tools for 进出平衡 exchange: a section line ``[地块坐标]``; for each ring
a head
``点数,地块名称,面,用途,@ `` and its points ``J1,要素序号,x,y`` with the first point repeated at the
end. x (east or
longitude) comes first; every ring of a parcel, holes too, carries the same 要素序号. Lines end in
CR, the text is UTF-8
without a mark. No published standard for it was found: before the first filing, check with the
receiving office that
it takes this layout, and set ``TextFormat`` to what it asks for.

The layout has no block for facts ([属性描述] belongs to another one), so these files name no plan
and revision themselves: manifest.json does, with their digest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from osgeo import osr
from shapely.geometry.polygon import orient

from ...core.accounts.report import Report
from ...core.errors import PlanError
from ...core.model import IN, OUT, Parcel
from ..figures.projection import spatial_reference

METRE_DECIMALS, DEGREE_DECIMALS = 3, 8
"""1 mm either way."""


@dataclass(frozen=True)
class TextFormat:
    """``crs``: '' for the plan's own; ``decimals``: None for millimetres in the CRS's unit."""

    crs: str = ""
    decimals: int | None = None
    line_end: str = "\r"
    encoding: str = "utf-8"


PLAIN = TextFormat()


def write(report: Report, folder: Path, form: TextFormat = PLAIN) -> list[tuple[str, Path]]:
    """Write ``耕地流出地块坐标.txt`` and the same for inflow; a side without parcels has no file.

    Returns (role, path). Raises PlanError for an unknown CRS, a character that the encoding lacks,
    or a full disk.
    """
    files = []
    for direction in (OUT, IN):
        parcels = report.parcels_of(direction)
        if not parcels:
            continue
        uses = [report.notice.type_name(direction, parcel.type) for parcel in parcels]
        path = folder / f"耕地{report.notice.word(direction)}地块坐标.txt"
        _save(path, text(parcels, uses, report.header.crs, form), form)
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


def text(parcels: Sequence[Parcel], uses: Sequence[str], crs: str, form: TextFormat) -> str:
    """The whole file; ``uses`` is the 用途 of each parcel, ``crs`` that of the geometries."""
    target = spatial_reference(form.crs or crs)
    move = (
        osr.CoordinateTransformation(spatial_reference(crs), target)
        if form.crs not in ("", crs)
        else None
    )
    decimals = form.decimals
    if decimals is None:
        decimals = DEGREE_DECIMALS if target.IsGeographic() else METRE_DECIMALS
    lines = ["[地块坐标]"]
    for number, (parcel, use) in enumerate(zip(parcels, uses), 1):
        name = _plain(" ".join(filter(None, (parcel.parcel_id, parcel.name))))
        for ring in _rings(parcel.geometry):
            points = (
                ring if move is None else np.asarray(move.TransformPoints(ring.tolist()))[:, :2]
            )
            lines.append(f"{len(points)},{name},面,{_plain(use)},@ ")
            lines += _point_lines(points, number, decimals)
    return form.line_end.join([*lines, ""])


def _point_lines(points: Any, number: int, decimals: int) -> Iterator[str]:
    """Points J1 … Jn and J1 again."""
    last = len(points) - 1
    for index, (x, y) in enumerate(points):
        yield f"J{index % last + 1},{number},{x:.{decimals}f},{y:.{decimals}f}"


def _rings(geometry: Any) -> Iterator[Any]:
    """Closed rings, (n, 2) floats: of each part the shell clockwise, then its holes the other
    way."""
    for part in shapely.get_parts(geometry):
        turned = orient(shapely.force_2d(part), sign=-1.0)
        for ring in (turned.exterior, *turned.interiors):
            yield np.asarray(ring.coords)


def _plain(value: str) -> str:
    """A text without what separates fields or lines."""
    return value.replace(",", "，").replace("\r", " ").replace("\n", " ")
