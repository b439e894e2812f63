"""How things look on a figure: fonts, parcel and boundary symbols, class fills. Sizes in mm on
paper, text in points."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsRendererCategory,
    QgsSimpleFillSymbolLayer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import QT_VERSION_STR
from qgis.PyQt.QtGui import QColor, QFont, QFontDatabase

from ...core.landclass import LAND_CLASSES
from ...core.model import IN, OUT
from ...core.states import BANNED, FEASIBLE, UNDECIDED, UNFILLED

STYLES = Path(__file__).resolve().parents[2] / "styles"

FONTS = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "微软雅黑", "SimHei", "黑体",
    "SimSun", "宋体", "PingFang SC", "WenQuanYi Micro Hei",
)  # fmt: skip

PARCEL_COLORS: Mapping[str, str] = {OUT: "#F03C00", IN: "#008A35"}
"""Orange-red flows out, green flows in."""

SOLID_COLORS: Mapping[str, str] = {OUT: "#FF6A2B", IN: "#2FD65E"}
"""The same for filled parcels on imagery."""

STATE_COLORS: Mapping[str, str] = {
    FEASIBLE: "#4CAF50", UNFILLED: "#F5A623", UNDECIDED: "#8E7CC3", BANNED: "#E53935",
}  # fmt: skip
"""可行 green, 待补 amber, 无法判定 violet, 禁止 red."""

NOTE_COLOR = "#D00000"
PLAIN_INK = "#1A1A1A"
NEIGHBOUR_INK = "#6A1B9A"
UNKNOWN_COLOR = "#FF00FF"


@dataclass(frozen=True)
class ClassStyle:
    """One class of a coloured base layer."""

    code: str
    name: str
    color: str


@dataclass(frozen=True)
class Palette:
    """How a base layer is coloured: the text field with the code, and how many leading digits tell
    the class (0: all)."""

    field: str
    digits: int
    classes: Mapping[str, ClassStyle]

    def class_code(self, value: object) -> str:
        """The class of a field value; '' for a missing value."""
        text = value.strip() if isinstance(value, str) else ""
        return text[: self.digits] if self.digits else text

    def expression(self, field: str) -> str:
        """The same as a QGIS expression on the layer's own spelling of the field."""
        return f'left(trim("{field}"), {self.digits})' if self.digits else f'trim("{field}")'


def _planning_classes() -> dict[str, ClassStyle]:
    with (STYLES / "planning.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: ClassStyle(row["code"], row["name"], row["color"])
            for row in csv.DictReader(file)
        }


LANDUSE = Palette(
    "DLBM", 0, {c.code: ClassStyle(c.code, c.name, c.color) for c in LAND_CLASSES.values()}
)
PLANNING = Palette("YDYHFLDM", 2, _planning_classes())


@lru_cache(maxsize=1)
def installed_fonts() -> frozenset[str]:
    """Names of the families that this machine has."""
    database: Any = QFontDatabase  # Qt 6 asks the class, Qt 5 an object
    return frozenset((database if QT_VERSION_STR.startswith("6") else database()).families())


def font_family() -> str:
    """The first installed family of FONTS; the default family when there is none."""
    installed = installed_fonts()
    return next((name for name in FONTS if name in installed), QFont().defaultFamily())


def font(points: float, bold: bool = False) -> QFont:
    """A font that has Chinese characters."""
    made = QFont(font_family())
    made.setPointSizeF(points)
    made.setBold(bold)
    return made


def plain_text(points: float, color: str = "#000000", bold: bool = False) -> QgsTextFormat:
    """Text without a halo."""
    return formatted(font(points, bold), points, QColor(color))


def formatted(made_of: QFont, points: float, color: QColor) -> QgsTextFormat:
    """Text in a font."""
    made = QgsTextFormat()
    made.setFont(made_of)
    made.setSize(points)
    made.setSizeUnit(QgsUnitTypes.RenderUnit.RenderPoints)
    made.setColor(color)
    return made


def text_format(points: float, color: str, halo: float, bold: bool = False) -> QgsTextFormat:
    """Text for the map, with a white halo of ``halo`` mm."""
    made = plain_text(points, color, bold)
    buffer = QgsTextBufferSettings()
    buffer.setEnabled(True)
    buffer.setSize(halo)
    buffer.setSizeUnit(QgsUnitTypes.RenderUnit.RenderMillimeters)
    buffer.setColor(QColor("#FFFFFF"))
    made.setBuffer(buffer)
    return made


def parcel_fill(direction: str, solid: bool) -> QgsFillSymbol:
    """A strong line in a white casing, so that a parcel of a millimetre is found on any ground.

    ``solid`` fills it (on imagery); else open hatching leaves the class below to be seen.
    """
    symbol = QgsFillSymbol.createSimple(
        {"style": "no", "outline_color": "#FFFFFF", "outline_width": "1", "joinstyle": "round"}
    )
    if not solid:
        hatch = QgsLinePatternFillSymbolLayer()
        hatch.setSubSymbol(
            QgsLineSymbol.createSimple(
                {"line_color": PARCEL_COLORS[direction], "line_width": "0.25"}
            )
        )
        hatch.setLineAngle(45 if direction == OUT else 135)
        hatch.setDistance(1.1)
        symbol.appendSymbolLayer(hatch)
    face = {
        "style": "solid" if solid else "no", "color": SOLID_COLORS[direction],
        "outline_color": PARCEL_COLORS[direction], "outline_width": "0.5", "joinstyle": "round",
    }  # fmt: skip
    symbol.appendSymbolLayer(QgsSimpleFillSymbolLayer.create(face))
    return symbol


def parcel_marker(direction: str) -> QgsMarkerSymbol:
    """The place of a parcel that is too small to be seen."""
    color = PARCEL_COLORS[direction]
    return QgsMarkerSymbol.createSimple(
        {
            "name": "diamond",
            "size": "2.4",
            "color": color,
            "outline_color": "#FFFFFF",
            "outline_width": "0.2",
        }
        if direction == OUT
        else {
            "name": "circle",
            "size": "2",
            "color": color,
            "outline_color": "#FFFFFF",
            "outline_width": "0.2",
        }
    )


def state_fill(state: str) -> QgsFillSymbol:
    """A parcel by its state; a ban is seen without colour too, by its heavy line."""
    return QgsFillSymbol.createSimple(
        {
            "color": STATE_COLORS[state],
            "outline_color": QColor(STATE_COLORS[state]).darker(160).name(),
            "outline_width": "0.7" if state == BANNED else "0.25",
        }
    )


def state_marker(state: str) -> QgsMarkerSymbol:
    """The place of a parcel that is too small to be seen; a ban is a cross."""
    return QgsMarkerSymbol.createSimple(
        {
            "name": "cross2" if state == BANNED else "circle",
            "size": "2.4",
            "color": STATE_COLORS[state],
            "outline_color": QColor(STATE_COLORS[state]).darker(160).name(),
            "outline_width": "0.7" if state == BANNED else "0.2",
        }
    )


def page_fill(direction: str) -> QgsFillSymbol:
    """The parcel that a page is about: the land below is seen through it."""
    color = QColor(PARCEL_COLORS[direction])
    return QgsFillSymbol.createSimple(
        {
            "color": f"{color.red()},{color.green()},{color.blue()},50",
            "outline_color": color.name(),
            "outline_width": "0.6",
        }
    )


def neighbour_fill() -> QgsFillSymbol:
    """Another parcel of the plan beside the one that a page is about."""
    return QgsFillSymbol.createSimple(
        {
            "style": "no",
            "outline_color": NEIGHBOUR_INK,
            "outline_width": "0.35",
            "outline_style": "dash",
        }
    )


def boundary_point() -> QgsMarkerSymbol:
    """A 界址点."""
    return QgsMarkerSymbol.createSimple(
        {"name": "circle", "size": "1", "color": "#FFFFFF", "outline_color": PLAIN_INK}
    )


def class_fill(color: str, outlined: bool) -> QgsFillSymbol:
    """A class of a base layer, with a thin line unless the polygons are too dense for lines."""
    line = (
        {"outline_color": "#6B6B6B", "outline_width": "0.06"}
        if outlined
        else {"outline_style": "no"}
    )
    return QgsFillSymbol.createSimple({"color": color, "joinstyle": "bevel", **line})


def unknown_fill() -> QgsFillSymbol:
    """Polygons whose code is not in the class table: hatched, never hidden."""
    return QgsFillSymbol.createSimple(
        {
            "style": "b_diagonal",
            "color": UNKNOWN_COLOR,
            "outline_color": UNKNOWN_COLOR,
            "outline_width": "0.2",
        }
    )


def plain_fill(color: str) -> QgsFillSymbol:
    """A fill without a line; ``color`` may carry an alpha ('255,255,255,150')."""
    return QgsFillSymbol.createSimple({"color": color, "outline_style": "no"})


def outline() -> QgsFillSymbol:
    """A thin black line around an area."""
    return QgsFillSymbol.createSimple(
        {"style": "no", "outline_color": "#000000", "outline_width": "0.2"}
    )


def county_band() -> QgsLineSymbol:
    """The coloured band under the county's border."""
    return QgsLineSymbol.createSimple(
        {"line_color": "216,160,210,150", "line_width": "1.8", "joinstyle": "round"}
    )


def county_line() -> QgsLineSymbol:
    """县级界: dash and dot."""
    return QgsLineSymbol.createSimple(
        {
            "line_color": "#000000",
            "line_width": "0.4",
            "joinstyle": "round",
            "capstyle": "flat",
            "use_custom_dash": "1",
            "customdash": "4;1.2;0.5;1.2",
        }  # fmt: skip
    )


def county_border() -> QgsLineSymbol:
    """Line on band, for the legend."""
    symbol, line = county_band(), county_line()
    symbol.appendSymbolLayer(line.symbolLayer(0).clone())
    return symbol


def town_line() -> QgsLineSymbol:
    """乡镇级界: short dashes on a white band that keeps them visible over dark ground."""
    symbol = QgsLineSymbol.createSimple(
        {"line_color": "255,255,255,170", "line_width": "0.7", "joinstyle": "round"}
    )
    top = QgsLineSymbol.createSimple(
        {
            "line_color": "#1E1E1E",
            "line_width": "0.25",
            "joinstyle": "round",
            "capstyle": "flat",
            "use_custom_dash": "1",
            "customdash": "2;0.8",
        }  # fmt: skip
    )
    symbol.appendSymbolLayer(top.symbolLayer(0).clone())
    return symbol


def class_renderer(palette: Palette, field: str, outlined: bool) -> QgsCategorizedSymbolRenderer:
    """Fills by class; any other code falls to the hatched category."""
    categories = [
        QgsRendererCategory(c.code, class_fill(c.color, outlined), c.name)
        for c in palette.classes.values()
    ]
    categories.append(QgsRendererCategory(None, unknown_fill(), ""))
    return QgsCategorizedSymbolRenderer(palette.expression(field), categories)
