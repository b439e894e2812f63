"""Measure the parcels of a plan, or of any polygons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ..core.errors import PlanError
from ..core.measure import measure
from ..core.model import Cell, Layer, Parcel
from ..core.notice import Notice
from ..core.survey import Survey
from ..plan import profiles
from ..plan.store import Plan
from ..survey.crs import to_lonlat
from ..survey.reader import town_names
from .feedback import Feedback
from .inputs import Sources, read_role, record, required, resolve

MEASURING_ROLES = ("DLTB", "XZQ")
"""What measuring reads: the land, and the names of its townships."""


def measure_plan(path: Path, given: Sources, feedback: Feedback | None = None) -> list[Cell]:
    """Split all parcels by the survey and store the cells in the plan."""
    feedback = feedback or Feedback()
    with Plan.open(path) as plan, plan.transaction():
        layers = read_survey(plan, given, feedback)
        return measure_layers(plan, layers, feedback)


def read_survey(plan: Plan, given: Sources, feedback: Feedback) -> dict[str, Layer]:
    """The survey layers near the parcels, recorded in the plan."""
    sources = resolve(plan, given, MEASURING_ROLES)
    required(sources, "DLTB")
    notice, parcels = profiles.load(plan.header.profile), plan.parcels()
    layers: dict[str, Layer] = {}
    for role in sources:
        feedback.step(5, f"读取 {role}")
        layer = read_role(plan, notice, sources, role, parcels)
        if layer is not None:
            layers[role] = layer
    record(plan, sources, layers)
    return layers


def survey_of(layers: Mapping[str, Layer]) -> Survey:
    """The survey that layers by role make up."""
    return Survey(layers["DLTB"], town_names(layers.get("XZQ")))


def measure_layers(plan: Plan, layers: Mapping[str, Layer], feedback: Feedback) -> list[Cell]:
    """Measure with layers that were read before."""
    parcels = plan.parcels()
    if not parcels:
        raise PlanError("方案中没有地块", str(plan.path), "请先标注流出、流入地块")
    feedback.step(40, "量算面积")
    cells = measure_parcels(parcels, survey_of(layers), profiles.load(plan.header.profile), plan.header.crs)
    plan.replace_cells(cells)
    plan.log("量算面积", f"{len(parcels)} 个地块，{len(cells)} 个面积单元")
    feedback.step(100)
    return cells


def measure_parcels(parcels: Sequence[Parcel], survey: Survey, notice: Notice, crs: str) -> list[Cell]:
    """Cells of parcels by a notice's area method; ``crs`` is the authority id of their geometry.

    Raises PlanError when no survey polygon is near: a layer of another place, or with a wrong CRS.
    """
    if not len(survey.dltb):
        raise PlanError("地块附近没有图斑", f"图层“{survey.dltb.name}”", "请核对所选的地类图斑图层及其坐标系")
    return measure(parcels, survey, notice.area, to_lonlat(crs), float(notice.adjoin_m))
