"""Raw values become what fields hold; each distinct value is read once."""

from __future__ import annotations

from typing import Any, Optional

from ..core.notice import Notice
from ..core.parcel_field import WHOLE, ParcelField
from ..core.parcel_fields import PARCEL_FIELDS
from .faults import Misread, misread
from .values import understood

Wrong = Optional[tuple[str, str]]
"""What is wrong with a value (statement, advice), or None."""
Answer = tuple[Any, Wrong]
"""What a field holds, and what is wrong with the value."""


class Reader:
    """Reads the fields of one side's parcels under a notice."""

    def __init__(self, notice: Notice, direction: str) -> None:
        self.notice, self.direction = notice, direction
        self._choices = {f.name: f.choices(notice, direction) for f in PARCEL_FIELDS}
        self._known: dict[str, dict[tuple[type, Any], Answer]] = {f.name: {} for f in PARCEL_FIELDS}

    def read(self, field: ParcelField, raw: Any) -> Answer:
        """What one field holds for a raw value."""
        known, key = self._known[field.name], (type(raw), raw)
        try:
            return known[key]
        except KeyError:
            answer = known[key] = self._read(field, raw)
            return answer
        except TypeError:  # a list or another value that cannot be a key
            return self._read(field, str(raw))

    def _read(self, field: ParcelField, raw: Any) -> Answer:
        try:
            return understood(field, self._choices[field.name], raw), None
        except Misread as error:
            if field.kind == WHOLE:
                word = self.notice.word(self.direction)
                error = Misread(f"“{{}}”不是{word}的类型序号或名称", error.do)
            return None, misread(field, raw, error)


def blank(raw: Any) -> bool:
    """Whether nothing is given: null, an empty text, blanks."""
    return raw is None or (isinstance(raw, str) and not raw.strip())


def reversed_months(start: str, end: str) -> Wrong:
    """What is wrong with a first and a last month, if anything."""
    if start and end and start > end:
        return "开始月份晚于完成月份", "请更正 start_month 和 end_month"
    return None
