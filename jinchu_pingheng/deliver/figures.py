"""The five figures of the notice (宁夏通知 附件3 第七章（二）附图), each as PDF and PNG.

Runs on the main thread of a QGIS (3.22 or newer). Layers are cloned, so the user's styles stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, List, Mapping, Optional, Sequence, Tuple

import shapely
from qgis.core import (
    QgsBilinearRasterResampler,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeedback,
    QgsLayoutExporter,
    QgsMapLayer,
    QgsPrintLayout,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)

from ..core.errors import PlanError
from ..core.model import IN, OUT
from ..core.report import Report
from . import figure_layers as drawn
from . import figure_styles as styles
from .figure_layout import Sheet, compose, extent_at, neat_scale
from .figure_legend import Entry, class_entries

PDF_DPI, PNG_DPI = 300, 200
PNG_QUALITY = 70
"""Qt's word for how little the (lossless) file is compressed: 70 takes a third of the time of the default."""
SMALLEST_MM = 1.2
"""Parcels smaller than this both ways on paper get a marker."""
OUTLINE_MM = 1.6
"""Base polygons smaller than this on average are drawn without lines: lines alone would blacken the sheet."""
MOST_VECTOR_POLYGONS = 40_000
"""Beyond this the base layer goes into the PDF as a 300 dpi image; the vector file would be too heavy to open."""

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
    """One figure: manifest role, title ({out} and {in_} are the notice's words), base layer, sides drawn."""

    role: str
    title: str
    base: str
    palette: Optional[styles.Palette]
    directions: Tuple[str, ...]


FIGURES = (
    Figure("map_location", "耕地进出平衡地块位置示意图（影像图）", IMAGE, None, (OUT, IN)),
    Figure("map_out_landuse", "耕地{out}地块土地利用现状图", "DLTB", styles.LANDUSE, (OUT,)),
    Figure("map_out_plan", "耕地{out}地块国土空间总体规划图", "GTGH", styles.PLANNING, (OUT,)),
    Figure("map_in_landuse", "耕地{in_}地块土地利用现状图", "DLTB", styles.LANDUSE, (IN,)),
    Figure("map_in_landuse_plan", "耕地{in_}地块土地用途规划图（地类）", "TDYTGH", styles.PLANNING, (IN,)),
)


def draw(
    report: Report, layers: Mapping[str, QgsMapLayer], folder: Path, feedback: Optional[QgsFeedback] = None
) -> List[Tuple[str, Path]]:
    """Draw every figure into ``folder``; ``layers`` by role (YX, XZQ, DLTB, GTGH, TDYTGH).

    Returns (role, path) of each PDF and PNG. A figure whose base layer is missing is drawn on the boundaries with a
    red note, which ``missing`` tells too. When ``feedback`` is cancelled, stops after the figure at hand.
    Raises PlanError when the plan's CRS is not metric, there is nothing to draw, or a file cannot be written.
    """
    ground = _Ground(report, layers)
    files: List[Tuple[str, Path]] = []
    for number, figure in enumerate(FIGURES, 1):
        if feedback is not None and feedback.isCanceled():
            break
        files += _export(ground, figure, number, folder)
        if feedback is not None:
            feedback.setProgress(100 * number / len(FIGURES))
    return files


def missing(layers: Mapping[str, QgsMapLayer]) -> List[Tuple[str, str]]:
    """(role of the figure, sentence) for each figure that is drawn without its base layer or boundaries."""
    return [(figure.role, note) for figure in FIGURES for note in _notes(figure, layers)]


def title(report: Report, figure: Figure) -> str:
    """E.g. '云川县2023年度耕地流出地块土地利用现状图'."""
    words = figure.title.format(out=report.notice.word_out, in_=report.notice.word_in)
    return f"{report.header.county_name}{report.header.year}年度{words}"


def _notes(figure: Figure, layers: Mapping[str, QgsMapLayer]) -> List[str]:
    notes = []
    if _base(figure, layers) is None:
        name = LAYER_NAMES[figure.base]
        given = layers.get(figure.base)
        usable = figure.palette is None or not isinstance(given, QgsVectorLayer) or not given.isValid()
        notes.append(f"未提供{name}图层" if usable else f"{name}图层缺少文本字段{figure.palette.field}")
    if drawn.vector_layer(layers, BORDERS) is None:
        notes.append(f"未提供{LAYER_NAMES[BORDERS]}图层")
    return notes


def _base(figure: Figure, layers: Mapping[str, QgsMapLayer]) -> Optional[QgsMapLayer]:
    """The base layer when it can be drawn."""
    if figure.palette is None:
        layer = layers.get(figure.base)
        return layer if isinstance(layer, QgsRasterLayer) and layer.isValid() else None
    vector = drawn.vector_layer(layers, figure.base)
    return vector if vector is not None and drawn.text_field(vector, figure.palette.field) else None


class _Ground:
    """What the figures of one plan share: extent, scale, boundaries."""

    def __init__(self, report: Report, layers: Mapping[str, QgsMapLayer]) -> None:
        self.report, self.layers = report, layers
        self.crs = QgsCoordinateReferenceSystem(report.header.crs)
        if not self.crs.isValid() or self.crs.isGeographic():
            raise PlanError("方案坐标系不是以米为单位的投影坐标系，不能出图", report.header.crs, "请改用高斯-克吕格投影坐标系")
        borders = drawn.vector_layer(layers, BORDERS)
        self.boundaries = drawn.boundaries(borders, self.crs) if borders is not None else None
        west, south, east, north = self._bounds()
        self.centre = ((west + east) / 2, (south + north) / 2)
        self.scale = neat_scale(east - west, north - south)
        self.extent = extent_at(self.centre, self.scale)

    def _bounds(self) -> Tuple[float, float, float, float]:
        """Of the county (of the survey where there are no boundaries) and every parcel."""
        boxes = [shapely.box(*parcel.geometry.bounds) for parcel in self.report.parcels]
        survey = drawn.vector_layer(self.layers, "DLTB")
        if self.boundaries is not None and not self.boundaries.county.is_empty:
            boxes.append(shapely.box(*self.boundaries.county.bounds))
        elif survey is not None:
            to_plan = QgsCoordinateTransform(survey.crs(), self.crs, QgsProject())
            found = to_plan.transformBoundingBox(survey.extent())
            boxes.append(shapely.box(found.xMinimum(), found.yMinimum(), found.xMaximum(), found.yMaximum()))
        if not boxes:
            raise PlanError("没有可绘制的内容", "附图", "请先标记地块或提供行政区图层")
        return shapely.union_all(boxes).bounds

    def sheet(self, figure: Figure) -> Sheet:
        """Layers, legend and words of one figure."""
        sides = [d for d in figure.directions if self.report.parcels_of(d)]
        empty = [self.report.notice.word(d) for d in figure.directions if d not in sides]
        solid = figure.palette is None
        base, classes = self._base(figure)
        return Sheet(
            title(self.report, figure),
            self.report.header,
            self.crs,
            tuple(self._overlay(sides, solid) + base),
            self.centre,
            self.scale,
            tuple(self._things(sides, solid)),
            tuple(classes),
            ("受图面所限未注编号的地块，见附表和矢量数据。",) if sides else (),
            self._sources(figure),
            (*_notes(figure, self.layers), *(f"方案中没有{word}地块" for word in empty)),
        )

    @property
    def _smallest_m(self) -> float:
        return SMALLEST_MM * self.scale / 1000

    def _overlay(self, sides: Sequence[str], solid: bool) -> List[QgsMapLayer]:
        """Names, ids, lines, parcels, band: top first."""
        parcels = {side: self.report.parcels_of(side) for side in sides}
        ids = [layer for side in sides for layer in drawn.parcel_ids(parcels[side], side, self.crs, self.scale)]
        areas = [
            layer
            for side in sides
            for layer in drawn.parcel_layers(parcels[side], side, self.crs, self._smallest_m, solid)
        ]
        if self.boundaries is None:
            return [*ids, *areas]
        line, band = drawn.county_lines(self.boundaries, self.crs)
        names = drawn.town_names(self.boundaries, self.crs)
        return [names, *ids, line, *areas, drawn.town_lines(self.boundaries, self.crs), band]

    def _things(self, sides: Sequence[str], solid: bool) -> List[Entry]:
        """Legend of parcels and boundaries."""
        entries = []
        for side in sides:
            word, parcels = self.report.notice.word(side), self.report.parcels_of(side)
            entries.append(Entry(styles.parcel_fill(side, solid), f"{word}地块"))
            if any(drawn.longest_side(parcel) < self._smallest_m for parcel in parcels):
                entries.append(Entry(styles.parcel_marker(side), f"{word}地块（图上过小，仅示位置）"))
        if self.boundaries is not None:
            entries.append(Entry(styles.county_border(), "县级界"))
            if not self.boundaries.inner.is_empty:
                entries.append(Entry(styles.town_line(), "乡镇级界"))
        return entries

    def _base(self, figure: Figure) -> Tuple[List[QgsMapLayer], List[Entry]]:
        """The base layers of a figure, top first, and the legend of its classes."""
        layer = _base(figure, self.layers)
        if layer is None:
            return [], []
        copy = layer.clone()
        copy.setScaleBasedVisibility(False)
        if isinstance(copy, QgsRasterLayer):
            copy.resampleFilter().setZoomedOutResampler(QgsBilinearRasterResampler())
            veil = [drawn.surroundings(self.boundaries, self.crs, self._frame())] if self.boundaries else []
            return [*veil, copy], []
        field = drawn.text_field(copy, figure.palette.field)
        outlined = self._mean_mm(copy) >= OUTLINE_MM
        renderer = styles.class_renderer(figure.palette, field, outlined)
        renderer.setForceRasterRender(copy.featureCount() > MOST_VECTOR_POLYGONS)
        copy.setRenderer(renderer)
        copy.setLabelsEnabled(False)
        return [copy], class_entries(copy, field, figure.palette, self.extent, self.crs, outlined)

    def _frame(self) -> Any:
        extent = self.extent
        return shapely.box(extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum())

    def _mean_mm(self, layer: QgsVectorLayer) -> float:
        """Side of a mean polygon of a layer on paper."""
        west, south, east, north = self._bounds()
        return ((east - west) * (north - south) / max(layer.featureCount(), 1)) ** 0.5 * 1000 / self.scale

    def _sources(self, figure: Figure) -> str:
        """The layers' own names and years: nothing that the data does not say."""
        used = [(figure.base, _base(figure, self.layers)), (BORDERS, drawn.vector_layer(self.layers, BORDERS))]
        texts = [f"{LAYER_NAMES[role]}（{layer.name()}{drawn.data_years(layer)}）" for role, layer in used if layer]
        return "、".join([*texts, f"{self.report.header.year}年度耕地进出平衡地块"])


def _export(ground: _Ground, figure: Figure, number: int, folder: Path) -> List[Tuple[str, Path]]:
    project = QgsProject()
    sheet = ground.sheet(figure)
    about = project.metadata()
    about.setAuthor(sheet.header.office)
    about.setTitle(sheet.title)
    project.setMetadata(about)
    layout = compose(project, sheet)  # the exporter does not keep it alive
    exporter = QgsLayoutExporter(layout)
    files = []
    for suffix, write in ((".pdf", _to_pdf), (".png", _to_png)):
        path = folder / f"附图{number} {sheet.title}{suffix}"
        if not write(exporter, str(path)):
            raise PlanError("附图不能写入", str(path), "请检查文件夹权限、磁盘空间，并关闭正在打开的同名文件")
        files.append((figure.role, path))
    return files


def _to_pdf(exporter: QgsLayoutExporter, path: str) -> bool:
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = PDF_DPI
    return bool(exporter.exportToPdf(path, settings) == QgsLayoutExporter.ExportResult.Success)


def _to_png(exporter: QgsLayoutExporter, path: str) -> bool:
    return bool(exporter.renderPageToImage(0, dpi=PNG_DPI).save(path, "PNG", PNG_QUALITY))
