"""The DEM around the parcels as a grid in the plan's CRS."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Callable

import numpy as np
import shapely
from osgeo import gdal, osr

from ...core.errors import PlanError
from ...core.geometry.slope import Dem
from ...core.model import Parcel
from .datum import datum_remark, uncertain_m
from .projection import reference_of
from .source import RasterSource

MARGIN_CELLS = 3
"""Horn's formula needs the neighbours of every cell that a parcel touches."""
_METRES_PER_DEGREE = 111_320.0


LOWEST_M, HIGHEST_M = -500.0, 9_000.0
"""No land lies lower or higher: −9999 or −32768 without a nodata tag is no height."""
_UNITS_M: dict[str, tuple[float, str]] = {
    **dict.fromkeys(("", "m", "metre", "meter", "metres", "meters", "米"), (1.0, "")),
    **dict.fromkeys(("ft", "foot", "feet", "international foot"), (0.3048, "英尺")),
    **dict.fromkeys(
        ("us survey foot", "us-ft", "ftus", "us_survey_foot", "foot_us", "us foot"),
        (1200 / 3937, "美制测量英尺"),
    ),
}
"""Metres of a unit as GDAL names it, and its Chinese name."""


@dataclass(frozen=True)
class _Grid:
    """An open DEM. ``cell``: size in metres of the grid to which it must be warped, None where it
    need not be. ``metres``: of its unit; NaN where its heights are no evidence. ``method``: what
    was done to it, in Chinese."""

    data: gdal.Dataset
    own: osr.SpatialReference
    planned: osr.SpatialReference
    cell: float | None
    metres: float
    method: str


class DemReader:
    """A DEM, open for one thread. A DEM in another CRS (or in degrees, or rotated) is warped to the
    plan's CRS, bilinear. Heights are converted to metres.

    A height does not depend on what was asked for with it. Close it: an open dataset must not
    outlive GDAL itself. Raises PlanError when the file cannot be read or has no CRS.
    """

    def __init__(self, source: RasterSource, authid: str) -> None:
        self._name = source.name
        self._grid: _Grid | None = _open(source, authid)

    def near(self, boxes: np.ndarray) -> Dem:
        """Heights near boxes (n, 4)."""
        if self._grid is None:
            raise ValueError("the DEM is closed")
        return _near(self._name, self._grid, _hull(boxes))

    def close(self) -> None:
        """Let go of the file."""
        self._grid = None


def read_dem(source: RasterSource, authid: str, around: Sequence[Parcel] | np.ndarray) -> Dem:
    """Heights near parcels or boxes (n, 4), once; as DemReader."""
    reader = DemReader(source, authid)
    try:
        return reader.near(_boxes(around))
    finally:
        reader.close()


def _near(name: str, grid: _Grid, around: tuple[float, float, float, float]) -> Dem:
    if grid.cell is None:
        return _window(name, grid, grid.data, around)
    xmin, ymin, xmax, ymax = around
    margin = (MARGIN_CELLS + 1) * grid.cell
    bounds = (xmin - margin, ymin - margin, xmax + margin, ymax + margin)
    source = _cleaned(grid, bounds)
    warped = _or_none(
        lambda: gdal.Warp(
            "",
            source,
            format="MEM",
            dstSRS=grid.planned.ExportToWkt(),
            resampleAlg="bilinear",
            outputBounds=bounds,
            xRes=grid.cell,
            yRes=grid.cell,
            targetAlignedPixels=True,
            # integers would round slopes; a double's last digits depend on what else was asked for
            outputType=gdal.GDT_Float32,
            errorThreshold=0,
            warpOptions=["XSCALE=1", "YSCALE=1"],
        )
    )
    if warped is None:
        raise PlanError("DEM 无法转换到方案坐标系", f"“{name}”", "请检查 DEM 的坐标系和范围")
    metres = grid.metres if source is grid.data else 1.0
    original = source.GetRasterBand(1)
    return _window(name, replace(grid, metres=metres), warped, around, original)


def _open(source: RasterSource, authid: str) -> _Grid:
    data = _or_none(lambda: gdal.Open(source.uri))
    if data is None:
        raise PlanError("DEM 无法打开", f"“{source.name}”", "请检查数据文件是否完整")
    if not data.GetProjection():
        raise PlanError("DEM 没有坐标系", f"“{source.name}”", "请先为 DEM 指定坐标系")
    planned, own = reference_of(authid), osr.SpatialReference(wkt=data.GetProjection())
    own.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    turned = data.GetGeoTransform()[2] != 0 or data.GetGeoTransform()[4] != 0
    cell = _cell_m(data, own) if turned or not own.IsSame(planned) else None
    metres, method = _metres(data.GetRasterBand(1).GetUnitType() or "")
    if cell is not None and uncertain_m(own, planned):
        metres, method = math.nan, f"{datum_remark(own)}，未采用，"
    return _Grid(
        data=data,
        own=own,
        planned=planned,
        cell=cell,
        metres=metres,
        method=f"{method}{_RESAMPLED if cell else ''}",
    )


_RESAMPLED = "已由原坐标系双线性重采样，"


def _metres(unit: str) -> tuple[float, str]:
    """Metres of a unit of height, and what there is to say about it."""
    metres, name = _UNITS_M.get(unit.strip().lower(), (math.nan, ""))
    if math.isnan(metres):
        return metres, f"高程单位“{unit}”无法识别，未采用，"
    return metres, f"高程已由{name}换算为米，" if name else ""


def _cell_m(data: gdal.Dataset, crs: osr.SpatialReference) -> float:
    """Size in metres of a square cell like those of a DEM in another CRS."""
    left, dx, skew_x, top, skew_y, dy = data.GetGeoTransform()
    width, height = math.hypot(dx, skew_y), math.hypot(dy, skew_x)
    if crs.IsGeographic():
        middle = math.radians(top + dy * data.RasterYSize / 2)
        return round(_METRES_PER_DEGREE * math.sqrt(width * height * math.cos(middle)), 2)
    return round(crs.GetLinearUnits() * math.sqrt(width * height), 2)


def _or_none(call: Callable[[], Any]) -> Any:
    """GDAL's answer; None where it fails, also when somebody has switched its exceptions on."""
    try:
        return call()
    except RuntimeError:
        return None


def _boxes(around: Sequence[Parcel] | np.ndarray) -> np.ndarray:
    if isinstance(around, np.ndarray):
        return around.reshape(-1, 4)
    return shapely.bounds(np.array([parcel.geometry for parcel in around], dtype=object)).reshape(
        -1, 4
    )


def _hull(boxes: np.ndarray) -> tuple[float, float, float, float]:
    return (*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())


def _cleaned(grid: _Grid, bounds: tuple[float, float, float, float]) -> gdal.Dataset:
    """The DEM; near ``bounds`` (plan's CRS) in metres and in memory where it holds what is no
    height, which must not be mixed with its neighbours by resampling."""
    column, row, columns, rows = _part(grid, bounds)
    band = grid.data.GetRasterBand(1)
    read = _or_none(lambda: band.ReadAsArray(column, row, columns, rows))
    if read is None:
        return grid.data
    heights = _heights(read, band, grid.metres)
    if np.isnan(heights).sum() == np.isnan(_held(read, band)).sum():
        return grid.data
    left, dx, skew_x, top, skew_y, dy = grid.data.GetGeoTransform()
    part = gdal.GetDriverByName("MEM").Create("", columns, rows, 1, gdal.GDT_Float64)
    part.SetProjection(grid.data.GetProjection())
    corner = left + column * dx + row * skew_x, top + column * skew_y + row * dy
    part.SetGeoTransform((corner[0], dx, skew_x, corner[1], skew_y, dy))
    part.GetRasterBand(1).SetNoDataValue(math.nan)
    part.GetRasterBand(1).WriteArray(heights)
    return part


def _part(grid: _Grid, bounds: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    """First column and row, and number of columns and rows, of the cells near ``bounds``; at least
    one cell, all cells where the place cannot be told."""
    size = np.array([grid.data.RasterXSize, grid.data.RasterYSize])
    steps = np.linspace(0, 1, _BEND)
    x, y = np.meshgrid(
        bounds[0] + steps * (bounds[2] - bounds[0]), bounds[1] + steps * (bounds[3] - bounds[1])
    )
    back = osr.CoordinateTransformation(grid.planned, grid.own)
    there = np.array(back.TransformPoints(np.column_stack([x.ravel(), y.ravel()])))[:, :2]
    if not np.isfinite(there).all():
        return 0, 0, int(size[0]), int(size[1])
    left, dx, skew_x, top, skew_y, dy = grid.data.GetGeoTransform()
    cells = np.linalg.solve([[dx, skew_x], [skew_y, dy]], (there - (left, top)).T).T
    low = np.clip(np.floor(cells.min(axis=0)) - _WARP_MARGIN, 0, size - 1).astype(int)
    high = np.clip(np.ceil(cells.max(axis=0)) + _WARP_MARGIN, low + 1, size).astype(int)
    return int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1])


_BEND, _WARP_MARGIN = 21, 4
"""Points on a side of a box that is taken to another CRS; cells beside it that resampling sees."""


def _window(
    name: str,
    grid: _Grid,
    data: gdal.Dataset,
    around: tuple[float, float, float, float],
    original: gdal.Band | None = None,
) -> Dem:
    """The cells around a box, north up, whichever way the file is turned. ``original``: the band
    that knows what the numbers mean."""
    left, dx, _, top, _, dy = data.GetGeoTransform()
    margin = MARGIN_CELLS * max(abs(dx), abs(dy))
    xmin, ymin, xmax, ymax = np.add(around, (-margin, -margin, margin, margin))
    column, columns = _cells(left, dx, xmin, xmax, data.RasterXSize)
    row, rows = _cells(top, dy, ymin, ymax, data.RasterYSize)
    west = left + dx * (column if dx > 0 else column + columns)
    north = top + dy * (row if dy < 0 else row + rows)
    if columns <= 0 or rows <= 0:
        return Dem(
            name=name,
            heights=np.full((1, 1), np.nan),
            left=left,
            top=top,
            dx=abs(dx),
            dy=abs(dy),
            method=grid.method,
        )
    band = data.GetRasterBand(1)
    read = _or_none(lambda: band.ReadAsArray(column, row, columns, rows))
    if read is None:
        raise PlanError("DEM 无法读取", f"“{name}”", "请检查数据文件是否完整")
    heights = _heights(read, original or band, grid.metres, band.GetNoDataValue())
    return Dem(
        name=name,
        heights=heights[:: 1 if dy < 0 else -1, :: 1 if dx > 0 else -1],
        left=west,
        top=north,
        dx=abs(dx),
        dy=abs(dy),
        method=grid.method,
    )


def _cells(origin: float, step: float, low: float, high: float, size: int) -> tuple[int, int]:
    """The first cell between two coordinates, and how many there are (0 or less: none)."""
    one, other = sorted(((low - origin) / step, (high - origin) / step))
    first = max(math.floor(one), 0)
    return first, min(math.ceil(other), size) - first


def _heights(
    read: np.ndarray, band: gdal.Band, metres: float, nodata: float | None = None
) -> np.ndarray:
    """Metres from what a band holds; NaN where it holds nothing, or no height that there is."""
    values = _held(read, band, nodata)
    values = values * (band.GetScale() or 1.0) + (band.GetOffset() or 0.0)
    values *= metres
    with np.errstate(invalid="ignore"):
        values[~((values >= LOWEST_M) & (values <= HIGHEST_M))] = np.nan
    return values


def _held(read: np.ndarray, band: gdal.Band, nodata: float | None = None) -> np.ndarray:
    """The numbers of a band, NaN where it holds none."""
    values = read.astype(float)
    for empty in (nodata, band.GetNoDataValue()):
        if empty is not None:
            values[values == empty] = np.nan
    values[~np.isfinite(values)] = np.nan
    return values
