"""The fields of rows: what each holds, by the row's own value or else by the tag's."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from ..core.model import Parcel
from ..core.notice import Notice
from ..core.parcel_fields import BY_NAME, PARCEL_FIELDS
from .columns import find
from .faults import Fault, shown
from .reading import Reader, blank, reversed_months
from .rows import Incoming, Rows, Tag
from .shapes import Shapes

_CHOSEN = ("direction", "type")
"""Fields for which the user's own choice stands ready, should a column of that name mean something
else."""


class RowValues:
    """The rows of one call, with their columns by plan field."""

    def __init__(
        self, rows: Rows, tag: Tag, notice: Notice, wanted: Collection[str] | None
    ) -> None:
        self.rows, self._tag, self._notice = rows, tag, notice
        self._reader = Reader(notice, tag.direction)
        columns = find(rows.titles, wanted, rows.layer)
        self.notes = list(columns.notes)
        self._found = dict(columns.found)
        for name in _CHOSEN if wanted is None else ():
            self._leave_foreign(name)

    def name(self, place: int) -> str:
        """The id of a row's parcel, else the row's own name."""
        return self._own_id(place) or self.rows.features[place]

    def values(self, places: Sequence[int], faults: list[Fault]) -> dict[str, list[Any]]:
        """What every field holds for the rows at ``places``; what is wrong joins ``faults``."""
        values = {field.name: self._column(field.name, places, faults) for field in PARCEL_FIELDS}
        for number, place in enumerate(places):
            start, end = values["start_month"][number], values["end_month"][number]
            wrong = reversed_months(start, end)
            if wrong:
                faults.append(self._fault(place, "start_month", start, *wrong))
        return values

    def incoming(
        self, places: Sequence[int], values: dict[str, list[Any]], shapes: Shapes
    ) -> list[Incoming]:
        """Parcels with their origin."""
        others = [name for name in self.rows.columns if name not in self._found.values()]
        result = []
        for place, held in zip(places, zip(*values.values())):
            rest = {name: self.rows.columns[name][place] for name in others}
            parcel = Parcel(**dict(zip(values, held)), geometry=shapes.geometry[place])
            attributes = json.dumps(rest, ensure_ascii=False, default=str)
            feature = self.rows.features[place]
            result.append(Incoming(parcel, self.rows.layer, feature, attributes))
        return result

    def _leave_foreign(self, name: str) -> None:
        column = self._found.get(name)
        raw = [value for value in self.rows.columns[column] if not blank(value)] if column else []
        if not raw or any(self._reader.read(BY_NAME[name], value)[1] is None for value in raw):
            return
        del self._found[name]
        word = self._notice.word(self._tag.direction)
        chosen = f"所选类型 {self._tag.type}" if name == "type" else f"所选方向（{word}）"
        self.notes.append(
            f"图层“{self.rows.layer}”：字段 {column} 没有一个值是{BY_NAME[name].label}"
            f"（如“{shown(raw[0])}”），看作另有含义，没有带入，按{chosen}标注。"
        )

    def _column(self, name: str, places: Sequence[int], faults: list[Fault]) -> list[Any]:
        field = BY_NAME[name]
        default, wrong = self._reader.read(field, self._chosen(name))
        if wrong:
            faults.append(Fault(*wrong, field=field, value=self._chosen(name)))
        column = self.rows.columns[self._found[name]] if name in self._found else None
        if column is None:
            return [default] * len(places)
        held = []
        for place in places:
            raw = column[place]
            value, wrong = (default, None) if blank(raw) else self._reader.read(field, raw)
            if wrong is None and name == "direction" and value != default:
                wrong = f"字段 direction 为“{shown(raw)}”，与所选方向不一致", "请分方向标注"
            if wrong:
                faults.append(self._fault(place, name, raw, *wrong))
            held.append(value)
        return held

    def _chosen(self, name: str) -> Any:
        own = {"direction": self._tag.direction, "type": self._tag.type}
        return own.get(name, self._tag.attributes.get(name))

    def _own_id(self, place: int) -> str:
        column = self._found.get("parcel_id")
        raw = self.rows.columns[column][place] if column else None
        return self._reader.read(BY_NAME["parcel_id"], raw)[0] or ""

    def _fault(self, place: int, name: str, value: Any, what: str, do: str) -> Fault:
        return Fault(
            what=what,
            do=do,
            layer=self.rows.layer,
            feature=self.rows.features[place],
            parcel=self._own_id(place),
            field=BY_NAME[name],
            value=value,
        )
