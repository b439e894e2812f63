"""What a column of a declaration can stand for, and by which words it is known.

The words are those of the notices' own tables (宁夏通知 附件1, 附件2; 洪洞 申报表; 建宁 台账), of
delivered shapefiles, and of coordinate text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from ..core.landclass import CROPLAND, class_name
from ..core.parcel_fields import PARCEL_FIELDS
from ..intake.faults import Misread
from ..intake.values import number, text_of

AREA, PERIOD, NOTHING = "area", "period", ""
CLASS_AREA = "area:"
"""With the code of a cropland class: its area, one of several that make up the declared one."""

_WORDS: dict[str, tuple[str, ...]] = {
    "parcel_id": ("编号", "地块号", "图斑编号", "地块编码"),
    "project": ("项目", "转出项目", "流出项目"),
    "name": ("地块", "图斑名称", "转进地块", "流入地块"),
    "type": ("转出类型", "转进类型", "流出类型", "流入类型", "情形"),
    "implementer": ("责任主体", "实施单位", "用地主体"),
    "former_use": ("变化前地类用途", "变化前的用途"),
    "target_use": ("变化后用途", "变化后的用途", "拟用途"),
    "target_class": ("变化后地类", "拟变更地类"),
    "planned_class": ("恢复地类", "拟恢复为"),
    "agreement": ("是否签订协议", "协议签订"),
    "note": ("说明",),
    AREA: ("面积", "总面积", "地块面积", "图斑面积", "申报面积", "DKMJ", "MJ", "MJ_GQ"),
    PERIOD: (
        "计划建设时间", "计划恢复时间", "计划实施时间", "实施时间", "计划整改时间", "计划时间",
    ),
}  # fmt: skip
_UNIT = re.compile(r"\(?(?:单位:?)?(亩|公顷|平方米|m2|ha)\)?$", re.IGNORECASE)
M2 = {"公顷": Decimal(10_000), "亩": Decimal(2_000) / 3, "平方米": Decimal(1)}
"""Square metres of each unit."""
_MOST_AREA = Decimal(10) ** 12
"""No county is as large, in whatever unit."""
_TOWNS = ("乡镇", "乡镇名称", "所在乡镇", "乡(镇)", "xzmc", "town")
"""Columns that name the township of a row."""
HECTARES = ("MJ_GQ",)
"""Columns whose name alone says hectares."""
_NO_GRADE = ("GDDB",)
"""The survey's 等别 is no 等别 that somebody has set."""

TITLES: dict[str, str] = {
    **{field.name: field.label for field in PARCEL_FIELDS},
    AREA: "申报面积",
    PERIOD: "起止时间",
    **{f"{CLASS_AREA}{code}": f"{class_name(code)}面积" for code in CROPLAND},
}
"""Every target with its title."""


def bare(header: str) -> str:
    """A header without blanks, line ends and its unit."""
    return _UNIT.sub("", _plain(header))


def unit_of(text: str) -> str:
    """'亩', '公顷', '平方米' where a header or a line says so at its end; else ''."""
    found = _UNIT.search(_plain(text))
    unit = found[1].lower() if found else ""
    return {"ha": "公顷", "m2": "平方米"}.get(unit, unit)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def square_metres(raw: Any, unit: str) -> Decimal | None:
    """A stated area in m²; None for what is no such number."""
    try:
        return number(text_of(raw), Decimal(0), _MOST_AREA) * M2[unit]
    except Misread:
        return None


def town_of(values: Mapping[str, Any]) -> str:
    """The township that a row names in a column of its own; '' for none."""
    named = (text_of(raw) for header, raw in values.items() if bare(header).casefold() in _TOWNS)
    return next(filter(None, named), "")


def _known() -> dict[str, str]:
    known = {word.casefold(): target for target, words in _WORDS.items() for word in words}
    for field in PARCEL_FIELDS:
        for word in (field.name, field.label, field.short):
            if word not in _NO_GRADE:
                known[word.casefold()] = field.name
    for code in CROPLAND:
        known[f"{class_name(code)}/面积"] = known[f"{class_name(code)}面积"] = CLASS_AREA + code
    return known


_KNOWN = _known()


def target_of(header: str) -> str:
    """What a header stands for; '' for none."""
    return _KNOWN.get(bare(header).casefold(), NOTHING)


def proposed(headers: Iterable[str], chosen: Mapping[str, str]) -> dict[str, str]:
    """A target for each header that is not empty: the chosen one, else that of its words; a target
    is given once, to the first that means it."""
    found: dict[str, str] = {}
    for header in filter(None, headers):
        target = chosen.get(header, target_of(header))
        found[header] = NOTHING if target in found.values() else target
    return found
