"""From a plan and layers to the sheet of a figure: extent, scale, layers in drawing order, legend,
words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import shapely
from qgis.core import (
    QgsBilinearRasterResampler,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsMapLayer,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)

from ...core.accounts.report import Report
from ...core.errors import PlanError
from . import layers as drawn
from . import styles
from .layout import Sheet, extent_at, neat_scale
from .legend import Entry, class_entries
from .specs import (
    BORDERS,
    LAYER_NAMES,
    Classed,
    Figure,
    base_layer,
    classed_base,
    image_base,
    notes,
    title,
)

SMALLEST_MM = 1.2
"""Parcels smaller than this both ways on paper get a marker."""
OUTLINE_MM = 1.6
"""Base polygons smaller than this on average are drawn without lines: lines alone would blacken the
sheet."""
MOST_VECTOR_POLYGONS = 40_000
"""Beyond this the base layer goes into the PDF as a 300 dpi image; the vector file would be too
heavy to open."""


class Ground:
    """What the figures of one plan share: extent, scale, boundaries.

    Raises PlanError when the plan's CRS is not metric or there is nothing to draw.
    """

    def __init__(self, report: Report, layers: Mapping[str, QgsMapLayer]) -> None:
        self.report, self.layers = report, layers
        self.crs = QgsCoordinateReferenceSystem(report.header.crs)
        if not self.crs.isValid() or self.crs.isGeographic():
            raise PlanError(
                "方案坐标系不是以米为单位的投影坐标系，不能出图",
                report.header.crs,
                "请改用高斯-克吕格投影坐标系",
            )
        borders = drawn.vector_layer(layers, BORDERS)
        self.boundaries = drawn.boundaries(borders, self.crs) if borders is not None else None
        west, south, east, north = self._bounds()
        self.width, self.height = east - west, north - south
        self.centre = ((west + east) / 2, (south + north) / 2)
        self.scale = neat_scale(self.width, self.height)
        self.extent = extent_at(self.centre, self.scale)

    def _bounds(self) -> tuple[float, float, float, float]:
        """Of the county (of the survey where there are no boundaries) and every parcel."""
        boxes = [shapely.box(*parcel.geometry.bounds) for parcel in self.report.parcels]
        survey = drawn.vector_layer(self.layers, "DLTB")
        if self.boundaries is not None and not self.boundaries.county.is_empty:
            boxes.append(shapely.box(*self.boundaries.county.bounds))
        elif survey is not None:
            to_plan = QgsCoordinateTransform(survey.crs(), self.crs, QgsProject())
            found = to_plan.transformBoundingBox(survey.extent())
            boxes.append(
                shapely.box(found.xMinimum(), found.yMinimum(), found.xMaximum(), found.yMaximum())
            )
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
            title=title(self.report, figure),
            header=self.report.header,
            crs=self.crs,
            layers=tuple(self._overlay(sides, solid) + base),
            centre=self.centre,
            scale=self.scale,
            things=tuple(self._things(sides, solid)),
            classes=tuple(classes),
            remarks=("受图面所限未注编号的地块，见附表和矢量数据。",) if sides else (),
            sources=self._sources(figure),
            notes=(*notes(figure, self.layers), *(f"方案中没有{word}地块" for word in empty)),
            edition=self.report.edition,
            imprint=self.report.imprint,
            software=self.report.software,
        )

    @property
    def _smallest_m(self) -> float:
        return SMALLEST_MM * self.scale / 1000

    def _overlay(self, sides: Sequence[str], solid: bool) -> list[QgsMapLayer]:
        """Names, ids, lines, parcels, band: top first."""
        parcels = {side: self.report.parcels_of(side) for side in sides}
        ids = [
            layer
            for side in sides
            for layer in drawn.parcel_ids(parcels[side], side, self.crs, self.scale)
        ]
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

    def _things(self, sides: Sequence[str], solid: bool) -> list[Entry]:
        """Legend of parcels and boundaries."""
        entries = []
        for side in sides:
            word, parcels = self.report.notice.word(side), self.report.parcels_of(side)
            entries.append(Entry(styles.parcel_fill(side, solid), f"{word}地块"))
            if any(drawn.longest_side(parcel) < self._smallest_m for parcel in parcels):
                entries.append(
                    Entry(styles.parcel_marker(side), f"{word}地块（图上过小，仅示位置）")
                )
        if self.boundaries is not None:
            entries.append(Entry(styles.county_border(), "县级界"))
            if not self.boundaries.inner.is_empty:
                entries.append(Entry(styles.town_line(), "乡镇级界"))
        return entries

    def _base(self, figure: Figure) -> tuple[list[QgsMapLayer], list[Entry]]:
        """The base layers of a figure, top first, and the legend of its classes. Layers given are
        cloned."""
        image, classed = image_base(figure, self.layers), classed_base(figure, self.layers)
        if image is not None:
            return self._imagery(image), []
        return self._coloured(classed) if classed is not None else ([], [])

    def _imagery(self, image: QgsRasterLayer) -> list[QgsMapLayer]:
        copy = image.clone()
        copy.setScaleBasedVisibility(False)
        copy.resampleFilter().setZoomedOutResampler(QgsBilinearRasterResampler())
        if self.boundaries is None:
            return [copy]
        return [drawn.surroundings(self.boundaries, self.crs, self._frame()), copy]

    def _coloured(self, base: Classed) -> tuple[list[QgsMapLayer], list[Entry]]:
        copy = base.layer.clone()
        copy.setScaleBasedVisibility(False)
        copy.setLabelsEnabled(False)
        outlined = self._mean_mm(copy) >= OUTLINE_MM
        renderer = styles.class_renderer(base.palette, base.field, outlined)
        renderer.setForceRasterRender(copy.featureCount() > MOST_VECTOR_POLYGONS)
        copy.setRenderer(renderer)
        return [copy], class_entries(
            copy, base.field, base.palette, self.extent, self.crs, outlined
        )

    def _frame(self) -> Any:
        extent = self.extent
        return shapely.box(
            extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()
        )

    def _mean_mm(self, layer: QgsVectorLayer) -> float:
        """Side of a mean polygon of a layer on paper."""
        return float(
            (self.width * self.height / max(layer.featureCount(), 1)) ** 0.5 * 1000 / self.scale
        )

    def _sources(self, figure: Figure) -> str:
        """The layers' own names and years: nothing that the data does not say."""
        used = [
            (figure.base, base_layer(figure, self.layers)),
            (BORDERS, drawn.vector_layer(self.layers, BORDERS)),
        ]
        texts = [
            f"{LAYER_NAMES[role]}（{layer.name()}{drawn.data_years(layer)}）"
            for role, layer in used
            if layer
        ]
        regime = self.report.notice.words.regime
        return "、".join([*texts, f"{self.report.header.year}年度耕地{regime}地块"])
