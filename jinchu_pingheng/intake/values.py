"""One value as a person means it: codes, numbers, months, days and texts in their many spellings.

Every function takes a plain Python value (None, str, int, float, bool, Decimal, date, datetime) and
returns what the field holds, or raises Misread. Whatever has two readings is refused.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from ..core.errors import listed
from ..core.parcel_field import DAY, MONTH, NUMBER, Choice, ParcelField
from .faults import Misread

_YEAR = r"((?:19|20)\d{2})"
_DATE = re.compile(_YEAR + r"([-/.年])(\d{1,2})([-/.月])(\d{1,2})日?")
_SEPARATORS = (("-", "-"), ("/", "/"), (".", "."), ("年", "月"))
_STAMP = re.compile(r"[T ]+\d{1,2}:\d{2}.*$")
_YEAR_MONTH = re.compile(_YEAR + r"(?:[-/](\d{1,2})|年(\d{1,2})月?|\.?(\d{2}))")
_DIGITS_OF_DAY = re.compile(_YEAR + r"(\d{2})(\d{2})")
_MARKS = re.compile(r"[\s()（）\[\]【】“”\"'、，,。.；;:：_—-]+")
_FEW = 8


def text_of(raw: Any) -> str:
    """Any value as a text: whole doubles without '.0', days as ISO, booleans as 是 and 否."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float):
        if not math.isfinite(raw):
            raise Misread("“{}”不是有效数值", "请更正或清空")
        return str(int(raw)) if raw.is_integer() else format(Decimal(repr(raw)), "f")
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date().isoformat()
    if isinstance(raw, datetime):
        return raw.isoformat(" ", "seconds")
    if isinstance(raw, (date, time)):
        return raw.isoformat()
    return str(raw).strip()


def understood(field: ParcelField, choices: Sequence[Choice] | None, raw: Any) -> Any:
    """What a field holds for a raw value: '' (None for a number) where nothing is given."""
    plain = text_of(raw)
    if not plain:
        return None if field.kind == NUMBER else ""
    if choices is not None:
        return choice(choices, plain)
    if field.kind == NUMBER:
        return number(plain, field.low, field.high)
    if field.kind == MONTH:
        return month(plain)
    if field.kind == DAY:
        return day(plain)
    return plain


def half_width(plain: str) -> str:
    """Full-width digits and letters as plain ones, without blanks around."""
    return unicodedata.normalize("NFKC", plain).strip()


def choice(choices: Sequence[Choice], plain: str) -> Any:
    """The value that is meant: by itself (any case, leading zeros lost), by name, or by both."""
    given = half_width(plain)
    if given.endswith(".0") and given[:-2].isdecimal():
        given = given[:-2]
    for found in (_exact(choices, given), _without_zeros(choices, given), _named(choices, given)):
        if len(found) == 1:
            return found[0].value
    if not choices:
        raise Misread("“{}”不可用", "所依据的通知没有这一项，请留空")
    titles = (item.title if isinstance(item.value, str) else item.value for item in choices)
    raise Misread("“{}”不可用", f"可用的值：{listed(titles, _FEW)}")


def _exact(choices: Sequence[Choice], given: str) -> list[Choice]:
    return [item for item in choices if str(item.value).casefold() == given.casefold()]


def _without_zeros(choices: Sequence[Choice], given: str) -> list[Choice]:
    bare = given.casefold().lstrip("0")
    if not given[:1].isdecimal() or not bare:
        return []
    return [item for item in choices if str(item.value).casefold().lstrip("0") == bare]


def _named(choices: Sequence[Choice], given: str) -> list[Choice]:
    bare = _bare(given)
    return [item for item in choices if bare and bare in _spellings(item)]


def _spellings(item: Choice) -> set[str]:
    value, name = _bare(str(item.value)), _bare(item.name)
    return {name, value + name, name + value, *map(_bare, item.others)}


def _bare(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def number(plain: str, low: Decimal, high: Decimal) -> Decimal:
    """A decimal number from ``low`` to ``high``."""
    try:
        value = Decimal(half_width(plain))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise Misread("“{}”不是数字", "请改为数字")
    if not low <= value <= high:
        raise Misread(" {} 超出范围", f"应在 {low} 到 {high} 之间")
    return value


def month(plain: str) -> str:
    """'YYYY-MM' of a month or a day. '2023.4' is refused: a double has lost the 0 of October."""
    given = half_width(plain).removesuffix("底前").removesuffix("底").replace(" ", "")
    found = _YEAR_MONTH.fullmatch(given)
    if found:
        year, number_ = (part for part in found.groups() if part)
        if 1 <= int(number_) <= 12:
            return f"{year}-{int(number_):02d}"
    try:
        return day(plain)[:7]
    except Misread:
        raise Misread("“{}”不是月份", "请写成 2023-04 的形式") from None


def day(plain: str) -> str:
    """'YYYY-MM-DD' of a day, with or without the time of day."""
    given = _STAMP.sub("", half_width(plain)).replace(" ", "")
    found = _DATE.fullmatch(given)
    parts: Sequence[str] = ()
    if found and (found[2], found[4]) in _SEPARATORS:
        parts = found.group(1, 3, 5)
    elif digits := _DIGITS_OF_DAY.fullmatch(given):
        parts = digits.groups()
    try:
        year, month_, day_ = map(int, parts)
        return date(year, month_, day_).isoformat()
    except ValueError:
        raise Misread("“{}”不是日期", "请写成 2023-02-15 的形式") from None
