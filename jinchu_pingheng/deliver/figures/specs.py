"""The five figures of the notice (宁夏通知 附件3 第七章（二）附图), and what each needs of the
layers given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qgis.core import QgsMapLayer, QgsRasterLayer, QgsVectorLayer

from ...core.accounts.report import Report
from ...core.model import IN, OUT
from . import styles
from .layers import text_field, vector_layer

IMAGE, BORDERS = "YX", "XZQ"

LAYER_NAMES = {
    "YX": "影像",
    "XZQ": "行政区",
    "DLTB": "地类图斑",
    "GTGH": "国土空间总体规划",
    "TDYTGH": "土地用途规划",
}


@dataclass(frozen=True)
class Figure:
    """One figure: manifest role, title ({regime}, {out}, {in_}: the notice's words), base
    layer, sides drawn.

    ``palette`` colours a vector base; None: the base is imagery.
    """

    role: str
    title: str
    base: str
    palette: styles.Palette | None
    directions: tuple[str, ...]


@dataclass(frozen=True)
class Classed:
    """A vector base that can be coloured: the layer, its class field and the palette."""

    layer: QgsVectorLayer
    field: str
    palette: styles.Palette


FIGURES = (
    Figure("map_location", "耕地{regime}地块位置示意图（影像图）", IMAGE, None, (OUT, IN)),
    Figure("map_out_landuse", "耕地{out}地块土地利用现状图", "DLTB", styles.LANDUSE, (OUT,)),
    Figure("map_out_plan", "耕地{out}地块国土空间总体规划图", "GTGH", styles.PLANNING, (OUT,)),
    Figure("map_in_landuse", "耕地{in_}地块土地利用现状图", "DLTB", styles.LANDUSE, (IN,)),
    Figure(
        "map_in_landuse_plan",
        "耕地{in_}地块土地用途规划图（地类）",
        "TDYTGH",
        styles.PLANNING,
        (IN,),
    ),
)


def title(report: Report, figure: Figure) -> str:
    """E.g. '云川县2023年度耕地流出地块土地利用现状图'."""
    notice = report.notice
    words = figure.title.format(regime=notice.words.regime, out=notice.word_out, in_=notice.word_in)
    return f"{report.header.county_name}{report.header.year}年度{words}"


def image_base(figure: Figure, layers: Mapping[str, QgsMapLayer]) -> QgsRasterLayer | None:
    """The imagery of a figure that stands on imagery."""
    layer = layers.get(figure.base) if figure.palette is None else None
    return layer if isinstance(layer, QgsRasterLayer) and layer.isValid() else None


def classed_base(figure: Figure, layers: Mapping[str, QgsMapLayer]) -> Classed | None:
    """The coloured base of a figure that has one, when the layer is given and has the class
    field."""
    layer = vector_layer(layers, figure.base)
    if figure.palette is None or layer is None:
        return None
    field = text_field(layer, figure.palette.field)
    return None if field is None else Classed(layer, field, figure.palette)


def base_layer(figure: Figure, layers: Mapping[str, QgsMapLayer]) -> QgsMapLayer | None:
    """The base that the figure is drawn on, None when it cannot be drawn."""
    classed = classed_base(figure, layers)
    return image_base(figure, layers) if classed is None else classed.layer


def notes(figure: Figure, layers: Mapping[str, QgsMapLayer]) -> list[str]:
    """What is missing on a figure, as printed on it."""
    found = []
    if base_layer(figure, layers) is None:
        name = LAYER_NAMES[figure.base]
        if figure.palette is None or vector_layer(layers, figure.base) is None:
            found.append(f"未提供{name}图层")
        else:
            found.append(f"{name}图层缺少文本字段{figure.palette.field}")
    return [*found, *border_notes(layers)]


def border_notes(layers: Mapping[str, QgsMapLayer]) -> list[str]:
    """That the boundaries are missing."""
    return [] if vector_layer(layers, BORDERS) else [f"未提供{LAYER_NAMES[BORDERS]}图层"]
