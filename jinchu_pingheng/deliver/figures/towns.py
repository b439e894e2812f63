"""乡镇分幅图: a sheet for each township that has parcels, on the land as it is."""

from __future__ import annotations

from functools import partial
from typing import Any

import shapely

from ...core.model import IN, OUT
from . import layers as drawn
from .drawing import Drawing
from .forms import Form
from .ground import UNNUMBERED, Ground, box_of
from .sheet import Sheet, view_of
from .specs import Figure, notes
from .styles import LANDUSE

ROLE = "map_town"
FIGURE = Figure(ROLE, "", "DLTB", LANDUSE, (OUT, IN))
MARGIN = 0.1
"""Around the parcels of a township without boundaries, as a share of their extent."""


def drawings(ground: Ground) -> list[Drawing]:
    """A figure a township, in the order of their codes."""
    header, words = ground.report.header, ground.report.notice.words
    found = []
    for name, ids in _towns(ground).items():
        title = f"{header.county_name}{name}{header.year}年度耕地{words.regime}地块分布图"
        found.append(Drawing(role=ROLE, name=title, on=partial(sheet, ground, title, name, ids)))
    return found


def _towns(ground: Ground) -> dict[str, frozenset[str]]:
    """Parcels by the township of their land; a parcel may lie in two."""
    cells = sorted(ground.report.cells, key=lambda cell: cell.town_code)
    names = dict.fromkeys(cell.town_name or cell.town_code for cell in cells if cell.m2)
    return {
        name: frozenset(
            cell.parcel_id for cell in cells if name in (cell.town_name, cell.town_code)
        )
        for name in names
        if name
    }


def sheet(ground: Ground, title: str, name: str, ids: frozenset[str], form: Form) -> Sheet:
    """The township with its own parcels; what lies around it is veiled."""
    parcels = [parcel for parcel in ground.report.parcels if parcel.parcel_id in ids]
    area = ground.boundaries.towns.get(name) if ground.boundaries is not None else None
    view = view_of(_bounds(area, [parcel.geometry for parcel in parcels]), form)
    sides = ground.sides(parcels, (OUT, IN))
    base, classes = ground.base(FIGURE, view, numbered=True)
    veil = [drawn.surroundings(area, ground.crs, box_of(view))] if area is not None else []
    return ground.sheet(
        title=title,
        view=view,
        layers=[*ground.overlay(sides, view, solid=False), *veil, *base],
        things=ground.things(sides, view, solid=False),
        classes=classes,
        remarks=["地块注记：编号/图形面积（公顷）；图斑注记：图斑编号/地类。", UNNUMBERED],
        sources=ground.sources(FIGURE),
        notes=notes(FIGURE, ground.layers),
    )


def _bounds(area: Any, shapes: list[Any]) -> tuple[float, float, float, float]:
    """Of the township where its boundaries are known, and of its parcels."""
    west, south, east, north = shapely.total_bounds([*shapes, *([] if area is None else [area])])
    margin = 0.0 if area is not None else MARGIN * max(east - west, north - south)
    return west - margin, south - margin, east + margin, north + margin
