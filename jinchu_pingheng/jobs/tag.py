"""Tag features of any polygon layer as outflow or inflow parcels of a plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFields,
    QgsGeometry,
)

from ..core.errors import PlanError, listed
from ..core.notice import Notice
from ..core.parcel_fields import PARCEL_FIELDS
from ..core.parcel_ids import Numbering
from ..intake.parcels import take_in
from ..intake.rows import Incoming, Tag, Taken
from ..judging.feedback import Feedback
from ..plan import profiles
from ..plan.store import Plan
from ..survey.crs import plan_crs
from ..survey.rows import rows_of
from ..survey.sources import datum_warning
from .overlaps import remains

__all__ = ["Tag", "Taken", "tag_parcels", "tagged_features"]


def tag_parcels(
    path: Path,
    features: Iterable[QgsFeature],
    fields: QgsFields,
    crs: QgsCoordinateReferenceSystem,
    source_name: str,
    tag: Tag,
    skip_invalid: bool = False,
    feedback: Feedback | None = None,
    wanted: Collection[str] | None = None,
) -> Taken:
    """Copy features into the plan as parcels; all of them or, on any error, none.

    ``wanted``: as in intake.parcels.take_in. Raises PlanError for an empty selection, a layer
    without CRS, and for all geometries (unless ``skip_invalid``), ids and values that cannot be
    taken, at once.
    """
    feedback = feedback or Feedback()
    if not crs.isValid():
        raise PlanError(
            "图层没有坐标系", f"图层“{source_name}”", "请先为图层指定坐标系（设置图层 CRS）"
        )
    with Plan.open(path) as plan, plan.transaction():
        plan.notice_edits()
        notice = profiles.load(plan.header.profile)
        transform = QgsCoordinateTransform(
            crs, plan_crs(plan.header.crs), QgsCoordinateTransformContext()
        )
        feedback.step(5, "读取要素")
        remark = datum_warning(crs, transform.destinationCrs())
        if remark:
            feedback.warn(f"图层“{source_name}”：{remark}。")
        rows = rows_of(list(features), fields, transform, source_name)
        in_use, gone = set(plan.parcel_ids()), plan.numbering().last
        taken = take_in(rows, tag, notice, in_use, wanted, skip_invalid, gone)
        taken = _beside_locked(taken, plan, source_name)
        feedback.step(70, "写入方案")
        plan.add_parcels([plan_row(item) for item in taken.incoming])
        plan.log("标注地块", _told(source_name, notice.word(tag.direction), taken))
    for note in taken.notes:
        feedback.warn(note)
    feedback.step(100)
    return taken


def tagged_features(
    features: Sequence[QgsFeature],
    source_fields: QgsFields,
    transform: QgsCoordinateTransform | None,
    target_fields: QgsFields,
    notice: Notice,
    tag: Tag,
    taken_ids: set[str],
    numbering: Numbering,
    source_name: str,
) -> tuple[list[QgsFeature], list[str]]:
    """The same parcels as features for the edit buffer of the plan's parcels layer, and notes."""
    rows = rows_of(features, source_fields, transform, source_name)
    taken = take_in(rows, tag, notice, taken_ids, given_out=numbering.last)
    remark = datum_warning(transform.sourceCrs(), transform.destinationCrs()) if transform else ""
    notes = [f"图层“{source_name}”：{remark}。"] if remark else []
    made = [feature_of(plan_row(item), target_fields) for item in taken.incoming]
    return made, [*notes, *taken.notes]


def _beside_locked(taken: Taken, plan: Plan, source_name: str) -> Taken:
    """What is taken, without the land of locked parcels. Raises PlanError where nothing is left."""
    ids = plan.locked()
    locked = [row for row in plan.parcel_rows() if row["parcel_id"] in ids] if ids else []
    if not locked:
        return taken
    shapes = np.array([item.parcel.geometry for item in taken.incoming], dtype=object)
    left = remains(shapes, np.array([row["geom"] for row in locked], dtype=object))
    incoming = [
        item._replace(parcel=replace(item.parcel, geometry=rest))
        for item, rest in zip(taken.incoming, left)
        if rest is not None
    ]
    if not incoming:
        do = "请另选图形，或先解锁"
        raise PlanError("图形都在已锁定的地块上，没有标注", f"图层“{source_name}”", do)
    cut = [i.feature for i, was, now in zip(taken.incoming, shapes, left) if now is not was]
    told = f"图层“{source_name}”：要素 {listed(cut)} 与已锁定的地块重叠，重叠部分没有标注。"
    return replace(taken, incoming=incoming, notes=[*taken.notes, *([told] if cut else [])])


def _told(source_name: str, word: str, taken: Taken) -> str:
    skipped = listed(taken.skipped) or "0 块"
    return f"{source_name}：{word} {len(taken.incoming)} 块，跳过 {skipped}"


def plan_row(item: Incoming) -> dict[str, Any]:
    """A row of the plan: what is not filled is null."""
    held = {field.name: getattr(item.parcel, field.name) for field in PARCEL_FIELDS}
    return {
        **{name: None if value == "" else value for name, value in held.items()},
        "source_layer": item.layer,
        "source_fid": item.feature,
        "survey_attributes": item.attributes,
        "geom": item.parcel.geometry,
    }


def feature_of(row: dict[str, Any], fields: QgsFields) -> QgsFeature:
    """A row of the plan as a feature of the parcels layer."""
    feature = QgsFeature(fields)
    geometry = QgsGeometry()
    geometry.fromWkb(shapely.to_wkb(row["geom"]))
    geometry.convertToMultiType()
    feature.setGeometry(geometry)
    for name in fields.names():
        if row.get(name) is not None:
            feature.setAttribute(
                name, float(row[name]) if isinstance(row[name], Decimal) else row[name]
            )
    return feature
