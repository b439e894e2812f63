"""Rows of the plan's tables to the things of the core, and back."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from ..core.errors import PlanError
from ..core.model import FAIL, Cell, Finding, Parcel, PriorityScore
from . import schema

_PARCEL_NUMBERS = ("grade", "ridge_ratio")
_PARCEL_FIELDS = tuple(field.name for field in fields(Parcel) if field.name != "geometry")


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
    return None if value is None else Decimal(str(value))


def parcel_of(row: sqlite3.Row, geometry: Any) -> Parcel:
    """A parcel with its geometry. Raises PlanError when it has none."""
    if geometry is None or geometry.is_empty:
        raise PlanError("地块没有图形", f"地块 {row['parcel_id']}", "请补绘图形或删除该地块")
    values = {name: row[name] for name in _PARCEL_FIELDS}
    for name, value in values.items():
        if name in _PARCEL_NUMBERS:
            values[name] = _decimal(value)
        elif value is None:
            values[name] = ""
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
    values["overlap_m2"], values["share"] = _decimal(values["overlap_m2"]), _decimal(values["share"])
    values["exception"] = values["exception"] or ""
    return Finding(**values)
