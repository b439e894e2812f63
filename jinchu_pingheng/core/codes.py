"""What a value in a field means: codes as deliveries write them, understood as a person would.

'05', ' 5 ', 5.0, '5级', '五级', 'Ⅴ级' are the slope class '5'; '即可恢复' is JKHF. What cannot be
understood is None: a rule that rests on it is unknown and names the value.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Callable

from .landclass import LAND_CLASSES

UNREADABLE = "\ufffd"
"""Stands in a text for bytes that mean no character."""
_BLANKS = ("NULL", "<NULL>", "NONE", "<NONE>", "NAN", "空", "<空>", "/", "-", "--", "—", "——", "无")


def plain(value: object, blanks: bool = True) -> str:
    """A value as text: no spaces, half-width, upper case, whole doubles without '.0'.

    With ``blanks`` the usual words for an empty field ('NULL', '/', '无') are ''.
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    text = "".join(unicodedata.normalize("NFKC", str(value)).split()).upper()
    text = re.sub(r"^(\d+)\.0+(?!\d)", r"\1", text)
    return "" if blanks and text in _BLANKS else text


@dataclass(frozen=True)
class Codes:
    """Codes of one field. ``names``: code -> other spellings; ``read`` finds the code of a text.

    ``may_be_blank``: an empty field is a statement ('' : no such attribute); otherwise it says
    nothing.
    """

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    may_be_blank: bool = False
    read: Callable[[str], str] = str

    def understood(self, text: str) -> str | None:
        """The code that a plain text means; '' for a blank that is a statement; None if unknown."""
        if not text:
            return "" if self.may_be_blank else None
        found = self.read(text)
        if found in self.names:
            return found
        return next((code for code, names in self.names.items() if found in names), None)


def _slope_class(text: str) -> str:
    """'05', '5级', '第五级', 'V', '5PD' -> '5'; degrees as the standard's spans: '15-25' -> '4'."""
    text = re.sub(r"[°º度]|^第|级别?$|^[(（]|[)）]$", "", text)
    text = re.sub(r"[—–~至]+", "-", text)
    number = re.fullmatch(r"0*([1-5])(PD|TT|坡地|梯田|等)?", text)
    return number[1] if number else text


_SLOPES = {
    "1": ("I", "一", "平地", "≤2", "<=2", "<2", "0-2", "2以下"),
    "2": ("II", "二", "2-6", ">2-6"),
    "3": ("III", "三", "6-15", ">6-15"),
    "4": ("IV", "四", "15-25", ">15-25"),
    "5": ("V", "五", ">25", "25以上", "大于25", "≥25", ">=25"),
}

_SETTLEMENTS = {
    "201": ("城市", "城市用地"),
    "201A": ("城市独立工业用地",),
    "202": ("建制镇", "建制镇用地", "镇"),
    "202A": ("建制镇独立工业用地",),
    "203": ("村庄", "村庄用地", "村"),
    "203A": ("村庄独立工业用地",),
    "204": ("盐田及采矿用地", "采矿用地", "盐田", "盐田及采矿"),
    "205": ("特殊用地", "风景名胜及特殊用地"),
}

_PLANTING = {
    "JKHF": ("即可恢复", "即可恢复属性", "即可恢复地类"),
    "GCHF": ("工程恢复", "工程恢复属性", "工程恢复地类"),
    "LS": ("种植粮食作物", "粮食作物", "粮食"),
    "FLS": ("种植非粮食作物", "非粮食作物", "非粮食"),
    "LYFL": ("粮与非粮轮作", "轮作"),
    "LLJZ": ("林粮间作",),
    "XG": ("休耕",),
    "WG": ("未耕种", "未耕"),
    **dict.fromkeys(("GZ", "YM", "LM", "LH", "MC", "GSYY", "SSLM"), ()),
}
"""TD/T 1057 表 种植属性; the last seven are those of 2018–19."""

_DETAILS = {
    "HDGD": ("河道耕地",),
    "HQGD": ("湖区耕地",),
    "LQGD": ("林区耕地",),
    "MQGD": ("牧区耕地",),
    "SHGD": ("沙荒耕地", "HHGD"),
    "SMGD": ("石漠化耕地",),
    "YJGD": ("盐碱化耕地", "盐碱耕地"),
    "LQYD": ("林区种植园用地", "林区园地"),
    "GCCD": ("灌丛草地",),
    "HDGY": ("火电工业用地",),
    "GTGY": ("钢铁工业用地",),
    "MTGY": ("煤炭工业用地",),
    "SNGY": ("水泥工业用地",),
    "BLGY": ("玻璃工业用地",),
    "DLGY": ("电解铝工业用地",),
    "FQ": ("废弃",),
    "LJTM": ("垃圾填埋",),
}
"""TD/T 1057 表 图斑细化."""

_RESERVE = {
    "GDHB": ("宜耕", "宜耕后备资源", "宜耕后备", "耕地后备", "耕地后备资源"),
    "FHB": ("不宜耕", "不宜耕后备资源", "不宜耕后备", "非后备", "非耕地后备资源"),
}


def _plan_class(text: str) -> str:
    """用地用海分类: two digits for each level; a number field has lost its leading zero."""
    if not text.isdigit() or len(text) > 6:
        return ""
    padded = text.zfill(len(text) + len(text) % 2)
    return padded if 1 <= int(padded[:2]) <= 24 else ""


class _PlanCodes(Codes):
    def understood(self, text: str) -> str | None:
        return _plan_class(text) or None


class _AnyCode(Codes):
    def understood(self, text: str) -> str | None:
        return text


def _level(text: str) -> str:
    """国家级, 省级, 市级 or 县级, however it is written: '国家公益林', '自治区级', '县（区）级'."""
    for level, start in (
        ("国家级", "国家"),
        ("省级", "省|自治区"),
        ("市级", "市|州"),
        ("县级", "县|区级"),
    ):
        if re.match(start, text):
            return level
    return text


def _returned(text: str) -> str:
    """退耕还林, 还草, 还湿, 还湖 by what the land was returned to."""
    found = re.search(r"还?(林|草|湿|湖)", text)
    return f"退耕还{found[1]}" if found else text


_LAND = Codes(
    {
        **{f"{n:02d}": () for n in range(1, 13)},  # first levels
        **{item.code: (item.name,) for item in LAND_CLASSES.values()},
    }
)


def _road(text: str) -> str:
    """The class in a road's name: 'G109国道', '乡道Y012', '高速' ."""
    for name, words in _ROADS.items():
        if any(word in text for word in words):
            return name
    return text


_ROADS = {
    "县乡道路": ("县乡",),
    "高速公路": ("高速",),
    "国道": ("国道",),
    "省道": ("省道",),
    "县道": ("县道",),
    "乡道": ("乡道",),
    "铁路": ("铁路", "铁道", "高铁"),
    "水库": ("水库",),
    "河渠": ("河渠", "河流", "河道", "沟渠", "渠道", "灌渠", "干渠"),
    "公路": ("公路",),
}

CODES: dict[str, Codes] = {
    "PDJB": Codes(_SLOPES, read=_slope_class),
    "GDPDJB": Codes(_SLOPES, may_be_blank=True, read=_slope_class),
    "CZCLX": Codes(_SETTLEMENTS),
    "CZCSXM": Codes(_SETTLEMENTS, may_be_blank=True),
    "ZZSXDM": Codes(_PLANTING, may_be_blank=True),
    "TBXHDM": Codes(_DETAILS, may_be_blank=True),
    "PJJG": Codes(_RESERVE),
    "YDYHFLDM": _PlanCodes(),
    "GYL.LDJB": Codes(dict.fromkeys(("国家级", "省级", "市级", "县级"), ()), read=_level),
    "TGHL.LX": Codes(
        dict.fromkeys(("退耕还林", "退耕还草", "退耕还湿", "退耕还湖"), ()), read=_returned
    ),
    "WRD.WRCD": Codes(
        {
            "严格管控类": (
                "严格管控",
                "严重",
                "重度",
                "严重污染",
                "重度污染",
                "重污染",
                "III类",
                "三类",
            ),
            "安全利用类": (
                "安全利用",
                "轻度",
                "中度",
                "轻微",
                "轻中度",
                "轻度污染",
                "中度污染",
                "II类",
                "二类",
            ),
            "优先保护类": ("优先保护", "未污染", "清洁", "I类", "一类"),
        }
    ),
    "DLBM": _LAND,
    "target_class": _LAND,
    "planned_class": _LAND,
    "deduction": _AnyCode(may_be_blank=True),
    "road_class": Codes(dict.fromkeys(_ROADS, ()), read=_road),
}
"""What is known of fields, by the name under which rules look at them; 'role.name' where the name
means this in the layer of that role only."""


@lru_cache(maxsize=8192, typed=True)
def understood(column: str, value: object, role: str = "") -> str | None:
    """The code that a value of a field means; None where nobody could say.

    '' is a blank that is a statement. Of fields that are not in CODES every text is taken as it
    stands, and a blank says nothing.
    """
    text = plain(value)
    codes = CODES.get(f"{role}.{column}") or CODES.get(column)
    return codes.understood(text) if codes else text or None


def titled(column: str, value: object) -> str:
    """A value as people are told it: a code with its name ('0201 果园', 'JKHF 即可恢复'), anything
    else as it stands."""
    code = understood(column, value)
    names = CODES[column].names.get(code, ()) if code and column in CODES else ()
    return f"{code} {names[0]}" if names else str(value).strip()
