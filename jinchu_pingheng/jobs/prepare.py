"""From a plan and layers to the setup that blocks are judged by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from ..core.adjoining import WIDENING_M
from ..core.model import IN, Parcel
from ..core.notice import Notice
from ..core.reach import reach_m
from ..core.roles import is_raster
from ..core.rules import columns_needed
from ..survey.crs import plan_crs
from ..survey.files.raster import RasterSource
from ..survey.files.reader import LayerSpec
from ..survey.reader import town_names
from ..survey.sources import Source, spec_of
from .blocks import boxes_of
from .inputs import AnySource
from .judge import Setup

TOWNS = "XZQ"


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
    specs = {
        role: spec(crs, notice, source, role, _around(notice, role, parcels))
        for role, source in sources.items()
        if role in roles and not is_raster(role) and isinstance(source, Source)
    }
    dem = sources.get("DEM") if "DEM" in roles else None
    return Setup(
        notice,
        crs,
        today,
        specs,
        dem if isinstance(dem, RasterSource) else None,
        towns(crs, notice, sources),
        surfaces or notice.area.surface == "ellipsoidal",
        draw,
    )


def spec(crs: str, notice: Notice, source: Source, role: str, boxes: np.ndarray | None) -> LayerSpec:
    """How to read a layer near boxes (n, 4), or all of it."""
    return spec_of(source, role, plan_crs(crs), columns_needed(notice, role), boxes)


def spec_if_given(
    crs: str, notice: Notice, sources: Mapping[str, AnySource], role: str, boxes: np.ndarray | None
) -> LayerSpec | None:
    """As ``spec``; None where the role has no vector layer."""
    source = sources.get(role)
    return spec(crs, notice, source, role, boxes) if isinstance(source, Source) else None


def towns(crs: str, notice: Notice, sources: Mapping[str, AnySource]) -> dict[str, str]:
    """Names of townships by code; empty without XZQ."""
    source = sources.get(TOWNS)
    if not isinstance(source, Source):
        return {}
    return town_names(spec(crs, notice, source, TOWNS, None).open(None).all())


def _around(notice: Notice, role: str, parcels: Sequence[Parcel]) -> np.ndarray:
    """Boxes (n, 4) in which features of a role may matter; the survey also where the nearest cropland is looked for."""
    boxes = boxes_of(parcels)
    margin = np.full(len(boxes), reach_m(notice, role))
    if role == "DLTB":
        margin[[parcel.direction == IN for parcel in parcels]] = WIDENING_M[-1]
    return boxes + margin[:, None] * np.array([-1, -1, 1, 1])
