"""Rows of a form as entries: raw values by plan field, with the area that the township declares."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ..core.model import OUT
from ..intake.reading import blank
from .forms import Form
from .targets import AREA, CLASS_AREA, PERIOD, square_metres, town_of, unit_of

_TOTALS = re.compile(r"(合|总|小)\s*计")
_REMARKS = re.compile(r"注[:：]|备注[:：]|说明[:：]|填报|审核|盖章|制表|单位负责|（无）|填表")
_FILLED_DOWN = ("type", "project")
_KEYS = ("parcel_id", "name", "project")
_ADDED = ("等别为预估", "检查未通过：")
_MONTH = re.compile(r"(?:(20\d\d)年)?(\d{1,2})月")


@dataclass(frozen=True)
class Entry:
    """A row. ``where``: book, sheet and row as a person finds them; ``direction``: '' where it is
    not said; ``values``: raw, by plan field; ``declared_m2``: None where no area is given;
    ``unit``: in which it was; ``wrong``: why the row cannot be taken."""

    where: str
    book: str
    township: str
    direction: str
    values: Mapping[str, Any]
    declared_m2: Decimal | None = None
    unit: str = ""
    wrong: str = ""
    others: Mapping[str, Any] = field(default_factory=dict)


def entries(form: Form, targets: Mapping[str, str], direction: str = "") -> list[Entry]:
    """The rows of a form, without sums, remarks and empty ones; ``targets`` by header,
    ``direction``: where nothing in the form tells it."""
    found: list[Entry] = []
    above: dict[str, Any] = {}
    for number in range(form.first, len(form.sheet.rows)):
        row = form.sheet.rows[number]
        filled = [str(value) for value in row if not blank(value)]
        if any(_TOTALS.match(text) for text in filled[:4]):
            above = {}
            continue
        if not filled or _REMARKS.match(filled[0]):
            continue
        entry = _entry(form, number, row, targets, above, direction)
        if entry is not None:
            found.append(entry)
    return found


def _entry(
    form: Form,
    number: int,
    row: tuple[Any, ...],
    targets: Mapping[str, str],
    above: dict[str, Any],
    direction: str,
) -> Entry | None:
    by_target: dict[str, Any] = {}
    others: dict[str, Any] = {}
    units: dict[str, str] = {}
    for header, value in zip(form.headers, row):
        target = targets.get(header, "")
        if blank(value):
            continue
        if target:
            by_target[target], units[target] = value, unit_of(header) or form.unit
        elif header:
            others[header] = value
    own = {name: value for name, value in by_target.items() if name not in _FILLED_DOWN}
    above.update({name: by_target[name] for name in _FILLED_DOWN if name in by_target})
    areas = {key: value for key, value in own.items() if key.startswith(AREA)}
    if not areas and not any(key in by_target for key in _KEYS):
        return None
    values = {**above, **{name: value for name, value in own.items() if name not in areas}}
    side = form.direction or direction
    _set_months(values, side)
    if "note" in values:
        values["note"] = _own_note(str(values["note"]))
    declared, wrong = _declared(areas, units)
    if not any(key in by_target for key in _KEYS) and "project" not in above:
        wrong = "没有地块编号、地块名称或项目名称"
    return Entry(
        where=f"{form.sheet.book}“{form.sheet.name}”第 {number + 1} 行",
        book=form.sheet.book,
        township=town_of(others) or form.township,
        direction=side,
        values=values,
        declared_m2=declared,
        unit=next((units[key] for key in areas if units[key]), ""),
        wrong=wrong,
        others=others,
    )


def _declared(areas: Mapping[str, Any], units: Mapping[str, str]) -> tuple[Decimal | None, str]:
    """The area in m², by its own column, else the sum over the classes; and what is wrong."""
    chosen = [AREA] if AREA in areas else [key for key in areas if key.startswith(CLASS_AREA)]
    total = None
    for key in chosen:
        area = square_metres(areas[key], units[key] or "公顷")
        if area is None:
            return None, f"面积“{areas[key]}”不是数字"
        total = (total or Decimal(0)) + area
    return total, ""


def _own_note(text: str) -> str:
    """备注 without what the lists of this software add to it."""
    return "；".join(part for part in text.split("；") if not part.startswith(_ADDED))


def _set_months(values: dict[str, Any], direction: str) -> None:
    """A span “2023年4月-10月” or “2023年10月底前” as first and last month; what is no such thing is
    left for intake to refuse."""
    if PERIOD not in values:
        return
    said = values.pop(PERIOD)
    found = _MONTH.findall("".join(str(said).split()))
    if not 1 <= len(found) <= 2 or not found[0][0]:
        values.setdefault("end_month", said)
        return
    year = found[0][0]
    months = [f"{own or year}年{month}月" for own, month in found]
    if len(months) == 2 or direction == OUT:
        values.setdefault("start_month", months[0])
    values.setdefault("end_month", months[-1])
