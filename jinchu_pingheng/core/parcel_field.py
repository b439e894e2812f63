"""What there is to say about one field of a parcel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Callable, NamedTuple, Optional

from .landclass import LAND_CLASSES
from .model import IN, OUT
from .notice import Notice

TEXT, WHOLE, NUMBER, MONTH, DAY = "text", "whole", "number", "month", "day"
"""Kinds of value: str, int, Decimal or None, 'YYYY-MM', 'YYYY-MM-DD'. A text, month or day that is
not filled is ''."""

BOTH = "both"


class Choice(NamedTuple):
    """An allowed value, its official name, and other words that mean it."""

    value: str | int
    name: str
    others: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Value and name, e.g. '0103 旱地'; '是' where both are one."""
        return self.name if self.name == str(self.value) else f"{self.value} {self.name}"


ByNotice = Callable[[Notice, str], Optional[tuple[Choice, ...]]]


@dataclass(frozen=True)
class ParcelField:
    """One field: from it derive its column, form, parameter, messages and delivered columns.

    ``short``: name in a shapefile (at most 10 ASCII characters); ``width`` (bytes, or digits of a
    number) and ``decimals`` hold there. ``values`` or ``by_notice`` tell what is allowed, the
    latter for a notice and a side; without both anything is. ``low`` and ``high`` bound a number.
    ``side``: the parcels it is meant for (OUT, IN or BOTH). ``required``: nobody may leave it
    empty; every other field may be empty.
    """

    name: str
    label: str
    short: str
    hint: str = ""
    kind: str = TEXT
    width: int = 254
    decimals: int = 0
    values: tuple[Choice, ...] = ()
    by_notice: ByNotice | None = None
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    side: str = BOTH
    required: bool = False

    def choices(self, notice: Notice, direction: str) -> tuple[Choice, ...] | None:
        """Allowed values on one side under a notice; None: anything."""
        if self.by_notice is not None:
            return self.by_notice(notice, direction)
        return self.values or None

    def worded(self, value: object, notice: Notice, direction: str) -> str:
        """A value as the notice words it: '0103 旱地', '流出'; '' for what is not filled."""
        for choice in self.choices(notice, direction) or ():
            if choice.value == value:
                return choice.name if self.name == "direction" else choice.title
        return "" if value is None else str(value)

    @property
    def meaning(self) -> str:
        """Label, side and hint in one line."""
        side = {OUT: "（流出）", IN: "（流入）"}.get(self.side, "")
        return f"{self.label}{side}：{self.hint}" if self.hint else f"{self.label}{side}"


def sides(notice: Notice, direction: str) -> tuple[Choice, ...]:
    """Both sides, by the notice's word and by those that other notices use."""
    return (
        Choice(OUT, notice.word_out, ("流出", "转出", "耕地流出", "耕地转出")),
        Choice(IN, notice.word_in, ("流入", "转入", "转进", "耕地流入", "耕地转入", "耕地转进")),
    )


def parcel_types(notice: Notice, direction: str) -> tuple[Choice, ...]:
    """The types of one side."""
    return tuple(Choice(item.number, item.name) for item in notice.types(direction))


def deductions(notice: Notice, direction: str) -> tuple[Choice, ...]:
    """What the notice leaves out of the balance."""
    return tuple(Choice(item.code, item.name) for item in notice.deductions)


def batches(notice: Notice, direction: str) -> tuple[Choice, ...] | None:
    """Any name under a notice whose plans may come in batches, else none."""
    return None if notice.batches else ()


def classes(codes: Sequence[str] | Mapping[str, object]) -> tuple[Choice, ...]:
    """Land classes by their code."""
    return tuple(Choice(code, LAND_CLASSES[code].name) for code in codes)
