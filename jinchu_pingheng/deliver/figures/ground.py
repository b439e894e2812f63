"""What the figures of a plan share: its ground, the layers on it, and the words of every sheet."""

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
    QgsRectangle,
    QgsVectorLayer,
)

from ...core.accounts.report import Report
from ...core.errors import PlanError
from ...core.model import Parcel
from . import layers as drawn
from . import styles
from .legend import Entry, class_entries
from .sheet import Bounds, Overview, Sheet, View
from .specs import BORDERS, LAYER_NAMES, Classed, Figure, base_layer, classed_base, image_base

SMALLEST_MM = 1.2
"""Parcels smaller than this both ways on paper get a marker."""
OUTLINE_MM = 1.6
"""Base polygons smaller than this on average are drawn without lines: lines alone would blacken the
sheet."""
MOST_VECTOR_POLYGONS = 40_000
"""Beyond this the base layer goes into the PDF as a 300 dpi image; the vector file would be too
heavy to open."""
UNNUMBERED = "受图面所限未注编号的地块，见附表和矢量数据。"

Base = tuple[Sequence[QgsMapLayer], Sequence[Entry]]
"""The base layers of a figure, top first, and the legend of their classes."""
Sides = Mapping[str, Sequence[Parcel]]
"""Parcels by side; sides without parcels are left out."""


class Ground:
    """Layers are cloned, so the user's styles stay as they are; what several sheets show is made
    once. ``secrecy``: the 密级 of every sheet.

    Raises PlanError when the plan's CRS is not metric or there is nothing to draw.
    """

    def __init__(
        self, report: Report, layers: Mapping[str, QgsMapLayer], secrecy: str = ""
    ) -> None:
        self.report, self.layers, self.secrecy = report, layers, secrecy
        self.crs = metric_crs(report.header.crs)
        borders = drawn.vector_layer(layers, BORDERS)
        self.boundaries = drawn.boundaries(borders, self.crs) if borders is not None else None
        self.bounds = self._bounds()
        self._overview = overview_of(self.boundaries, self.crs)
        self._coloured: dict[tuple[str, bool, bool], QgsVectorLayer] = {}
        self._entries: dict[tuple[str, View], list[Entry]] = {}

    def sides(self, parcels: Sequence[Parcel], directions: Sequence[str]) -> Sides:
        """Parcels by those sides that have any."""
        found = {side: [p for p in parcels if p.direction == side] for side in directions}
        return {side: own for side, own in found.items() if own}

    def sheet(
        self,
        title: str,
        view: View,
        layers: Sequence[QgsMapLayer],
        things: Sequence[Entry],
        classes: Sequence[Entry] = (),
        remarks: Sequence[str] = (),
        sources: str = "",
        notes: Sequence[str] = (),
    ) -> Sheet:
        """A page with the plan's own words."""
        return Sheet(
            title=title,
            header=self.report.header,
            crs=self.crs,
            view=view,
            layers=tuple(layers),
            things=tuple(things),
            classes=tuple(classes),
            remarks=tuple(remarks),
            sources=sources,
            notes=tuple(notes),
            edition=self.report.edition,
            imprint=self.report.imprint,
            software=self.report.software,
            secrecy=self.secrecy,
            overview=self._overview,
        )

    def overlay(self, sides: Sides, view: View, solid: bool) -> list[QgsMapLayer]:
        """Names, ids, lines, parcels, band: top first."""
        smallest = SMALLEST_MM * view.scale / 1000
        ids: list[QgsMapLayer] = []
        areas: list[QgsMapLayer] = []
        for side, parcels in sides.items():
            ids += drawn.parcel_ids(parcels, side, self.crs, view.scale)
            areas += drawn.parcel_layers(parcels, side, self.crs, smallest, solid)
        return self.bordered(ids, areas, view)

    def bordered(
        self, names: Sequence[QgsMapLayer], areas: Sequence[QgsMapLayer], view: View
    ) -> list[QgsMapLayer]:
        """What is written and drawn of parcels, between the boundaries' lines and names."""
        if self.boundaries is None:
            return [*names, *areas]
        line, band = drawn.county_lines(self.boundaries, self.crs)
        towns = drawn.town_names(self.boundaries, self.crs, view.lettering)
        inner = drawn.town_lines(self.boundaries, self.crs)
        return [towns, *names, line, *areas, inner, band]

    def things(self, sides: Sides, view: View, solid: bool) -> list[Entry]:
        """Legend of parcels and boundaries."""
        entries = []
        smallest = SMALLEST_MM * view.scale / 1000
        for side, parcels in sides.items():
            word = self.report.notice.word(side)
            entries.append(Entry(styles.parcel_fill(side, solid), f"{word}地块"))
            if any(drawn.longest_side(parcel) < smallest for parcel in parcels):
                entries.append(
                    Entry(styles.parcel_marker(side), f"{word}地块（图上过小，仅示位置）")
                )
        return [*entries, *self.border_entries(view)]

    def border_entries(self, view: View) -> list[Entry]:
        """Legend of the boundaries that are on the map."""
        if self.boundaries is None:
            return []
        frame = box_of(view)
        entries = []
        if shapely.intersects(shapely.boundary(self.boundaries.county), frame):
            entries.append(Entry(styles.county_border(), "县级界"))
        if shapely.intersects(self.boundaries.inner, frame):
            entries.append(Entry(styles.town_line(), "乡镇级界"))
        return entries

    def base(self, figure: Figure, view: View, numbered: bool = False) -> Base:
        """The base of a figure on a view; ``numbered``: survey polygons bear their numbers."""
        image, classed = image_base(figure, self.layers), classed_base(figure, self.layers)
        if image is not None:
            return self._imagery(image, view), []
        if classed is None:
            return [], []
        return self._classes(figure.base, classed, view, numbered)

    def _imagery(self, image: QgsRasterLayer, view: View) -> list[QgsMapLayer]:
        copy = image.clone()
        copy.setScaleBasedVisibility(False)
        copy.resampleFilter().setZoomedOutResampler(QgsBilinearRasterResampler())
        if self.boundaries is None:
            return [copy]
        veil = drawn.surroundings(self.boundaries.county, self.crs, box_of(view))
        return [veil, copy]

    def _classes(self, role: str, base: Classed, view: View, numbered: bool) -> Base:
        """A coloured layer and the legend of its classes on the map; made once for figures that
        show the same."""
        outlined = self._mean_mm(base.layer, view) >= OUTLINE_MM
        look = role, outlined, numbered
        if look not in self._coloured:
            self._coloured[look] = _coloured(base, outlined, numbered)
        layer = self._coloured[look]
        if (role, view) not in self._entries:
            self._entries[role, view] = class_entries(
                layer, base.field, base.palette, view.extent, self.crs, outlined
            )
        return [layer], self._entries[role, view]

    def _mean_mm(self, layer: QgsVectorLayer, view: View) -> float:
        """Side of a mean polygon of a layer of the county on paper."""
        west, south, east, north = self.bounds
        mean = (east - west) * (north - south) / max(layer.featureCount(), 1)
        return float(mean**0.5 * 1000 / view.scale)

    def sources(self, figure: Figure) -> str:
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

    def _bounds(self) -> Bounds:
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
        west, south, east, north = shapely.union_all(boxes).bounds
        return west, south, east, north


def _coloured(base: Classed, outlined: bool, numbered: bool) -> QgsVectorLayer:
    """A clone of the user's layer in the figures' style."""
    copy = base.layer.clone()
    copy.setScaleBasedVisibility(False)
    copy.setLabelsEnabled(False)
    if numbered:
        drawn.number_polygons(copy, base.field)
    renderer = styles.class_renderer(base.palette, base.field, outlined)
    # a sheet of a township or a parcel shows few of the polygons
    renderer.setForceRasterRender(not numbered and copy.featureCount() > MOST_VECTOR_POLYGONS)
    copy.setRenderer(renderer)
    return copy


def metric_crs(authid: str) -> QgsCoordinateReferenceSystem:
    """The plan's CRS. Raises PlanError when it is not metric."""
    crs = QgsCoordinateReferenceSystem(authid)
    if not crs.isValid() or crs.isGeographic():
        what = "方案坐标系不是以米为单位的投影坐标系，不能出图"
        raise PlanError(what, authid, "请改用高斯-克吕格投影坐标系")
    return crs


def overview_of(
    boundaries: drawn.Boundaries | None, crs: QgsCoordinateReferenceSystem
) -> Overview | None:
    """The county's outline and townships; None where no boundaries are known."""
    if boundaries is None or boundaries.county.is_empty:
        return None
    west, south, east, north = boundaries.county.bounds
    extent = QgsRectangle(west, south, east, north)
    extent.grow(0.04 * max(east - west, north - south))
    return Overview(tuple(drawn.outline(boundaries, crs)), extent)


def box_of(view: View) -> Any:
    """What a view shows, as a polygon."""
    extent = view.extent
    return shapely.box(extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum())
