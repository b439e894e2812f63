"""Measure polygons that belong to no plan."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsFields

from ..core.errors import PlanError
from ..core.model import Cell
from ..intake.parcels import take_in
from ..intake.rows import Tag
from ..judging.feedback import Feedback
from ..plan import profiles
from ..survey.crs import plan_crs
from ..survey.rows import rows_of
from .layers import Sources, required
from .measure import measure_apart_from_plan


def measure_polygons(
    features: Sequence[QgsFeature],
    fields: QgsFields,
    crs: QgsCoordinateReferenceSystem,
    name: str,
    direction: str,
    profile: str,
    given: Sources,
    feedback: Feedback,
) -> list[Cell]:
    """Cells of any polygons, by a profile's area method, in the polygons' CRS.

    Raises PlanError when that CRS is not projected in metres, a geometry cannot be used, or DLTB is
    missing.
    """
    if not crs.isValid():
        raise PlanError("图层没有坐标系", f"图层“{name}”", "请先为图层指定坐标系（设置图层 CRS）")
    target = plan_crs(crs.authid())
    notice = profiles.load(profile)
    required(given, "DLTB")
    tag = Tag(direction, notice.types(direction)[0].number)
    taken = take_in(rows_of(features, fields, None, name), tag, notice, set())
    for note in taken.notes:
        feedback.warn(note)
    parcels = [item.parcel for item in taken.incoming]
    return measure_apart_from_plan(parcels, given, notice, target.authid(), feedback).cells
