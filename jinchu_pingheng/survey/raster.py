"""The DEM, as ``survey.files.raster`` reads it."""

from __future__ import annotations

from .files.raster import MARGIN_CELLS, RasterSource, read_dem

__all__ = ["MARGIN_CELLS", "RasterSource", "read_dem"]
