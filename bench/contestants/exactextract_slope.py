"""exactextract: Horn's formula in numpy, then the share of each cell that a parcel covers."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import geopandas as gpd
import numpy as np
import rasterio
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource

from bench.entry import Stages, main
from bench.results import STEEP, Results

LIMIT_DEGREES = 25.0


def steep(height: np.ndarray, cell: float) -> np.ndarray:
    """1 where a cell is steeper than the limit, else 0; the rim, which lacks neighbours, counts as
    flat."""
    west, middle, east = height[:, :-2], height[:, 1:-1], height[:, 2:]
    across = (east - west)[:-2] + 2 * (east - west)[1:-1] + (east - west)[2:]
    rows = west + 2 * middle + east
    tangent2 = (across**2 + (rows[2:] - rows[:-2]) ** 2) / (8 * cell) ** 2
    over = np.zeros(height.shape, dtype=np.float32)
    over[1:-1, 1:-1] = tangent2 > np.tan(np.radians(LIMIT_DEGREES)) ** 2
    return over


def job(county: Path, stage: Stages) -> Results:
    with stage("read"):
        parcels = gpd.read_file(county / "parcels.gpkg", columns=["pid"], use_arrow=True)
        with rasterio.open(county / "dem.tif") as file:
            height, bounds, cell = file.read(1).astype(float), file.bounds, file.res[0]
    with stage("slope"):
        over = steep(height, cell)
    with stage("zonal"):
        source = NumPyRasterSource(over, *bounds, srs_wkt=parcels.crs.to_wkt())
        cells = exact_extract(source, parcels, ["sum"], include_cols=["pid"], output="pandas")
    results = Results(np.sort(parcels["pid"].to_numpy()))
    results.add(STEEP, cells["pid"], cells["sum"].to_numpy() * cell * cell)
    results.versions = {"exactextract": version("exactextract")}
    return results


if __name__ == "__main__":
    main(job)
