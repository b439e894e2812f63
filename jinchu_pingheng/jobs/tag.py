"""Tag features of any polygon layer as outflow or inflow parcels of a plan."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
    QgsWkbTypes,
)

from ..core.errors import PlanError, listed
from ..core.model import Parcel
from ..core.notice import Notice
from ..core.parcel_ids import Numbering
from ..judging.feedback import Feedback
from ..plan import profiles, schema
from ..plan.numbering import numbering_of, record_numbering
from ..plan.store import Plan
from ..survey.crs import plan_crs
from ..survey.features import shape, value
from ..survey.fields import find_field
from .tag_values import check_values

TAG_FIELDS = tuple(
    f for f in schema.PARCELS.names if f not in ("source_layer", "source_fid", "survey_attributes")
)
ATTRIBUTES: dict[str, str] = {
    "project": "项目名称",
    "name": "地块名称",
    "planned_class": "拟恢复地类（流入：0101、0102、0103）",
    "target_class": "转后地类编码（流出）",
    "target_use": "转后用途（流出）",
    "road_class": "绿化带所沿道路、河渠的等级",
    "start_month": "开始月份，如 2023-04",
    "end_month": "完成月份，如 2023-10",
    "agreement": "是否与用地主体签订协议（是、否）",
    "group_name": "村民小组",
    "approval_doc": "批准文号",
    "consent_doc": "承包户书面同意文件",
    "forest_consent_doc": "权利人及林业等部门同意文件",
    "publicity_from": "公示开始日期，如 2023-02-01",
    "publicity_to": "公示结束日期",
    "decided_by": "审议（审批）机关",
    "note": "备注",
}
"""Tags that may be given for all features at once, with their words."""


@dataclass(frozen=True)
class Tag:
    """What the user chose: side, type, and attributes that hold for all features (plan field ->
    text)."""

    direction: str
    type: int
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tagged:
    """Rows for the plan, and the ids of features that were left out because their geometry cannot
    be used."""

    rows: list[dict[str, Any]]
    skipped: list[str]


def tag_parcels(
    path: Path,
    features: Iterable[QgsFeature],
    fields: QgsFields,
    crs: QgsCoordinateReferenceSystem,
    source_name: str,
    tag: Tag,
    skip_invalid: bool = False,
    feedback: Feedback | None = None,
) -> Tagged:
    """Copy features into the plan as parcels; all of them or, on any error, none.

    Raises PlanError for an empty selection, a layer without CRS, null or invalid geometry (unless
    ``skip_invalid``), an id that is taken, or a tag that the notice does not know.
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
        taken = {*plan.parcel_ids(), *numbering_of(plan).last}
        tagged = tagged_rows(
            list(features), fields, transform, notice, tag, taken, source_name, skip_invalid
        )
        feedback.step(70, "写入方案")
        plan.add_parcels(tagged.rows)
        record_numbering(plan, numbering_of(plan))
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


def tagged_features(
    features: Sequence[QgsFeature],
    source_fields: QgsFields,
    transform: QgsCoordinateTransform | None,
    target_fields: QgsFields,
    notice: Notice,
    direction: str,
    type_number: int,
    attributes: Mapping[str, str],
    taken_ids: set[str],
    source_name: str,
) -> list[QgsFeature]:
    """The same rows as features for the edit buffer of the plan's parcels layer."""
    tag = Tag(direction, type_number, attributes)
    rows = tagged_rows(features, source_fields, transform, notice, tag, taken_ids, source_name).rows
    return [_feature(row, target_fields) for row in rows]


def parcel_of_row(row: Mapping[str, Any]) -> Parcel:
    """A parcel from a plan row that has not been stored."""
    numbers = ("grade", "ridge_ratio")
    values: dict[str, Any] = {
        name: row[name] if name in numbers else row[name] or "" for name in TAG_FIELDS
    }
    return Parcel(**values, geometry=row["geom"])


def _feature(row: Mapping[str, Any], fields: QgsFields) -> QgsFeature:
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


def _row(
    given: Mapping[str, Any],
    tag: Tag,
    geometry: Any,
    source_name: str,
    feature: QgsFeature,
    others: Sequence[str],
) -> dict[str, Any]:
    row: dict[str, Any] = {name: tag.attributes.get(name) or None for name in TAG_FIELDS}
    row.update({name: content for name, content in given.items() if content not in (None, "")})
    stated = str(row["direction"] or tag.direction)
    if stated != tag.direction:
        raise PlanError(
            f"字段 direction 为“{stated}”，与所选方向不一致", f"要素 {feature.id()}", "请分方向标注"
        )
    attributes = {name: value(feature[name]) for name in others}
    return {
        **row,
        "direction": tag.direction,
        "type": tag.type if row["type"] is None else row["type"],
        "source_layer": source_name,
        "source_fid": str(feature.id()),
        "survey_attributes": json.dumps(attributes, ensure_ascii=False, default=str),
        "geom": geometry,
    }


def _number(rows: Sequence[dict[str, Any]], direction: str, taken: set[str]) -> None:
    """Give an id to rows without one; refuse ids that are taken."""
    taken = set(taken)
    named = [str(row["parcel_id"]) for row in rows if row["parcel_id"]]
    repeated = sorted(
        {name for name, times in Counter(named).items() if times > 1 or name in taken}
    )
    if repeated:
        raise PlanError(
            "地块编号重复", f"编号 {listed(repeated)}", "请改为不同的编号，或清空后由软件编号"
        )
    taken |= set(named)
    numbering = Numbering(taken)
    for row in rows:
        row["parcel_id"] = str(row["parcel_id"] or numbering.next(direction))
