"""Rows of the plan's tables to the things of the core, and back."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ..core.model import FAIL, Cell, Finding, Parcel, PriorityScore
from ..core.parcel_fields import BY_NAME, NUMBERS
from . import schema

PARCEL_FIELDS = tuple(BY_NAME)


def score_of(row: sqlite3.Row) -> PriorityScore:
    """A priority score."""
    values = {name: row[name] for name in schema.PRIORITIES.names}
    for name in ("value", "weight", "points"):
        values[name] = _decimal(values[name])
    return PriorityScore(**values)


def values_of(table: schema.Table, value: object) -> dict[str, Any]:
    """The fields of a table from an object's attributes."""
    return {name: getattr(value, name) for name in table.names}


def _decimal(value: Any) -> Decimal | None:
    return None if value in (None, "") else Decimal(str(value))


def parcel_of(row: Sequence[Any], geometry: Any) -> Parcel:
    """A parcel with its geometry; ``row`` holds PARCEL_FIELDS."""
    values: dict[str, Any] = {
        name: "" if value is None else value for name, value in zip(PARCEL_FIELDS, row)
    }
    for name in NUMBERS:
        values[name] = _decimal(values[name])
    return Parcel(**values, geometry=geometry)


def cell_of(row: sqlite3.Row) -> Cell:
    """An area cell."""
    values = {name: row[name] for name in schema.CELLS.names}
    values["grade"] = _decimal(values["grade"])
    values["grade_estimated"] = bool(values["grade_estimated"])
    for name in ("planar", "net", "ellipsoidal"):
        if values[name] is not None:
            values[name] = Decimal(str(values[name])).quantize(Decimal("0.01"))
    return Cell(**values)


def finding_of(row: sqlite3.Row, polygons: Mapping[tuple[str, str, Any], list[Any]]) -> Finding:
    """A finding, with the next of its polygons where it failed."""
    values = {name: row[name] for name in schema.FINDINGS.names}
    found = polygons.get((row["parcel_id"], row["rule_id"], row["overlap_m2"]))
    values["geometry"] = found.pop(0) if found and row["verdict"] == FAIL else None
    values["overlap_m2"], values["share"] = (
        _decimal(values["overlap_m2"]),
        _decimal(values["share"]),
    )
    values["exception"] = values["exception"] or ""
    return Finding(**values)
