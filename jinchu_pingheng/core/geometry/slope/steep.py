"""Steep land of parcels: its area for all of them, its shape for the one that is drawn."""

from __future__ import annotations

import numpy as np
import shapely

from ..overlay import SLIVER_M2, polygonal
from .dem import Dem
from .scan import Marked, marked_area


def steep_areas(
    parcels: np.ndarray, dem: Dem, limit_degrees: float
) -> tuple[np.ndarray, np.ndarray]:
    """Per parcel (n,): area steeper than the limit and area without a known slope, both in m².

    Parcels (n,) are valid polygons or multipolygons in the plan's CRS; they may overlap each other,
    be smaller than a cell or lie outside the DEM. Cells count with the part that lies in the
    parcel. Areas below SLIVER_M2 are 0.
    """
    over = marked_area(parcels, _marked(dem, dem.steep_runs(limit_degrees)))
    missing = marked_area(parcels, _marked(dem, dem.unknown_runs))
    return np.where(over > SLIVER_M2, over, 0.0), np.where(missing > SLIVER_M2, missing, 0.0)


def _marked(dem: Dem, runs: np.ndarray) -> Marked:
    return Marked(runs, dem.left, dem.top, dem.dx, dem.dy)


def steep_land(parcel: shapely.Geometry, dem: Dem, limit_degrees: float) -> shapely.Geometry:
    """The land of one parcel that is steeper than the limit, for drawing; empty where there is
    none."""
    marked = _marked(dem, dem.steep_runs(limit_degrees))
    return polygonal(shapely.intersection(parcel, shapely.union_all(_boxes(marked, parcel.bounds))))


def _boxes(marked: Marked, bounds: tuple[float, float, float, float]) -> np.ndarray:
    """Boxes (k,) of the marked cells near ``bounds``: one for each run of cells in a row."""
    xmin, ymin, xmax, ymax = bounds
    west, east = marked.columns(marked.across(np.array([xmin, xmax])))
    north, south = marked.rows(marked.down(np.array([ymax, ymin])))
    cells = np.diff(marked.runs[north : south + 1, west : east + 2].astype(int), axis=1)
    turns = np.diff(np.pad(cells, ((0, 0), (1, 1))), axis=1)
    row, start = np.nonzero(turns == 1)
    _, end = np.nonzero(turns == -1)
    top = marked.top - (north + row) * marked.dy
    left, right = (marked.left + (west + column) * marked.dx for column in (start, end))
    return shapely.box(left, top - marked.dy, right, top)
