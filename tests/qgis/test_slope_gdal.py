"""Horn's slopes against GDAL's own (gdaldem slope), holes in the heights included."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from jinchu_pingheng.core.geometry.slope import Dem, horn_tangent

NODATA = -9999


@pytest.mark.parametrize(("dx", "dy"), [(12.5, 12.5), (30.0, 20.0)])
def test_slopes_are_those_of_gdaldem(dx: float, dy: float) -> None:
    rng = np.random.default_rng(9)
    heights = rng.normal(1200, 8, (70, 90)).astype(np.float32)
    heights[rng.random(heights.shape) < 0.01] = NODATA
    grid = gdal.GetDriverByName("MEM").Create("", 90, 70, 1, gdal.GDT_Float32)
    grid.SetGeoTransform((481_000, dx, 0, 3_213_425, 0, -dy))
    grid.GetRasterBand(1).SetNoDataValue(NODATA)
    grid.GetRasterBand(1).WriteArray(heights)
    slope = gdal.DEMProcessing("", grid, "slope", format="MEM", alg="Horn", slopeFormat="degree")
    theirs = slope.ReadAsArray().astype(float)
    theirs[theirs == slope.GetRasterBand(1).GetNoDataValue()] = np.nan
    known = np.where(heights == NODATA, np.nan, heights)
    ours = np.degrees(np.arctan(horn_tangent(Dem("rough", known, 481_000, 3_213_425, dx, dy))))
    assert np.isnan(ours).sum() > 400
    np.testing.assert_allclose(
        ours, theirs, rtol=0, atol=1e-3
    )  # GDAL sums the heights in single precision
