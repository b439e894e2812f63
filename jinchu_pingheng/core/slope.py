"""Land steeper than a limit, by Horn's formula on a DEM (as ArcGIS and GDAL take it), exact on partial cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely


@dataclass(frozen=True)
class Dem:
    """Heights in metres (rows, columns), NaN for nodata, in the plan's CRS.

    ``left`` and ``top`` are the outer corner of the first cell; ``dx`` and ``dy`` are cell sizes in metres (positive).
    ``method`` says in Chinese how the grid came here, for the evidence of findings.
    """

    name: str
    heights: np.ndarray
    left: float
    top: float
    dx: float
    dy: float
    method: str = ""


def horn_tangent(dem: Dem) -> np.ndarray:
    """Tangent of the slope of each cell (rows, columns); NaN where one of the nine heights is missing."""
    z = dem.heights
    tangent = np.full(z.shape, np.nan)
    if min(z.shape) < 3:
        return tangent
    rows, columns = z.shape

    def window(row: int, column: int) -> np.ndarray:
        return z[row : rows - 2 + row, column : columns - 2 + column]

    east = window(0, 2) + 2 * window(1, 2) + window(2, 2)
    west = window(0, 0) + 2 * window(1, 0) + window(2, 0)
    south = window(2, 0) + 2 * window(2, 1) + window(2, 2)
    north = window(0, 0) + 2 * window(0, 1) + window(0, 2)
    centre = np.where(np.isnan(window(1, 1)), np.nan, 0.0)
    tangent[1:-1, 1:-1] = np.hypot((east - west) / (8 * dem.dx), (south - north) / (8 * dem.dy)) + centre
    return tangent


def steep_areas(
    parcels: np.ndarray, dem: Dem, limit_degrees: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Per parcel (n,): area steeper than the limit, area without a known slope (m²), and the steep land's geometry."""
    tangent = horn_tangent(dem)
    steep = tangent > np.tan(np.radians(limit_degrees))
    unknown = np.isnan(tangent)
    over, missing = np.zeros(len(parcels)), np.zeros(len(parcels))
    geometry = np.full(len(parcels), None, dtype=object)
    for index, parcel in enumerate(parcels):
        land = shapely.intersection(parcel, cell_land(dem, steep, parcel.bounds))
        known_land = cell_land(dem, ~unknown, parcel.bounds)
        over[index] = shapely.area(land)
        geometry[index] = land if over[index] > 0 else None
        missing[index] = shapely.area(parcel) - shapely.area(shapely.intersection(parcel, known_land))
    return over, missing, geometry


def cell_land(dem: Dem, mask: np.ndarray, bounds: tuple[float, float, float, float]) -> shapely.Geometry:
    """The land of masked cells near ``bounds``: one box for each run of cells in a row, dissolved."""
    rows, columns = mask.shape
    first_column = max(int((bounds[0] - dem.left) // dem.dx), 0)
    last_column = min(int((bounds[2] - dem.left) // dem.dx) + 1, columns)
    first_row = max(int((dem.top - bounds[3]) // dem.dy), 0)
    last_row = min(int((dem.top - bounds[1]) // dem.dy) + 1, rows)
    if first_column >= last_column or first_row >= last_row:
        return shapely.Polygon()
    part = mask[first_row:last_row, first_column:last_column].astype(np.int8)
    edges = np.diff(np.pad(part, ((0, 0), (1, 1))), axis=1)
    row, start = np.nonzero(edges == 1)
    _, end = np.nonzero(edges == -1)
    left = dem.left + (first_column + start) * dem.dx
    right = dem.left + (first_column + end) * dem.dx
    top = dem.top - (first_row + row) * dem.dy
    return shapely.union_all(shapely.box(left, top - dem.dy, right, top))
