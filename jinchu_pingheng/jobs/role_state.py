"""Whether a layer can play its role: a traffic light, with what it says."""

from __future__ import annotations

from typing import NamedTuple

from qgis.core import QgsCoordinateReferenceSystem, QgsMapLayer, QgsVectorLayer

from ..core.errors import PlanError, listed
from ..core.law.rules import columns_needed
from ..core.notice import Notice
from ..core.roles import SURVEY_ROLES, WHOLE_LAYER_WARNINGS, Filter, known_name
from ..survey.fields import find_field
from ..survey.sources import Source, datum_warning, from_layer, from_raster
from .layers import WHOLE
from .role_filters import fields_of, values_of

GOOD, REMARK, BAD, NONE = "good", "remark", "bad", "none"
_GRADES = {"GDDB", "GDDJ"}
"""A survey has the one or the other (core.land.survey.grades)."""
WORST_FIRST = (BAD, REMARK, GOOD, NONE)


class Light(NamedTuple):
    """``level``: GOOD, REMARK (usable, but see the text), BAD (not usable), NONE (nobody plays)."""

    level: str
    text: str


def light_of(
    layer: QgsMapLayer, only: str, role: str, notice: Notice, crs: QgsCoordinateReferenceSystem
) -> Light:
    """How a layer stands for its role; ``only``: as in preview.Playing, ``crs``: the plan's."""
    try:
        if not isinstance(layer, QgsVectorLayer):
            raster = from_raster(layer, role)
            return Light(
                GOOD, f"{raster.name} · {layer.crs().authid() or layer.crs().description()}"
            )
        return _of_vector(layer, from_layer(layer, role), only, role, notice, crs)
    except PlanError as error:
        return Light(BAD, str(error))


def _of_vector(
    layer: QgsVectorLayer,
    source: Source,
    only: str,
    role: str,
    notice: Notice,
    crs: QgsCoordinateReferenceSystem,
) -> Light:
    bad, remarks = [source.unfit] if source.unfit else [], [source.remark]
    fields = fields_of(layer)
    lacking = [
        name for name in columns_needed(notice, role) if not find_field(name, fields, fields)
    ]
    if not _GRADES.issubset(lacking):
        lacking = [name for name in lacking if name not in _GRADES]
    if role in SURVEY_ROLES and lacking:
        (bad if "DLBM" in lacking else remarks).append(f"缺少字段 {listed(lacking)}")
    elif lacking:
        remarks.append(f"没有字段 {listed(lacking)}")
    taken = None if only == WHOLE else Filter.of(only)
    if taken is not None:
        bad += _faults_of(taken, layer)
    elif (role, known_name(layer.name(), role)) in WHOLE_LAYER_WARNINGS:
        remarks.append(WHOLE_LAYER_WARNINGS[role, known_name(layer.name(), role)])
    if not source.count:
        remarks.append("没有要素")
    remarks.append(datum_warning(layer.crs(), crs))
    facts = [f"{source.count} 个要素", layer.crs().authid() or layer.crs().description()]
    facts += [f"只取 {taken.text}"] if taken else []
    said = [item for item in (*bad, *remarks) if item]
    level = BAD if bad else REMARK if said else GOOD
    return Light(level, " · ".join([*facts, *(said or ["字段齐"])]))


def _faults_of(taken: Filter, layer: QgsVectorLayer) -> list[str]:
    fields = fields_of(layer)
    field = find_field(taken.field, fields, fields)
    if field is None:
        return [f"没有筛选字段 {taken.field}"]
    if layer.featureCount() and not any(map(taken.takes, values_of(layer, field))):
        return [f"没有一个要素符合 {taken.text}"]
    return []
