"""Rows become parcels of one side: all of them or, with every fault told, none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from ..core.codes import UNREADABLE
from ..core.errors import PlanError, listed
from ..core.notice import Notice
from ..core.parcel_fields import PARCEL_FIELDS
from .faults import Fault, refuse
from .numbering import numbered, repeated
from .row_values import RowValues
from .rows import Incoming, Rows, Tag, Taken
from .shapes import Shapes, judge

_MOST_REASONS = 5


def take_in(
    rows: Rows,
    tag: Tag,
    notice: Notice,
    taken: Collection[str],
    wanted: Collection[str] | None = None,
    skip_invalid: bool = False,
    given_out: Collection[str] = (),
) -> Taken:
    """Parcels of one side from rows.

    A row's own value comes before that of the tag. ``taken``: ids in use, ``given_out``: those of
    removed parcels, which are not given out again; ``wanted``: the only
    columns that may be taken over (None: all that bear a plan field's name or label). A column
    called direction or type in which not one value is such a thing means something else: it is
    left alone with a note, unless it is wanted. Raises PlanError that tells all faults.
    """
    if not len(rows.features):
        raise PlanError("没有要标注的要素", f"图层“{rows.layer}”", "请先选择要素")
    _require_type(tag, notice)
    known, shapes = RowValues(rows, tag, notice, wanted), judge(rows.geometry)
    places = [place for place in range(len(rows.features)) if place not in shapes.refused]
    faults = [] if skip_invalid else _bad_shapes(rows.layer, known, shapes)
    values = known.values(places, faults)
    faults += repeated(values["parcel_id"], taken)
    refuse(faults)
    if not places:
        raise PlanError("没有可用的要素", f"图层“{rows.layer}”", "请修复图形后重试")
    values["parcel_id"] = numbered(values["parcel_id"], tag.direction, [*taken, *given_out])
    incoming = known.incoming(places, values, shapes)
    return Taken(
        incoming=incoming,
        skipped=[known.name(place) for place in shapes.refused],
        notes=[*known.notes, *_repairs(rows.layer, known, shapes), *_garbled(rows.layer, incoming)],
    )


def sort_in(
    rows: Rows, tag: Tag, notice: Notice, known_ids: Collection[str]
) -> tuple[Taken, list[Fault]]:
    """What of the rows can be taken, whole rows only, and every fault of the others, each with its
    feature (features' names must differ). All columns that bear a plan field's name are taken over.
    An id may be one in use: the row means that parcel. ``known_ids``: no new id is one of these."""
    _require_type(tag, notice)
    known, shapes = RowValues(rows, tag, notice, list(rows.titles)), judge(rows.geometry)
    faults = [
        Fault(f"图形为空或无效（{reason}）", "请修复图形", rows.layer, rows.features[place])
        for place, reason in shapes.refused.items()
    ]
    everywhere = range(len(rows.features))
    held = known.values(everywhere, faults)
    ids = held["parcel_id"]
    for fault in repeated(ids, ()):
        same = [rows.features[place] for place in everywhere if ids[place] == fault.parcel]
        faults += [replace(fault, layer=rows.layer, feature=feature) for feature in same]
    bad = {fault.feature for fault in faults}
    places = [place for place in everywhere if rows.features[place] not in bad]
    values = {name: [column[place] for place in places] for name, column in held.items()}
    values["parcel_id"] = numbered(values["parcel_id"], tag.direction, [*known_ids, *ids])
    incoming = known.incoming(places, values, shapes)
    notes = [*known.notes, *_repairs(rows.layer, known, shapes), *_garbled(rows.layer, incoming)]
    return Taken(incoming, [], notes), faults


def _require_type(tag: Tag, notice: Notice) -> None:
    numbers = [item.number for item in notice.types(tag.direction)]
    if tag.type not in numbers:
        what = f"{notice.word(tag.direction)}没有类型 {tag.type}"
        raise PlanError(what, "标注", f"可用的类型：{listed(numbers)}")


def _bad_shapes(layer: str, known: RowValues, shapes: Shapes) -> list[Fault]:
    reasons = [f"{known.name(place)}：{reason}" for place, reason in shapes.refused.items()]
    told = "；".join(reasons[:_MOST_REASONS])
    what = f"图形为空或无效，或坐标与图层的坐标系不符（{told}）"
    do = "请修复图形后重试（处理工具箱的“标注地块”也可选择跳过无效图形）"
    return [Fault(what, do, layer, known.name(place)) for place in shapes.refused]


def _garbled(layer: str, incoming: Sequence[Incoming]) -> list[str]:
    """Which parcels have a text with a character that could not be read."""
    ids = [
        item.parcel.parcel_id
        for item in incoming
        if UNREADABLE in item.attributes
        or any(UNREADABLE in str(getattr(item.parcel, field.name)) for field in PARCEL_FIELDS)
    ]
    do = "请核对数据的编码后更正"
    return [f"图层“{layer}”：地块 {listed(ids)} 的属性有无法识别的字符，{do}。"] if ids else []


def _repairs(layer: str, known: RowValues, shapes: Shapes) -> list[str]:
    return [
        f"图层“{layer}”要素 {known.name(place)}：{reason}。"
        for place, reason in shapes.repaired.items()
    ]
