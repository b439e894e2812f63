"""What could not be taken, and the one sentence about all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..core.errors import PlanError, listed
from ..core.parcel_field import ParcelField

REPEATED = "地块编号重复"
MOST = 8
"""So many different faults are told; the others are counted."""
_MOST_FEATURES = 10


@dataclass(frozen=True)
class Fault:
    """One thing that cannot be understood.

    ``layer``, ``feature`` and ``parcel`` tell where ('' where there is none), ``field`` and
    ``value`` what was given, ``what`` is the whole statement (with field and value), ``do`` what
    to do about it.
    """

    what: str
    do: str
    layer: str = ""
    feature: str = ""
    parcel: str = ""
    field: ParcelField | None = None
    value: Any = None


class Misread(ValueError):
    """A value that a field cannot hold: ``what`` follows “the value …”, ``do`` is advice."""

    def __init__(self, what: str, do: str) -> None:
        super().__init__(what)
        self.what, self.do = what, do


def shown(value: Any) -> str:
    """A value as a sentence quotes it: one line, never a whole page."""
    text = " ".join(str(value).splitlines())
    return text if len(text) <= 40 else f"{text[:40]}…"


def misread(field: ParcelField, value: Any, error: Misread) -> tuple[str, str]:
    """Statement and advice for a value of a field."""
    return f"“{field.label}”字段 {field.name} 的值{error.what.format(shown(value))}", error.do


def refuse(faults: Sequence[Fault]) -> None:
    """Raise one PlanError that tells all faults; like ones are told once, with their features."""
    if not faults:
        return
    alike: dict[tuple[str, str, str], list[Fault]] = {}
    for fault in faults:
        alike.setdefault((fault.layer, fault.what, fault.do), []).append(fault)
    if len(alike) == 1:
        [((layer, what, do), same)] = alike.items()
        raise PlanError(what, f"图层“{layer}”{_where(same)}" if layer else _where(same), do)
    told = [f"{_where(same)}：{what}（{do}）" for (_, what, do), same in list(alike.items())[:MOST]]
    if len(alike) > MOST:
        told.append(f"等 {len(alike)} 种问题")
    layer = faults[0].layer
    where = f"图层“{layer}”" if layer else "地块"
    raise PlanError(f"有 {len(faults)} 处不能带入：{'；'.join(told)}", where, "请逐一更正后重试")


def _where(same: Sequence[Fault]) -> str:
    features = [fault.feature for fault in same if fault.feature]
    parcels = [fault.parcel for fault in same if fault.parcel]
    if not features:
        word = "编号" if same[0].what == REPEATED else "地块"
        return f"{word} {listed(parcels, _MOST_FEATURES)}" if parcels else "参数"
    text = f"要素 {listed(features, _MOST_FEATURES)}"
    return f"{text}（地块 {listed(parcels, _MOST_FEATURES)}）" if parcels else text
