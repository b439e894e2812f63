"""A figure of what the user sees: layers in their order and their own styles, in the office's
layout; parcels that it is about on top of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsMapLayer,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)

from ...core.accounts.report import imprint
from ...core.errors import PlanError
from ...core.model import IN, OUT, Edition, Header, Parcel
from ...core.notice import Notice
from ...core.rounding import hectares, whole
from . import layers as drawn
from . import styles
from .forms import Form
from .ground import SMALLEST_MM, metric_crs, overview_of
from .legend import Entry
from .printing import to_pdf, to_png
from .sheet import Sheet, view_of
from .shown_legend import entries_of

MOST_PARCELS = 8
"""Parcels that are listed one by one beside the map."""


@dataclass(frozen=True)
class Shown:
    """``layers`` top first; ``extent`` in the plan's CRS; ``parcels`` are drawn on top, perhaps
    none. ``notes`` are printed in red; ``borders`` are the townships, for the overview."""

    title: str
    layers: tuple[QgsMapLayer, ...]
    extent: QgsRectangle
    parcels: tuple[Parcel, ...]
    notes: tuple[str, ...]
    borders: QgsVectorLayer | None = None
    secrecy: str = ""


def draw_shown(
    shown: Shown,
    form: Form,
    header: Header,
    notice: Notice,
    edition: Edition,
    software: str,
    stem: Path,
) -> list[Path]:
    """PDF and PNG beside ``stem``; on the main thread. Raises PlanError when the plan's CRS is not
    metric, the extent is empty or a file cannot be written."""
    crs = metric_crs(header.crs)
    if shown.extent.isEmpty() or not shown.extent.isFinite():
        raise PlanError("没有可绘制的范围", "示意图", "请先在地图上缩放到要绘制的地方")
    wanted = shown.extent
    bounds = wanted.xMinimum(), wanted.yMinimum(), wanted.xMaximum(), wanted.yMaximum()
    view = view_of(bounds, form)
    few, many = entries_of(shown.layers, view.extent, crs, view.scale)
    things, over = _parcels(shown, crs, view.scale)
    sheet = Sheet(
        title=shown.title,
        header=header,
        crs=crs,
        layers=(*over, *shown.layers),
        view=view,
        things=(*(Entry(entry.symbol, _word(entry.text, notice)) for entry in things), *few),
        classes=tuple(many),
        remarks=tuple(_remarks(shown.parcels, notice)),
        sources="、".join(layer.name() for layer in shown.layers) or "方案地块",
        notes=shown.notes,
        edition=edition,
        imprint=imprint(edition, notice),
        software=software,
        secrecy=shown.secrecy,
        overview=overview_of(
            None if shown.borders is None else drawn.boundaries(shown.borders, crs), crs
        ),
    )
    return [to_pdf(sheet, stem), to_png(sheet, stem)]


def _word(side: str, notice: Notice) -> str:
    return f"{notice.word(side)}地块"


def _parcels(
    shown: Shown, crs: QgsCoordinateReferenceSystem, scale: int
) -> tuple[list[Entry], list[QgsMapLayer]]:
    """Legend (the side as its text) and layers of the parcels that the figure is about."""
    solid = any(isinstance(layer, QgsRasterLayer) for layer in shown.layers)
    entries: list[Entry] = []
    names: list[QgsMapLayer] = []
    areas: list[QgsMapLayer] = []
    for side in (OUT, IN):
        mine = [parcel for parcel in shown.parcels if parcel.direction == side]
        if mine:
            entries.append(Entry(styles.parcel_fill(side, solid), side))
            names += drawn.parcel_ids(mine, side, crs, scale)
            areas += drawn.parcel_layers(mine, side, crs, SMALLEST_MM * scale / 1000, solid)
    return entries, [*names, *areas]


def _remarks(parcels: Sequence[Parcel], notice: Notice) -> list[str]:
    """Areas of the shapes, hectares of whole m²."""
    if len(parcels) <= MOST_PARCELS:
        return [
            f"{parcel.parcel_id}　{notice.word(parcel.direction)}　"
            f"图形面积 {hectares(whole(parcel.area))} 公顷"
            for parcel in parcels
        ]
    lines = []
    for side in (OUT, IN):
        mine = [whole(parcel.area) for parcel in parcels if parcel.direction == side]
        if mine:
            text = f"{notice.word(side)} {len(mine)} 个地块，图形面积 {hectares(sum(mine))} 公顷"
            lines.append(text)
    return lines
