"""Land steeper than a limit, by Horn's formula on a DEM (as ArcGIS and GDAL take it), exact on
partial cells."""

from __future__ import annotations

from .dem import Dem, horn_tangent
from .steep import steep_areas, steep_land

__all__ = ["Dem", "horn_tangent", "steep_areas", "steep_land"]
