"""Ids of parcels: each once in a plan, and a number that was given out is never given out again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from .errors import PlanError, listed
from .model import IN, OUT

_PREFIXES = {OUT: "LC", IN: "LR"}
_NUMBERED = re.compile(r"(LC|LR)(\d{1,9})")


class Numbering:
    """Gives out ids, on each side one more than the highest number that was ever entered."""

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._last = dict.fromkeys(_PREFIXES.values(), 0)
        for parcel_id in ids:
            self.enter(parcel_id)

    @property
    def last(self) -> list[str]:
        """The highest id of each side that has one."""
        return [numbered_id(side, self.number(side)) for side in _PREFIXES if self.number(side)]

    def number(self, direction: str) -> int:
        """The highest number of one side, 0 for none."""
        return self._last[_PREFIXES[direction]]

    def enter(self, parcel_id: str) -> None:
        """An id is in use, or was; one that somebody made up otherwise is never met."""
        found = _NUMBERED.fullmatch(parcel_id)
        if found:
            prefix, number = found[1], int(found[2])
            self._last[prefix] = max(self._last[prefix], number)

    def next(self, direction: str) -> str:
        """A new id for a parcel of one side."""
        self._last[_PREFIXES[direction]] += 1
        return numbered_id(direction, self.number(direction))


def require_unique_ids(ids: Iterable[str]) -> None:
    """Raise PlanError, naming them, where parcels share an id or have none: sums would count them
    twice, and findings could not be told apart."""
    times = Counter(ids)
    empty = times.pop("", 0)
    double = [f"{name}（{count} 块）" for name, count in times.items() if count > 1]
    if not empty and not double:
        return
    faults = ([f"{empty} 个地块没有编号"] if empty else []) + (
        [f"编号重复：{listed(double)}"] if double else []
    )
    do = "请在面板中打开方案并点“重新编号”，或在属性表中改为各不相同的编号后保存"
    raise PlanError("，".join(faults), "方案的地块", do)


def numbered_id(direction: str, number: int) -> str:
    """The id that a number has on one side."""
    return f"{_PREFIXES[direction]}{number:04d}"
