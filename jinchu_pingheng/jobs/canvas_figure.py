"""A 示意图 in the office's layout: of the map as the user sees it, or of a parcel, a project or a
township on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsMapLayer,
    QgsProject,
    QgsProviderRegistry,
    QgsRectangle,
    QgsVectorLayer,
)

from ..core.errors import PlanError, listed
from ..core.model import Header, Parcel
from ..core.notice import Notice
from ..core.roles import SURVEY
from ..deliver.figures.canvas import Shown, draw_shown
from ..deliver.figures.forms import PAPERS, form_of
from ..deliver.figures.layers import field_name
from ..deliver.figures.specs import BORDERS
from ..deliver.figures.styles import LANDUSE, class_renderer
from ..deliver.publishing import Written, publish_files
from ..intake.stored import sound
from ..judging.feedback import Feedback
from ..plan import profiles
from ..plan.store import Plan
from ..survey.crs import plan_crs
from ..survey.sources import file_of, open_layer
from ..version import software
from .headers import signed_header

__all__ = ["PAPERS", "SUBJECTS", "Wanted", "draw_figure"]

CANVAS, PARCEL, PROJECT, TOWNSHIP = "canvas", "parcel", "project", "township"
SUBJECTS = (CANVAS, PARCEL, PROJECT, TOWNSHIP)
ROLE = "map_canvas"
MARGIN = 0.25
"""Around the parcels, as a share of their extent; at least ..."""
LEAST_MARGIN_M = 50.0
_FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|\n\r\t', "_"))


@dataclass(frozen=True)
class Wanted:
    """``subject`` is one of SUBJECTS, ``name`` the parcel's id, the project or the township (name
    or code); ``title`` '' for the usual one; ``paper`` one of PAPERS; ``secrecy`` the
    密级, '' for none."""

    subject: str = CANVAS
    name: str = ""
    title: str = ""
    paper: str = "A3"
    secrecy: str = ""


def draw_figure(
    path: Path,
    folder: Path,
    wanted: Wanted,
    layers: Sequence[QgsMapLayer],
    extent: QgsRectangle | None = None,
    crs: QgsCoordinateReferenceSystem | None = None,
    feedback: Feedback | None = None,
) -> Written:
    """PDF and PNG into ``folder``; on the main thread. ``layers`` top first, with their styles and
    unsaved edits; without any, parcels lie on the survey that the plan records. ``extent`` in
    ``crs``, for the canvas alone.

    Raises PlanError when nothing bears the name, or there is nothing to draw.
    """
    feedback = feedback or Feedback()
    form = form_of(wanted.paper)
    with Plan.to_read(path) as plan, plan.snapshot():
        header, edition = signed_header(plan.header), plan.edition
        notice = profiles.load(header.profile)
        parcels = sound(plan.parcels(), notice)
        records = plan.layers_by_role()
        chosen = _chosen(wanted, parcels, plan)
    feedback.step(20)
    others = [layer for layer in layers if wanted.subject == CANVAS or not _is_of(layer, path)]
    if not others and wanted.subject != CANVAS:
        others = _by_class(records.get(SURVEY, ()))
    shown = Shown(
        title=wanted.title or _title(wanted, header, notice, chosen),
        layers=tuple(others),
        extent=_around(chosen) if chosen else _in_plan(extent, crs, header.crs),
        parcels=tuple(chosen),
        notes=_notes(others),
        borders=_borders(records.get(BORDERS, ())),
        secrecy=wanted.secrecy,
    )

    def write(stage: Path) -> Written:
        stem = stage / shown.title.translate(_FORBIDDEN)
        files = draw_shown(shown, form, header, notice, edition, software(), stem)
        return [(ROLE, file) for file in files]

    written = publish_files(folder, write)
    feedback.step(100)
    return written


def _chosen(wanted: Wanted, parcels: Sequence[Parcel], plan: Plan) -> list[Parcel]:
    """Parcels that the figure is about; none for the canvas. The plan is only read: townships are
    those of its last measuring."""
    if wanted.subject == CANVAS:
        return []
    if wanted.subject == TOWNSHIP:
        if plan.stale:
            do = "请先运行“面积量算”或“合规检查”"
            raise PlanError("地块尚未按现状量算，不知道属于哪个乡镇", str(plan.path), do)
        cells = plan.cells()
        towns = {(cell.town_name, cell.town_code): cell.parcel_id for cell in cells}
        inside = {c.parcel_id for c in cells if wanted.name in (c.town_name, c.town_code)}
        found = [parcel for parcel in parcels if parcel.parcel_id in inside]
        known = sorted({name or code for name, code in towns})
    elif wanted.subject == PROJECT:
        found = [parcel for parcel in parcels if parcel.project == wanted.name]
        known = sorted({parcel.project for parcel in parcels if parcel.project})
    else:
        found = [parcel for parcel in parcels if parcel.parcel_id == wanted.name]
        known = sorted(parcel.parcel_id for parcel in parcels)
    if not found or not wanted.name:
        what = f"方案中没有属于“{wanted.name}”的地块"
        raise PlanError(what, "示意图", f"可用的名称：{listed(known) or '无'}")
    return found


def _title(wanted: Wanted, header: Header, notice: Notice, chosen: Sequence[Parcel]) -> str:
    head = f"{header.county_name}{header.year}年度"
    regime = notice.words.regime
    if wanted.subject == PARCEL:
        word = notice.word(chosen[0].direction)
        return f"{head}耕地{word}地块{wanted.name}示意图"
    return f"{head}{wanted.name}耕地{regime}地块示意图"


def _around(parcels: Sequence[Parcel]) -> QgsRectangle:
    west, south, east, north = shapely.total_bounds([parcel.geometry for parcel in parcels])
    margin = max(MARGIN * max(east - west, north - south), LEAST_MARGIN_M)
    return QgsRectangle(west - margin, south - margin, east + margin, north + margin)


def _in_plan(
    extent: QgsRectangle | None, crs: QgsCoordinateReferenceSystem | None, authid: str
) -> QgsRectangle:
    if extent is None or crs is None or extent.isEmpty():
        raise PlanError("没有可绘制的范围", "示意图", "请先在地图上缩放到要绘制的地方")
    transform = QgsCoordinateTransform(crs, plan_crs(authid), QgsProject.instance())
    try:
        return transform.transformBoundingBox(extent)
    except QgsCsException:
        raise PlanError("地图范围不能换算到方案坐标系", "示意图", "请先缩放到本县的范围") from None


def _is_of(layer: QgsMapLayer, path: Path) -> bool:
    """Whether a layer shows the plan's own parcels."""
    if not isinstance(layer, QgsVectorLayer) or layer.providerType() != "ogr":
        return False
    file = QgsProviderRegistry.instance().decodeUri("ogr", layer.source()).get("path") or ""
    return Path(file).resolve() == path.resolve()


def _borders(records: Iterable[Mapping[str, Any]]) -> QgsVectorLayer | None:
    """The recorded townships, where they are still there."""
    there = [record for record in records if file_of(record["source"])]
    return next(
        (open_layer(row["source"], row["name"], row["provider"] or "ogr") for row in there), None
    )


def _by_class(records: Iterable[Mapping[str, Any]]) -> list[QgsMapLayer]:
    """Recorded surveys that are still there, coloured by class."""
    found: list[QgsMapLayer] = []
    for record in records:
        if file_of(record["source"]):
            layer = open_layer(record["source"], record["name"], record["provider"] or "ogr")
            column = field_name(layer, LANDUSE.field)
            if column is not None:
                layer.setRenderer(class_renderer(LANDUSE, column, outlined=True))
                found.append(layer)
    return found


def _notes(layers: Sequence[QgsMapLayer]) -> tuple[str, ...]:
    edited = [
        layer.name() for layer in layers if isinstance(layer, QgsVectorLayer) and layer.isModified()
    ]
    return tuple(f"{name}有未保存的修改" for name in edited)
