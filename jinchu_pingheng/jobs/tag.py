"""Tag features of any polygon layer as outflow or inflow parcels of a plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

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
from ..intake.parcels import take_in
from ..intake.rows import Incoming, Tag, Taken
from ..judging.feedback import Feedback
from ..plan import profiles
from ..plan.store import Plan
from ..survey.crs import plan_crs
<<<<<<< HEAD
from ..survey.encoding import UNKNOWN
from ..survey.features import shape, value
from ..survey.fields import find_field
from ..survey.sources import datum_warning
from .tag_values import check_values
=======
from ..survey.rows import rows_of
>>>>>>> main

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
        notice = profiles.load(plan.header.profile)
        transform = QgsCoordinateTransform(
            crs, plan_crs(plan.header.crs), QgsCoordinateTransformContext()
        )
        feedback.step(5, "读取要素")
        rows = rows_of(list(features), fields, transform, source_name)
        taken = take_in(rows, tag, notice, set(plan.parcel_ids()), wanted, skip_invalid)
        feedback.step(70, "写入方案")
<<<<<<< HEAD
        for text in (datum_warning(crs, plan_crs(plan.header.crs)), _garbled(tagged.rows)):
            if text:
                feedback.warn(f"图层“{source_name}”：{text}。")
        plan.add_parcels(tagged.rows)
        word = notice.word(tag.direction)
        plan.log(
            "标注地块",
            f"{source_name}：{word} {len(tagged.rows)} 块，跳过 {listed(tagged.skipped) or '0 块'}",
        )
    feedback.step(100)
    return tagged


def tagged_rows(
    features: Sequence[QgsFeature],
    fields: QgsFields,
    transform: QgsCoordinateTransform | None,
    notice: Notice,
    tag: Tag,
    taken: set[str],
    source_name: str,
    skip_invalid: bool = False,
) -> Tagged:
    """Plan rows for features: plan fields that the layer has are taken over, its other attributes
    kept as JSON."""
    if not features:
        raise PlanError("没有要标注的要素", f"图层“{source_name}”", "请先选择要素")
    _require_polygons(features, source_name)
    if tag.type not in [item.number for item in notice.types(tag.direction)]:
        numbers = listed(item.number for item in notice.types(tag.direction))
        raise PlanError(
            f"{notice.word(tag.direction)}没有类型 {tag.type}", "标注", f"可用的类型：{numbers}"
        )
    own = {name: find_field(name, fields.names()) for name in TAG_FIELDS}
    own = {name: found for name, found in own.items() if found}
    others = [name for name in fields.names() if name not in own.values()]
    rows, unusable = [], []
    for feature in features:
        geometry = shape(feature.geometry(), transform)
        given = {name: value(feature[found]) for name, found in own.items()}
        label = str(given.get("parcel_id") or feature.id())
        if not usable(geometry):
            unusable.append(label)
            continue
        rows.append(_row(given, tag, geometry, source_name, feature, others))
    if unusable and not skip_invalid:
        do = "请修复图形后重试（处理工具箱的“标注地块”也可选择跳过无效图形）"
        what = "图形为空或无效，或坐标与图层的坐标系不符"
        raise PlanError(what, f"图层“{source_name}”要素 {listed(unusable)}", do)
    if not rows:
        raise PlanError("没有可用的要素", f"图层“{source_name}”", "请修复图形后重试")
    _number(rows, tag.direction, taken)
    for row in rows:
        check_values(row, tag.direction, notice)
    return Tagged(rows, unusable)


def _garbled(rows: Sequence[Mapping[str, Any]]) -> str:
    """Which parcels have a text with a character that could not be read; '' for none."""
    fields = (*TAG_FIELDS, "survey_attributes")
    found = [row for row in rows if any(UNKNOWN in str(row.get(name)) for name in fields)]
    ids = listed(row["parcel_id"] for row in found)
    return f"地块 {ids} 的属性有无法识别的字符，请核对数据的编码后更正" if found else ""


def _require_polygons(features: Sequence[QgsFeature], source_name: str) -> None:
    kinds = {feature.geometry().type() for feature in features if not feature.geometry().isNull()}
    if kinds and QgsWkbTypes.GeometryType.PolygonGeometry not in kinds:
        raise PlanError("图层不是面图层", f"图层“{source_name}”", "请选择面图层")


def usable(geometry: Any) -> bool:
    """Whether a shapely geometry can be a parcel: a valid polygon with an area."""
    return (
        geometry is not None
        and geometry.geom_type in ("Polygon", "MultiPolygon")
        and bool(shapely.is_valid(geometry))
        and shapely.area(geometry) > 0
    )
=======
        plan.add_parcels([_row(item) for item in taken.incoming])
        plan.log("标注地块", _told(source_name, notice.word(tag.direction), taken))
    for note in taken.notes:
        feedback.warn(note)
    feedback.step(100)
    return taken
>>>>>>> main


def tagged_features(
    features: Sequence[QgsFeature],
    source_fields: QgsFields,
    transform: QgsCoordinateTransform | None,
    target_fields: QgsFields,
    notice: Notice,
    tag: Tag,
    taken_ids: set[str],
    source_name: str,
) -> tuple[list[QgsFeature], list[str]]:
    """The same parcels as features for the edit buffer of the plan's parcels layer, and notes."""
    rows = rows_of(features, source_fields, transform, source_name)
    taken = take_in(rows, tag, notice, taken_ids)
    return [_feature(_row(item), target_fields) for item in taken.incoming], taken.notes


def _told(source_name: str, word: str, taken: Taken) -> str:
    skipped = listed(taken.skipped) or "0 块"
    return f"{source_name}：{word} {len(taken.incoming)} 块，跳过 {skipped}"


def _row(item: Incoming) -> dict[str, Any]:
    """A row of the plan: what is not filled is null."""
    held = {field.name: getattr(item.parcel, field.name) for field in PARCEL_FIELDS}
    return {
        **{name: None if value == "" else value for name, value in held.items()},
        "source_layer": item.layer,
        "source_fid": item.feature,
        "survey_attributes": item.attributes,
        "geom": item.parcel.geometry,
    }


def _feature(row: dict[str, Any], fields: QgsFields) -> QgsFeature:
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
