"""The DEM around the parcels as a grid in the plan's CRS."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Callable

import numpy as np
import shapely
from osgeo import gdal, osr

from ...core.errors import PlanError
from ...core.geometry.slope import Dem
from ...core.model import Parcel
from .source import RasterSource

MARGIN_CELLS = 3
"""Horn's formula needs the neighbours of every cell that a parcel touches."""
_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True)
class _Grid:
    """An open DEM; ``cell`` is the size in metres of the grid to which it must be warped, None
    where it need not be."""

    data: gdal.Dataset
    target: str
    cell: float | None


class DemReader:
    """A DEM, open for one thread. A DEM in another CRS (or in degrees) is warped to the plan's CRS,
    bilinear.

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
    xmin, ymin, xmax, ymax = around
    if grid.cell is None:
        return _window(name, grid.data, grid.data, around, "")
    margin = (MARGIN_CELLS + 1) * grid.cell
    warped = _or_none(
        lambda: gdal.Warp(
            "",
            grid.data,
            format="MEM",
            dstSRS=grid.target,
            resampleAlg="bilinear",
            outputBounds=(xmin - margin, ymin - margin, xmax + margin, ymax + margin),
            xRes=grid.cell,
            yRes=grid.cell,
            targetAlignedPixels=True,
            errorThreshold=0,
            warpOptions=["XSCALE=1", "YSCALE=1"],
        )
    )
    if warped is None:
        raise PlanError("DEM 无法转换到方案坐标系", f"“{name}”", "请检查 DEM 的坐标系和范围")
    method = "已由原坐标系双线性重采样，"
    return _window(name, warped, grid.data, around, method)


def _open(source: RasterSource, authid: str) -> _Grid:
    data = _or_none(lambda: gdal.Open(source.uri))
    if data is None:
        raise PlanError("DEM 无法打开", f"“{source.name}”", "请检查数据文件是否完整")
    if not data.GetProjection():
        raise PlanError("DEM 没有坐标系", f"“{source.name}”", "请先为 DEM 指定坐标系")
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(int(authid.split(":")[1]))
    own = osr.SpatialReference(wkt=data.GetProjection())
    turned = data.GetGeoTransform()[2] != 0 or data.GetGeoTransform()[4] != 0
    cell = _cell_m(data, own) if turned or not own.IsSame(crs) else None
    return _Grid(data, crs.ExportToWkt(), cell)


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


def _window(
    name: str,
    data: gdal.Dataset,
    original: gdal.Dataset,
    around: tuple[float, float, float, float],
    method: str,
) -> Dem:
    left, dx, _, top, _, dy = data.GetGeoTransform()
    dy = abs(dy)
    margin = MARGIN_CELLS * max(dx, dy)
    xmin, ymin, xmax, ymax = (
        around[0] - margin,
        around[1] - margin,
        around[2] + margin,
        around[3] + margin,
    )
    first_column, first_row = (
        max(math.floor((xmin - left) / dx), 0),
        max(math.floor((top - ymax) / dy), 0),
    )
    columns = min(math.ceil((xmax - left) / dx), data.RasterXSize) - first_column
    rows = min(math.ceil((top - ymin) / dy), data.RasterYSize) - first_row
    if columns <= 0 or rows <= 0:
        return Dem(
            name=name,
            heights=np.full((1, 1), np.nan),
            left=left,
            top=top,
            dx=dx,
            dy=dy,
            method=method,
        )
    band = data.GetRasterBand(1)
    read = _or_none(lambda: band.ReadAsArray(first_column, first_row, columns, rows))
    if read is None:
        raise PlanError("DEM 无法读取", f"“{name}”", "请检查数据文件是否完整")
    heights = _heights(read.astype(float), band.GetNoDataValue(), original.GetRasterBand(1))
    return Dem(
        name=name,
        heights=heights,
        left=left + first_column * dx,
        top=top - first_row * dy,
        dx=dx,
        dy=dy,
        method=method,
    )


def _heights(values: np.ndarray, nodata: float | None, band: gdal.Band) -> np.ndarray:
    """Metres from what a band holds; NaN where it holds nothing."""
    if nodata is not None:
        values[values == nodata] = np.nan
    values[~np.isfinite(values)] = np.nan
    if band.GetScale() not in (None, 1.0) or band.GetOffset() not in (None, 0.0):
        values = values * (band.GetScale() or 1.0) + (band.GetOffset() or 0.0)
    return values
