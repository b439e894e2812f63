"""A form filled with a sheet: its items are found by their ids (templates/README.md)."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemMapOverview,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsScaleBarSettings,
    QgsUnitTypes,
)

from . import styles
from .forms import MAP, box_of
from .items import use_installed_font, write
from .legend import draw_legend
from .sheet import Sheet, neat_step

SEGMENT_MM = 20.0
"""Of the scale bar, at most."""
GRID_LINES = 4
"""Of the coordinate grid, across the map, at least."""


def compose(project: QgsProject, sheet: Sheet) -> QgsPrintLayout:
    """The page as a print layout of ``project`` (the figure's own, never the user's)."""
    layout = sheet.view.form.layout(project)
    layout.setName(sheet.title)
    shown = layout.itemById(MAP)
    _show(shown, sheet.layers, sheet.crs, sheet.view.extent)
    _set_grid(shown, sheet.view.scale)
    _show_overview(layout, shown, sheet)
    _set_scale_bar(layout, shown, sheet.view.scale)
    _write_words(layout, sheet)
    _draw_north(layout)
    legend = layout.itemById("legend")
    if legend is not None:
        draw_legend(layout, sheet.things, sheet.classes, box_of(legend))
        layout.removeLayoutItem(legend)
    return layout


def _show(
    item: QgsLayoutItemMap,
    layers: tuple[object, ...],
    crs: QgsCoordinateReferenceSystem,
    extent: QgsRectangle,
) -> None:
    item.setCrs(crs)
    item.setFollowVisibilityPreset(False)
    item.setLayers(list(layers))
    item.zoomToExtent(extent)


def _set_grid(shown: QgsLayoutItemMap, scale: int) -> None:
    """Round coordinates, where the form has a grid."""
    step = neat_step(shown.rect().width() / GRID_LINES * scale / 1000)
    for grid in shown.grids().asList():
        grid.setIntervalX(step)
        grid.setIntervalY(step)
        grid.setAnnotationTextFormat(use_installed_font(grid.annotationTextFormat()))


def _show_overview(layout: QgsPrintLayout, shown: QgsLayoutItemMap, sheet: Sheet) -> None:
    item = layout.itemById("inset")
    if not isinstance(item, QgsLayoutItemMap):
        return
    if sheet.overview is None:
        layout.removeLayoutItem(item)
        return
    _show(item, sheet.overview.layers, sheet.crs, sheet.overview.extent)
    frames = item.overviews()
    if not frames.asList():
        frames.addOverview(_overview_frame(item))
    for frame in frames.asList():
        frame.setLinkedMap(shown)


def _overview_frame(item: QgsLayoutItemMap) -> QgsLayoutItemMapOverview:
    made = QgsLayoutItemMapOverview("范围", item)
    red = {"style": "no", "outline_color": styles.NOTE_COLOR, "outline_width": "0.5"}
    made.setFrameSymbol(QgsFillSymbol.createSimple(red))
    return made


def _set_scale_bar(layout: QgsPrintLayout, shown: QgsLayoutItemMap, scale: int) -> None:
    """Segments of round lengths, in 千米 from 1,000 m on; its reference point stays where it is."""
    bar = layout.itemById("scale_bar")
    if not isinstance(bar, QgsLayoutItemScaleBar):
        return
    bar.setLinkedMap(shown)
    bar.setTextFormat(use_installed_font(bar.textFormat()))
    metres = neat_step(SEGMENT_MM * scale / 1000)
    units = QgsUnitTypes.DistanceUnit
    kilometres = metres >= 1000
    bar.setUnits(units.DistanceKilometers if kilometres else units.DistanceMeters)
    bar.setUnitLabel("千米" if kilometres else "米")
    bar.setSegmentSizeMode(QgsScaleBarSettings.SegmentSizeMode.SegmentSizeFixed)
    bar.setUnitsPerSegment(metres / 1000 if kilometres else metres)
    bar.update()


def _write_words(layout: QgsPrintLayout, sheet: Sheet) -> None:
    """Labels with a known id; one that has nothing to say goes."""
    words = sheet.words
    for item in layout.items():
        if not isinstance(item, QgsLayoutItemLabel):
            continue
        if words.get(item.id()) == "":
            layout.removeLayoutItem(item)
        else:
            write(item, words.get(item.id()))


def _draw_north(layout: QgsPrintLayout) -> None:
    """The plugin's 指北针 where the form's own picture is not at hand; maps are on grid north."""
    north = layout.itemById("north")
    if isinstance(north, QgsLayoutItemPicture) and not Path(north.picturePath()).is_file():
        north.setPicturePath(str(styles.STYLES / "north.svg"))
