"""From a plan and the layers of QGIS to the setup that blocks are judged by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from ..core.law.rules import columns_needed
from ..core.model import Parcel
from ..core.notice import Notice
from ..judging.block import Setup
from ..judging.gather import SpecOf
from ..survey.crs import plan_crs
from ..survey.files.reader import LayerSpec
from ..survey.files.source import RasterSource
from ..survey.sources import Source, spec_of
from .examine import setup_by
from .inputs import AnySource


def setup_of(
    crs: str,
    notice: Notice,
    sources: Mapping[str, AnySource],
    parcels: Sequence[Parcel],
    roles: Iterable[str],
    today: str = "",
    surfaces: bool = True,
    draw: bool = True,
) -> Setup:
    """A setup for judging parcels by the layers of ``roles`` that are there."""
    layers = specs_of(crs, notice, sources)
    dem = sources.get("DEM") if "DEM" in roles else None
    heights = dem if isinstance(dem, RasterSource) else None
    return setup_by(layers, heights, notice, crs, parcels, roles, today, surfaces, draw)


def specs_of(crs: str, notice: Notice, sources: Mapping[str, AnySource]) -> SpecOf:
    """How to read the vector layers among the sources."""

    def spec(role: str, boxes: np.ndarray | None) -> LayerSpec | None:
        source = sources.get(role)
        if not isinstance(source, Source):
            return None
        return spec_of(source, role, plan_crs(crs), columns_needed(notice, role), boxes)

    return spec
