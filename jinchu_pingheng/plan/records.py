"""Rows of the plan's tables to the things of the core, and back."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

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


def problem_of(row: sqlite3.Row) -> LayerProblem:
    """A recorded problem of a layer."""
    values = {name: row[name] for name in schema.PROBLEMS.names}
    return LayerProblem(**{**values, "usable": bool(values["usable"])})


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


def finding_of(row: sqlite3.Row, geometry: Any) -> Finding:
    """A finding with its conflict polygon, or None."""
    values = {name: row[name] for name in schema.FINDINGS.names}
    values["overlap_m2"], values["share"] = (
        _decimal(values["overlap_m2"]),
        _decimal(values["share"]),
    )
    values["exception"] = values["exception"] or ""
    return Finding(**values, geometry=geometry)
