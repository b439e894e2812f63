"""Parcels as a plan holds them, or its edit buffer: each must stand in the plan's own form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..core.errors import PlanError
from ..core.model import IN, OUT, Parcel
from ..core.notice import Notice
from ..core.parcel_field import NUMBER, ParcelField
from ..core.parcel_fields import BY_NAME, PARCEL_FIELDS
from .faults import Fault, refuse, shown
from .reading import Answer, Reader, blank, reversed_months
from .values import text_of


class _Strict(Reader):
    """Takes a value only as the plan writes it."""

    def _read(self, field: ParcelField, raw: Any) -> Answer:
        held, wrong = super()._read(field, raw)
        if wrong:
            return held, wrong
        if blank(raw) and field.required:
            return held, (f"没有填写“{field.label}”（字段 {field.name}）", "请在属性表中补填")
        if field.kind != NUMBER and text_of(raw) != text_of(held):
            what = f"“{field.label}”字段 {field.name} 的值“{shown(raw)}”应写成“{held}”"
            return held, (what, "请在属性表中更正")
        return held, None


class Stored:
    """Reads parcels of a plan under its notice."""

    def __init__(self, notice: Notice) -> None:
        self._readers = {side: _Strict(notice, side) for side in (OUT, IN)}

    def parcel(self, given: Mapping[str, Any], geometry: Any, feature: str) -> Parcel:
        """A parcel from the raw values of all its fields and a geometry that was judged.

        Raises PlanError that tells all faults.
        """
        parcel_id, side = text_of(given["parcel_id"]), given["direction"]
        if not parcel_id or blank(side):
            where = f"地块 {parcel_id}" if parcel_id else f"要素 {feature}"
            labels = f"{BY_NAME['parcel_id'].label}和{BY_NAME['direction'].label}"
            do = f"请在属性表中补填{labels}（parcel_id、direction），或移除后重新标注"
            raise PlanError("没有编号或方向", where, do)
        values, faults = self.read(given)
        refuse(faults)
        return Parcel(**values, geometry=geometry)

    def read(self, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
        """What the fields hold, and what is wrong."""
        side, known_as = given["direction"], text_of(given["parcel_id"]) or "（无编号）"
        reader = self._readers.get(side, self._readers[OUT])
        values: dict[str, Any] = {}
        faults: list[Fault] = []
        for field in PARCEL_FIELDS:
            raw = given[field.name]
            values[field.name], wrong = reader.read(field, raw)
            if wrong:
                faults.append(Fault(*wrong, parcel=known_as, field=field, value=raw))
        return values, faults or _reversed(values)


def sound(parcels: list[Parcel], notice: Notice) -> list[Parcel]:
    """The parcels as they are. Raises PlanError that tells every value which no table could print:
    a plan can be edited in many programs."""
    stored = Stored(notice)
    refuse([fault for parcel in parcels for fault in stored.read(vars(parcel))[1]])
    return parcels


def _reversed(values: Mapping[str, Any]) -> list[Fault]:
    wrong = reversed_months(values["start_month"], values["end_month"])
    return [Fault(*wrong, parcel=values["parcel_id"])] if wrong else []
