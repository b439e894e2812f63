"""A sheet as a form: where its header stands, what is said above it, where its rows begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..core.model import IN, OUT
from .targets import bare, target_of, unit_of
from .workbooks import Sheet

_HEADER_WITHIN = 30
_LEAST_KNOWN = 2
_SIDES = {OUT: ("流出", "转出"), IN: ("流入", "转入", "转进")}
_TOWNSHIP = re.compile(r"([\u4e00-\u9fff]{1,9}?(?:街道|镇|乡))")
_ABOVE_TOWNSHIP = re.compile("[县市区旗]")
_COUNTY = re.compile(r"([\u4e00-\u9fff]{2,7}?[县市区旗])[\u4e00-\u9fff]{1,9}?(?:街道|镇|乡)")
_UNIT_SAID = re.compile(r"单位[:：](?:公顷|亩|平方米)")
_UNDER = ("面积", "等别")
"""What the lower row of a header of two rows says."""


@dataclass(frozen=True)
class Form:
    """``headers`` by column ('' for none), ``first`` the number of the first row below (from 0);
    ``direction``, ``township`` and ``unit`` as the lines above say, '' where they do not; ``title``
    is the first of them that names a township."""

    sheet: Sheet
    headers: tuple[str, ...]
    first: int
    direction: str
    township: str
    unit: str
    title: str

    def other_county(self, county: str) -> str:
        """The county of which the lines above speak, where that is another one; else ''."""
        found = _COUNTY.match(self.title)
        own = county.rstrip("县市区旗")
        return found[1] if found and own not in self.title else ""


def form_of(sheet: Sheet) -> Form | None:
    """The form that a sheet is; None where no header is found."""
    known = [_count(row) for row in sheet.rows[:_HEADER_WITHIN]]
    if not known or max(known) < _LEAST_KNOWN:
        return None
    top = known.index(max(known))
    under = sheet.rows[top + 1] if top + 1 < len(sheet.rows) else ()
    grouped = any(_text(value).startswith(_UNDER) for value in under)
    above = [_text(value) for row in sheet.rows[:top] for value in row if _text(value)]
    said = [sheet.book, sheet.name, *above]
    return Form(
        sheet=sheet,
        headers=_headers(sheet.rows[top], under if grouped else ()),
        first=top + (2 if grouped else 1),
        direction=_direction(said),
        township=_township([*above, sheet.name, sheet.book]),
        unit=_unit(above),
        title=next((text for text in above if _TOWNSHIP.search(text)), ""),
    )


def _headers(top: Sequence[Any], under: Sequence[Any]) -> tuple[str, ...]:
    """A merged cell holds its text in its first column only: it is that of all columns with a text
    below."""
    headers, group = [], ""
    for column in range(max(len(top), len(under))):
        own = _text(top[column]) if column < len(top) else ""
        below = _text(under[column]) if column < len(under) else ""
        group = own or group
        headers.append(f"{group}/{below}" if below and below != group else own)
    return tuple(headers)


def _count(row: Sequence[Any]) -> int:
    return sum(bool(target_of(_text(value))) for value in row)


def _text(value: Any) -> str:
    return "".join(str(value).split()) if value is not None else ""


def _direction(said: Sequence[str]) -> str:
    """What all that is said agrees on."""
    found = {side for side, words in _SIDES.items() for text in said if _has(text, words)}
    return found.pop() if len(found) == 1 else ""


def _has(text: str, words: Sequence[str]) -> bool:
    return any(word in text for word in words)


def _township(said: Sequence[str]) -> str:
    found = (_TOWNSHIP.search(bare(text).replace("附件", "")) for text in said)
    whole = next((match[1] for match in found if match), "")
    return _ABOVE_TOWNSHIP.split(whole)[-1] or whole


def _unit(above: Sequence[str]) -> str:
    units = {unit_of(match[0]) for text in above for match in _UNIT_SAID.finditer(text)}
    return units.pop() if len(units) == 1 else ""
