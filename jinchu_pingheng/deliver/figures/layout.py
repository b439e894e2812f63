"""One page of a figure, landscape: title, map, legend, scale, seal, notes."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsMapLayer,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QRectF

from ...core.model import Edition, Header
from ..projection import projection
from ..wording import date_text
from . import styles
from .items import frame, label, map_item, north_arrow, scale_bar
from .legend import Entry, draw_legend
from .page import A3, Page

SEAL_MM = 44.0
"""A county seal is 42 mm across."""

_NEAT = (
    100, 110, 120, 125, 130, 140, 150, 160, 175, 180, 200, 220, 250, 280, 300, 350, 400, 450, 500,
    550, 600, 650, 700, 750, 800, 850, 900, 950,
)  # fmt: skip
_BAR_MM = 28.0


@dataclass(frozen=True)
class Sheet:
    """What stands on one page. ``scale`` is the N of 1:N; ``layers`` top first; ``notes`` are
    printed in red."""

    title: str
    header: Header
    crs: QgsCoordinateReferenceSystem
    layers: tuple[QgsMapLayer, ...]
    centre: tuple[float, float]
    scale: int
    things: tuple[Entry, ...]
    classes: tuple[Entry, ...]
    remarks: tuple[str, ...]
    sources: str
    notes: tuple[str, ...]
    edition: Edition
    imprint: str
    software: str
    page: Page = A3

    @property
    def extent(self) -> QgsRectangle:
        """What the map frame shows, in the plan's CRS (metres)."""
        return extent_at(self.centre, self.scale, self.page)


def neat_scale(width_m: float, height_m: float, page: Page = A3) -> int:
    """The largest scale, as the neat N of 1:N, at which an area fits the map frame with a small
    margin."""
    room = page.map.adjusted(4, 4, -4, -4)
    needed = 1000 * max(width_m / room.width(), height_m / room.height(), 0.5)
    power = 1
    while True:
        for step in _NEAT:
            if step * power >= needed:
                return step * power
        power *= 10


def extent_at(centre: tuple[float, float], scale: int, page: Page = A3) -> QgsRectangle:
    """The map frame's extent around a centre at 1:``scale``."""
    x, y = centre
    half_width, half_height = page.map.width() * scale / 2000, page.map.height() * scale / 2000
    return QgsRectangle(x - half_width, y - half_height, x + half_width, y + half_height)


def bar_segment(scale: int) -> int:
    """Metres of one segment of the scale bar: 1, 2 or 5 times a power of ten, at most 28 mm on
    paper."""
    most = _BAR_MM * scale / 1000
    power = 1
    while power * 10 <= most:
        power *= 10
    return max(step * power for step in (1, 2, 5) if step * power <= max(most, 1))


def compose(project: QgsProject, sheet: Sheet) -> QgsPrintLayout:
    """The page as a print layout of ``project`` (the figure's own, never the user's)."""
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName(sheet.title)
    page = sheet.page
    landscape = QgsLayoutItemPage.Orientation.Landscape
    layout.pageCollection().page(0).setPageSize(page.paper, landscape)
    points = _title_points(sheet.title, page)
    label(layout, sheet.title, page.title, points, bold=True, align="center")
    shown = map_item(layout, sheet.layers, sheet.crs, sheet.extent, page.map)
    frame(layout, page.frame, 0.9)
    _draw_side(layout, sheet, shown)
    _draw_foot(layout, sheet)
    return layout


def _draw_side(layout: QgsPrintLayout, sheet: Sheet, shown: QgsLayoutItemMap) -> None:
    """From the foot of the column up: seal, scale, remarks, notes; north arrow on top; the legend
    has what is left."""
    side = sheet.page.side
    left, width = side.x(), side.width()
    seal = QRectF(side.center().x() - SEAL_MM / 2, side.bottom() - SEAL_MM, SEAL_MM, SEAL_MM)
    frame(layout, seal, 0.2, style="dash", round_=True)
    label(layout, "（盖章处）", seal, 10, align="center", color="#7A7A7A")
    y = seal.y() - 21
    scale_bar(layout, shown, bar_segment(sheet.scale), QRectF(left, y + 6.5, width, 10))
    scale = f"比例尺  1:{sheet.scale:,}".replace(",", " ")
    label(layout, scale, QRectF(left, y, width, 6), 11, align="center")
    y -= 3
    for text in reversed(sheet.remarks):
        y -= 4.5
        label(layout, text, QRectF(left, y, width, 4.5), 7.5, color="#404040")
    for text in reversed(sheet.notes):
        y -= 6
        label(layout, text, QRectF(left, y, width, 6), 11, bold=True, color=styles.NOTE_COLOR)
    north_arrow(layout, QRectF(side.center().x() - 8, side.y(), 16, 23))
    top = side.y() + 27
    draw_legend(layout, sheet.things, sheet.classes, QRectF(left, top, width, y - 3 - top))


def _title_points(title: str, page: Page) -> float:
    return min(26.0 * page.text, page.frame.width() / len(title) / 0.36)


def _draw_foot(layout: QgsPrintLayout, sheet: Sheet) -> None:
    """Coordinate system and sources on the left, who and when on the right."""
    header, foot, side = sheet.header, sheet.page.foot, sheet.page.side
    points = 9 * sheet.page.text
    left = f"坐标系统：{projection(header.crs).sentence}（{header.crs}）\n数据来源：{sheet.sources}"
    day = date_text(header.compiled_on, missing="＿＿＿＿年＿＿月＿＿日")
    right = f"编制单位：{header.office or '＿' * 12}\n编制日期：{day}"
    room = side.x() - foot.x() - 15  # a gap before the column
    label(layout, left, QRectF(foot.x(), foot.y(), room, foot.height()), points)
    beside = QRectF(side.x(), foot.y(), foot.right() - side.x(), foot.height())
    label(layout, right, beside, points)
    if sheet.imprint:
        label(layout, sheet.imprint, sheet.page.below, 6, align="right", color="#606060")
