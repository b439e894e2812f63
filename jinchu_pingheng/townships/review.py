"""What an import would do, line by line, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..core.codes import titled
from ..core.parcel_field import NUMBER
from ..core.parcel_fields import BY_NAME
from ..core.rounding import hectares, whole
from ..intake.rows import Incoming

NEW, CHANGED, SAME, LOCKED, REFUSED = "采用", "改动", "相同", "锁定", "拒绝"
STATES = (NEW, CHANGED, SAME, LOCKED, REFUSED)
"""What becomes of a line; LOCKED: the plan's parcel would change, but is locked and stays."""

COLUMNS = ("结果", "方向", "地块编号", "名称", "申报公顷", "图形公顷", "说明", "来源", "图形")


@dataclass(frozen=True)
class Line:
    """One parcel, row or shape. ``declared_m2`` and ``drawn_m2``: None where not known."""

    state: str
    direction: str
    parcel_id: str
    name: str
    source: str
    shape: str
    declared_m2: Decimal | None
    drawn_m2: Decimal | None
    message: str

    @property
    def texts(self) -> tuple[str, ...]:
        """Values in the order of COLUMNS."""
        return (
            self.state,
            self.direction,
            self.parcel_id,
            self.name,
            _hectares(self.declared_m2),
            _hectares(self.drawn_m2),
            self.message,
            self.source,
            self.shape,
        )


@dataclass(frozen=True)
class Review:
    """``headers``: target by header, of all files; ``notes``: what the user should know of whole
    files; ``new`` and ``changed``: what is to be written."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    headers: Mapping[str, str]
    new: Sequence[Incoming] = ()
    changed: Sequence[Incoming] = ()

    @property
    def written(self) -> int:
        """How many parcels are written."""
        return len(self.new) + len(self.changed)

    def count(self, state: str) -> int:
        """How many lines there are of a state."""
        return Counter(line.state for line in self.lines)[state]

    @property
    def summary(self) -> str:
        """E.g. '采用 3，改动 1，相同 0，拒绝 2'; locked parcels are told where there are any."""
        counts = {state: self.count(state) for state in STATES}
        return "，".join(f"{s} {count}" for s, count in counts.items() if count or s != LOCKED)


def area_remark(declared: Decimal | None, drawn: Decimal, unit: str, tolerance: Decimal) -> str:
    """What is told of a declared area (m²): its conversion, and a difference of more than
    ``tolerance`` (a share) from the drawn one; '' for nothing."""
    if declared is None:
        return ""
    told = (
        [f"申报面积由{unit}换算为 {_hectares(declared)} 公顷"] if unit in ("亩", "平方米") else []
    )
    if abs(declared - drawn) > tolerance * max(drawn, Decimal(1)):
        share = abs(declared - drawn) / drawn * 100 if drawn else Decimal(100)
        told.append(
            f"申报 {_hectares(declared)} 公顷，图形 {_hectares(drawn)} 公顷，相差 {share:.1f}%"
        )
    return "；".join(told)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Fields that change, with both values."""
    told = []
    for name, field in BY_NAME.items():
        old, new = before.get(name), after.get(name)
        if field.kind == NUMBER:
            same = (old is None) == (new is None) and (old is None or Decimal(str(old)) == new)
        else:
            same = (old or "") == (new or "")
        if not same:
            told.append(f"{field.label}：{_shown(name, old)}→{_shown(name, new)}")
    return told


def _shown(name: str, value: Any) -> str:
    if value in (None, ""):
        return "（空）"
    return f"{value:g}" if isinstance(value, float) else titled(name, value)


def _hectares(m2: Decimal | None) -> str:
    return "" if m2 is None else hectares(whole(m2))
