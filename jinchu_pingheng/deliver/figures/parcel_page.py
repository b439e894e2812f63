"""地块位置图: the page of one parcel, with its neighbours, what it is, and its 界址点; further ones
where its points are many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import shapely
from qgis.core import QgsPrintLayout, QgsProject
from qgis.PyQt.QtCore import QRectF

from ...core.accounts.report import Report
from ...core.landclass import class_name
from ...core.model import IN, OUT, Parcel
from ...core.rounding import hectares, whole
from ..vectors.facts import Facts
from . import layers as drawn
from . import styles
from .boundary_points import draw_points, points_layer, points_of, room_for
from .forms import Form, box_of
from .ground import Ground
from .ground import box_of as ground_of
from .items import columns
from .layout import compose
from .legend import Entry
from .sheet import Sheet, view_of
from .specs import Figure, notes

FIGURE = Figure("map_parcels", "", "DLTB", styles.LANDUSE, (OUT, IN))
AROUND = 0.6
"""Ground that is shown on each side of a parcel, as a share of its extent; at least ..."""
LEAST_AROUND_M = 40.0
FACT_POINTS = 8.5
OF_THE_MAP = ("map", "inset", "north", "scale", "scale_bar", "facts", "coordinates")
"""Items that a page with further points does not have."""


def _sheet(ground: Ground, facts: Facts, form: Form) -> Sheet:
    parcel, header = facts.parcel, ground.report.header
    west, south, east, north = parcel.geometry.bounds
    around = max(AROUND * max(east - west, north - south), LEAST_AROUND_M)
    view = view_of((west - around, south - around, east + around, north + around), form)
    near = _near(parcel, ground.report, ground_of(view))
    base, classes = ground.base(FIGURE, view, numbered=True)
    things = [Entry(styles.page_fill(parcel.direction), f"本{facts.word}地块")]
    if near:
        things.append(Entry(styles.neighbour_fill(), "方案其他地块"))
    name = f"{header.county_name}{header.year}年度耕地{facts.word}地块位置图"
    return ground.sheet(
        title=f"{name}（{parcel.parcel_id}）",
        view=view,
        layers=[
            points_layer(parcel, ground.crs),
            drawn.parcel_area(parcel, ground.crs, styles.page_fill(parcel.direction)),
            *drawn.neighbours(near, ground.crs),
            *base,
        ],
        things=things,
        classes=classes,
        sources=ground.sources(FIGURE),
        notes=notes(FIGURE, ground.layers)[:1],
    )


def _near(parcel: Parcel, report: Report, frame: shapely.Geometry) -> list[Parcel]:
    """The plan's other parcels on the map."""
    return [
        other
        for other in report.parcels
        if other.parcel_id != parcel.parcel_id and shapely.intersects(frame, other.geometry)
    ]


def pages_of(
    ground: Ground, facts: Facts, form: Form, project: QgsProject
) -> Iterator[QgsPrintLayout]:
    """The map of a parcel with its first points; then what it has no room for, inside the frame.
    Each page is made when it is asked for."""
    sheet = _sheet(ground, facts, form)
    points = points_of(facts.parcel)
    first = compose(project, sheet)
    place = first.itemById("facts")
    if place is not None:
        box = box_of(place).adjusted(3, 1.5, -3, -1.5)
        upper = QRectF(box.x(), box.y(), box.width(), box.height() * 0.78)
        columns(first, _words(facts), upper, FACT_POINTS)
        lower = QRectF(box.x(), upper.bottom(), box.width(), box.height() - upper.height())
        columns(first, [[f"类型：{facts.type_name}"]], lower, FACT_POINTS)
    place = first.itemById("coordinates")
    if place is not None:
        points = draw_points(first, points, box_of(place))
        first.removeLayoutItem(place)
    yield first
    bare = replace(
        sheet, title=f"{sheet.title}界址点续表", layers=(), things=(), classes=(), notes=()
    )
    while points and room_for(sheet.view.form.map):
        further = compose(project, bare)
        for name in OF_THE_MAP:
            item = further.itemById(name)
            if item is not None:
                further.removeLayoutItem(item)
        points = draw_points(further, points, sheet.view.form.map)
        yield further


def _words(facts: Facts) -> list[list[str]]:
    """What the parcel is, in three columns; areas as the balance counts them and of the shape."""
    parcel = facts.parcel
    before = f"{facts.dlbm} {class_name(facts.dlbm)}" if facts.dlbm else "—"
    after = parcel.planned_class if parcel.direction == IN else parcel.target_class
    after_name = f"{after} {class_name(after)}" if after else parcel.target_use or "—"
    months = "至".join(filter(None, (parcel.start_month, parcel.end_month)))
    return [
        [
            f"地块编号：{parcel.parcel_id}",
            f"方向：{facts.word}",
            f"批次：{parcel.batch or '—'}",
            f"计划时间：{months or '—'}",
        ],
        [
            f"项目（地块）名称：{parcel.project or parcel.name or '—'}",
            f"位置：{facts.towns}{facts.villages}",
            f"变化前地类：{before}",
            f"变化后地类：{after_name}",
        ],
        [
            f"计入平衡面积：{hectares(facts.m2)} 公顷",
            f"图形面积：{hectares(whole(parcel.area))} 公顷",
            f"质量等别：{facts.grade if facts.grade is not None else '—'}",
            f"检查：{facts.checks}",
        ],
    ]
