"""Fields of the delivered vector data: GeoPackage name, shapefile name (10 characters), Chinese
title, value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Union

from ...core.model import Cell, Finding
from ...core.parcel_field import NUMBER, WHOLE, ParcelField
from ...core.parcel_fields import PARCEL_FIELDS, label
from ...core.rounding import hectares
from .facts import Facts

Value = Union[str, int, float, None]


@dataclass(frozen=True)
class Column:
    """One field. ``kind``: 'text', 'whole' or 'number'; ``width`` and ``decimals`` hold for numbers
    of a shapefile."""

    name: str
    short: str
    title: str
    kind: str
    value: Callable[[Facts], Value]
    width: int = 254
    decimals: int = 0


def _column(field: ParcelField) -> Column:
    """A field of the parcel itself."""
    return Column(
        name=field.name,
        short=field.short,
        title=field.label,
        kind=_KINDS.get(field.kind, "text"),
        value=lambda facts: _held(getattr(facts.parcel, field.name)),
        width=field.width,
        decimals=field.decimals,
    )


def _held(value: object) -> Value:
    return value if isinstance(value, (str, int)) else _number(value)


_KINDS = {WHOLE: "whole", NUMBER: "number"}
_DIRECTION_NAME = Column("direction_name", "JCFX", "方向名称", "text", lambda f: f.word, width=12)
_PRESENT_CLASS = Column("dlbm", "DLBM", "现状地类", "text", lambda f: f.dlbm, width=5)
_PRESENT_GRADE = Column(
    name="present_grade",
    short="GDDB",
    title="耕地等别",
    kind="number",
    value=lambda f: _number(f.grade),
    width=6,
    decimals=1,
)
_TOWN = Column("town", "XZMC", "乡镇", "text", lambda f: f.towns)
_VILLAGE = Column("village", "CMC", "村", "text", lambda f: f.villages)
_TYPE_NAME = Column("type_name", "LXMC", "类型名称", "text", lambda f: f.type_name)
_SQUARE_METRES = Column(
    name="counted_m2",
    short="MJ_M2",
    title="面积（平方米）",
    kind="whole",
    value=lambda f: f.m2,
    width=12,
)
_HECTARES = Column(
    name="counted_ha",
    short="MJ_GQ",
    title="面积（公顷）",
    kind="text",
    value=lambda f: hectares(f.m2),
    width=20,
)
_BLOCK_FAILS = Column(
    name="block_fails",
    short="JZXS",
    title="禁止性条款未通过项数",
    kind="whole",
    value=lambda f: f.block_fails,
    width=6,
)
_CHECKS = Column(
    name="checks",
    short="JCJG",
    title="检查结果",
    kind="text",
    value=lambda f: f.checks,
    width=100,
)
_COMPUTED: dict[str, tuple[Column, ...]] = {
    "direction": (_DIRECTION_NAME,),
    "type": (_TYPE_NAME,),
    "name": (_TOWN, _VILLAGE, _PRESENT_CLASS, _PRESENT_GRADE, _SQUARE_METRES, _HECTARES),
    "decided_by": (_BLOCK_FAILS, _CHECKS),
}
"""What was computed for a parcel, by the field after which it stands."""

PARCEL_COLUMNS: tuple[Column, ...] = tuple(
    column for field in PARCEL_FIELDS for column in (_column(field), *_COMPUTED.get(field.name, ()))
)
"""Short names are first letters of the Chinese titles, as the survey standard forms its own (DLBM,
GDDB, BZ are taken from it). In the shapefile MJ_GQ is a number with four decimals."""

CELL_COLUMNS: tuple[tuple[str, str, str, Callable[[Cell], Value]], ...] = (
    ("parcel_id", label("parcel_id"), "text", lambda c: c.parcel_id),
    ("direction", label("direction"), "text", lambda c: c.direction),
    ("dlbm", "地类编码", "text", lambda c: c.dlbm),
    ("balance_class", "平衡地类编码", "text", lambda c: c.balance_class),
    ("grade", "耕地等别", "number", lambda c: _number(c.grade)),
    ("grade_estimated", "等别为预估", "whole", lambda c: int(c.grade_estimated)),
    ("town_code", "乡镇代码", "text", lambda c: c.town_code),
    ("town_name", "乡镇", "text", lambda c: c.town_name),
    ("village", "村", "text", lambda c: c.village),
    ("status", "计入状态", "text", lambda c: c.status),
    ("m2", "面积（平方米）", "whole", lambda c: c.m2),
    ("ha", "面积（公顷）", "text", lambda c: hectares(c.m2)),
    ("planar", "平面面积（平方米）", "text", lambda c: str(c.planar)),
    ("net", "净面积（平方米）", "text", lambda c: str(c.net)),
    (
        "ellipsoidal",
        "椭球面积（平方米）",
        "text",
        lambda c: "" if c.ellipsoidal is None else str(c.ellipsoidal),
    ),
)

FINDING_COLUMNS: tuple[tuple[str, str, str, Callable[[Finding], Value]], ...] = (
    ("parcel_id", label("parcel_id"), "text", lambda f: f.parcel_id),
    ("direction", label("direction"), "text", lambda f: f.direction),
    ("rule_id", "规则", "text", lambda f: f.rule_id),
    ("clause", "条款", "text", lambda f: f.clause),
    ("severity", "级别", "text", lambda f: f.severity),
    ("verdict", "结论", "text", lambda f: f.verdict),
    ("overlap_m2", "重叠面积（平方米）", "number", lambda f: _number(f.overlap_m2)),
    ("share", "占地块比例", "number", lambda f: _number(f.share)),
    ("evidence", "依据", "text", lambda f: f.evidence),
    ("message", "说明", "text", lambda f: f.message),
    ("exception", "例外", "text", lambda f: f.exception),
)


def _number(value: object) -> Value:
    return None if value is None else float(str(value))
