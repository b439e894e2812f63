"""Rows of the plan's tables to the things of the core, and back."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ..core.indicators import Credit, Transfer
from ..core.model import Cell, Finding, LayerProblem, Parcel, PriorityScore, RecordedException
from ..core.parcel_fields import BY_NAME, NUMBERS
from . import schema

PARCEL_FIELDS = tuple(BY_NAME)


def score_of(row: sqlite3.Row) -> PriorityScore:
    """A priority score."""
    values = {name: row[name] for name in schema.PRIORITIES.names}
    for name in ("value", "weight", "points"):
        values[name] = _decimal(values[name])
    return PriorityScore(**values)


def exception_of(row: sqlite3.Row) -> RecordedException:
    """A recorded exception."""
    return RecordedException(**{name: row[name] for name in schema.EXCEPTIONS.names})


def credit_of(row: sqlite3.Row) -> Credit:
    """A recorded credit."""
    return Credit(**_indicator(row, schema.CREDITS, whole=("year", "m2")))


def transfer_of(row: sqlite3.Row) -> Transfer:
    """A recorded transfer."""
    return Transfer(**_indicator(row, schema.TRANSFERS, whole=("m2",)))


def _indicator(row: sqlite3.Row, table: schema.Table, whole: Sequence[str]) -> dict[str, Any]:
    """Values as the core has them. A table that was filled by hand may have nulls, and texts where
    numbers belong: raises ValueError for what is no number."""
    values: dict[str, Any] = {
        field.name: _decimal(row[field.name]) if field.type == schema.REAL else row[field.name]
        for field in table.fields
    }
    for name in whole:
        if not isinstance(values[name], int):
            raise ValueError(name)
    return {
        name: "" if value is None and name not in ("grade", "price") else value
        for name, value in values.items()
    }


def problem_of(row: sqlite3.Row) -> LayerProblem:
    """A recorded problem of a layer."""
    values = {name: row[name] for name in schema.PROBLEMS.names}
    return LayerProblem(**{**values, "usable": bool(values["usable"])})


def _decimal(value: Any) -> Decimal | None:
    return None if value in (None, "") else Decimal(str(value))


def _printed(value: Any, places: str) -> Decimal | None:
    """A number with the digits that it was printed with, which SQLite does not keep."""
    number = _decimal(value)
    return None if number is None else number.quantize(Decimal(places))


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
        values[name] = _printed(values[name], "0.01")
    return Cell(**values)


def finding_of(row: sqlite3.Row, geometry: Any) -> Finding:
    """A finding with its conflict polygon, or None."""
    values = {name: row[name] for name in schema.FINDINGS.names}
    values["overlap_m2"] = _printed(values["overlap_m2"], "0.01")
    values["share"] = _printed(values["share"], "0.0001")
    values["exception"] = values["exception"] or ""
    return Finding(**values, geometry=geometry)
