"""What happened to a plan: who, what, when, and which values parcels had before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .codes import titled
from .model import IN, OUT
from .parcel_fields import BY_NAME

HELD, CAME, WENT, CHANGED = "held", "came", "went", "changed"
CHANGES = {HELD: "已有", CAME: "新增", WENT: "移除", CHANGED: "修改"}
"""What became of a parcel, with the word for it; HELD: it was there when the history of values
began."""

IMPORTED = "导入乡镇申报"
"""What an import of townships' declarations is called."""

SHAPE, AREA = "shape", "area_m2"
"""Beside the fields: a digest of the polygon, and its planar area in whole m²."""

_LABELS = {
    SHAPE: "图形",
    AREA: "面积（平方米）",
    "source_layer": "来源图层",
    "source_fid": "来源要素",
}
_SIDES = {OUT: "流出", IN: "流入"}

Values = Mapping[str, Any]
"""By field; a field that is not filled is missing."""


@dataclass(frozen=True)
class ParcelEdit:
    """What an event did to one parcel: of the fields that it changed, the values before and after
    (all that are filled for one that came or went)."""

    parcel_id: str
    change: str
    before: Values
    after: Values

    @property
    def content(self) -> str:
        """'地块名称：空 → 南梁；图形：修改；面积（平方米）：10000 → 9000'."""
        if self.change != CHANGED:
            return worded(self.after or self.before)
        names = [*self.before, *(name for name in self.after if name not in self.before)]
        return "；".join(
            f"{_label(name)}：修改"
            if name == SHAPE
            else f"{_label(name)}：{_text(name, self.before)} → {_text(name, self.after)}"
            for name in names
        )


@dataclass(frozen=True)
class Event:
    """A line of the history: ``at`` is UTC in ISO format, ``who`` '' where nobody can tell."""

    at: str
    who: str
    action: str
    detail: str
    edits: tuple[ParcelEdit, ...] = ()


def worded(values: Values) -> str:
    """Values with their labels: '方向：流出；类型：1'."""
    return "；".join(f"{_label(n)}：{_text(n, values)}" for n in values if n != SHAPE)


def _label(name: str) -> str:
    return BY_NAME[name].label if name in BY_NAME else _LABELS.get(name, name)


def _text(name: str, values: Values) -> str:
    value = values.get(name)
    if value is None:
        return "空"
    if name == "direction":
        return _SIDES.get(value, str(value))
    return f"{value:g}" if isinstance(value, float) else titled(name, value)
