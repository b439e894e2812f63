"""Which columns of a layer stand for which fields of a parcel."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ..core.errors import PlanError, listed
from ..core.parcel_field import ParcelField
from ..core.parcel_fields import PARCEL_FIELDS

_LETTERS, _CHARACTERS = 10, 5
"""A shapefile keeps ten bytes of a name: ten letters or, in GBK, five Chinese characters."""


@dataclass(frozen=True)
class Columns:
    """``found``: plan field -> column; ``notes``: what was left alone though it looked like one."""

    found: Mapping[str, str]
    notes: tuple[str, ...] = ()


def find(titles: Mapping[str, str], wanted: Collection[str] | None, layer: str) -> Columns:
    """Columns by plan field; ``titles`` holds the layer's columns with their alias (or '').

    A column is found by its name, else by its alias: the field's name in any case, or its Chinese
    label; at last by a name that a shapefile has cut. ``wanted`` are the only columns that may be
    taken over (None: any). Raises PlanError for a wanted column that does not exist.
    """
    missing = [name for name in wanted or () if name not in titles]
    if missing:
        do = f"可选的字段：{listed(titles)}"
        raise PlanError(f"没有字段 {listed(missing)}", f"图层“{layer}”", do)
    offered = {name: title for name, title in titles.items() if wanted is None or name in wanted}
    found = _by_whole_name(offered)
    cut = _by_cut_name([name for name in offered if name not in found.values()])
    for column, fields in cut.items():
        if len(fields) == 1:
            found.setdefault(fields[0].name, column)
    doubtful = {column: fields for column, fields in cut.items() if len(fields) > 1}
    return Columns(found, tuple(_note(layer, *item) for item in doubtful.items()))


def _by_whole_name(titles: Mapping[str, str]) -> dict[str, str]:
    names = {name.casefold(): name for name in titles}
    aliases = {title.casefold(): name for name, title in titles.items()}
    found: dict[str, str] = {}
    for field in PARCEL_FIELDS:
        for spelled in (names, aliases):
            column = spelled.get(field.name, spelled.get(field.label))
            if column is not None and column not in found.values():
                found.setdefault(field.name, column)
    return found


def _by_cut_name(columns: Collection[str]) -> dict[str, list[ParcelField]]:
    """Columns whose name is the beginning of a field's name or label, with all such fields."""
    cut = {
        column: [
            field
            for field in PARCEL_FIELDS
            if column.casefold() in (field.name[:_LETTERS], field.label[:_CHARACTERS])
        ]
        for column in columns
    }
    return {column: fields for column, fields in cut.items() if fields}


def _note(layer: str, column: str, fields: list[ParcelField]) -> str:
    labels = "或".join(f"“{field.label}”（{field.name}）" for field in fields)
    return f"图层“{layer}”：字段 {column} 可能是{labels}，没有带入；请改用中文名称或完整的字段名。"
