"""The DEM around the parcels as a grid in the plan's CRS."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Callable

import numpy as np
import shapely
from osgeo import gdal, osr

from ..core.errors import PlanError
from ..core.model import Parcel
from ..core.slope import Dem
from .sources import RasterSource

MARGIN_CELLS = 3
"""Horn's formula needs the neighbours of every cell that a parcel touches."""


def read_dem(source: RasterSource, authid: str, parcels: Sequence[Parcel]) -> Dem:
    """Heights near the parcels. A DEM in another CRS (or in degrees) is warped to the plan's CRS, bilinear.

    Raises PlanError when the file cannot be read or has no CRS.
    """
    data = _or_none(lambda: gdal.Open(source.uri))
    if data is None:
        raise PlanError("DEM 无法打开", f"“{source.name}”", "请检查数据文件是否完整")
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(int(authid.split(":")[1]))
    if not data.GetProjection():
        raise PlanError("DEM 没有坐标系", f"“{source.name}”", "请先为 DEM 指定坐标系")
    own = osr.SpatialReference(wkt=data.GetProjection())
    transform = data.GetGeoTransform()
    rotated = transform[2] != 0 or transform[4] != 0
    method = ""
    if rotated or not own.IsSame(crs):
        bounds = _bounds(parcels, 500.0)
        options = {"dstSRS": crs.ExportToWkt(), "resampleAlg": "bilinear", "outputBounds": bounds}
        own_grid = data
        data = _or_none(lambda: gdal.Warp("", own_grid, format="MEM", **options))
        if data is None:
            raise PlanError("DEM 无法转换到方案坐标系", f"“{source.name}”", "请检查 DEM 的坐标系和范围")
        method = "已由原坐标系双线性重采样，"
    return _window(source.name, data, parcels, method)


def _or_none(call: Callable[[], Any]) -> Any:
    """GDAL's answer; None where it fails, also when somebody has switched its exceptions on."""
    try:
        return call()
    except RuntimeError:
        return None


def _bounds(parcels: Sequence[Parcel], margin: float) -> tuple[float, float, float, float]:
    box = shapely.total_bounds(np.array([parcel.geometry for parcel in parcels], dtype=object))
    return box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin


def _window(name: str, data: gdal.Dataset, parcels: Sequence[Parcel], method: str) -> Dem:
    left, dx, _, top, _, dy = data.GetGeoTransform()
    dy = abs(dy)
    xmin, ymin, xmax, ymax = _bounds(parcels, MARGIN_CELLS * max(dx, dy))
    first_column, first_row = max(math.floor((xmin - left) / dx), 0), max(math.floor((top - ymax) / dy), 0)
    columns = min(math.ceil((xmax - left) / dx), data.RasterXSize) - first_column
    rows = min(math.ceil((top - ymin) / dy), data.RasterYSize) - first_row
    if columns <= 0 or rows <= 0:
        return Dem(name, np.full((1, 1), np.nan), left, top, dx, dy, method)
    band = data.GetRasterBand(1)
    heights = band.ReadAsArray(first_column, first_row, columns, rows).astype(float)
    if band.GetNoDataValue() is not None:
        heights[heights == band.GetNoDataValue()] = np.nan
    heights[~np.isfinite(heights)] = np.nan
    return Dem(name, heights, left + first_column * dx, top - first_row * dy, dx, dy, method)
