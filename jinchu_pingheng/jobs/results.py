"""Results as rows for tables: column names and types, and the totals of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import shapely

from ..core.accounts.balance import Balance
from ..core.accounts.balance_rows import Amounts
from ..core.model import Cell
from ..core.rounding import hectares
from ..deliver.wording import row_label
from ..plan import schema
from ..plan.schema import INTEGER, REAL, TEXT

Columns = tuple[tuple[str, str], ...]

FINDING_FIELDS: Columns = tuple((field.name, field.type) for field in schema.FINDINGS.fields)
CONFLICT_FIELDS: Columns = tuple(
    (field.name, field.type) for field in schema.CONFLICTS.fields if field.name != "finding"
)
CELL_FIELDS: Columns = (
    *((field.name, field.type) for field in schema.CELLS.fields),
    ("hectares", TEXT),
)
BALANCE_FIELDS: Columns = (
    ("unit_code", TEXT),
    ("unit_name", TEXT),
    ("class_code", TEXT),
    ("class_name", TEXT),
    ("out_ha", TEXT),
    ("deducted_ha", TEXT),
    ("required_ha", TEXT),
    ("in_ha", TEXT),
    ("blocked_in_ha", TEXT),
    ("credited_ha", TEXT),
    ("received_ha", TEXT),
    ("given_ha", TEXT),
    ("surplus_ha", TEXT),
    ("out_grade", REAL),
    ("in_grade", REAL),
    ("balanced", INTEGER),
)

__all__ = [
    "BALANCE_FIELDS",
    "CELL_FIELDS",
    "CONFLICT_FIELDS",
    "FINDING_FIELDS",
    "INTEGER",
    "REAL",
    "TEXT",
]


def cell_row(cell: Cell) -> list[Any]:
    """A cell in the order of CELL_FIELDS."""
    values = [getattr(cell, name) for name in schema.CELLS.names]
    return [
        *(int(value) if isinstance(value, bool) else value for value in values),
        hectares(cell.m2),
    ]


def area_texts(row: Amounts) -> list[str]:
    """What is printed of a unit, in hectares with four decimals: outflow, deducted, required,
    inflow, of it rejected, credited, received, given, surplus."""
    amounts = (
        row.out_m2,
        row.deducted_m2,
        row.required_m2,
        row.in_m2,
        row.blocked_in_m2,
        row.credited_m2,
        row.received_m2,
        row.given_m2,
        row.surplus_m2,
    )
    return [hectares(m2) for m2 in amounts]


def balance_rows(result: Balance) -> Iterator[list[Any]]:
    """Townships, then the county, each by class and in total, in the order of BALANCE_FIELDS."""
    for row in (*result.rows, *result.county):
        yield [
            row.unit_code,
            row.unit_name,
            row.balance_class,
            row_label(row),
            *area_texts(row),
            row.out_grade,
            row.in_grade,
            int(row.reached_lawfully),
        ]


def balance_totals(result: Balance) -> dict[str, Any]:
    """OUT_HA, IN_HA, CREDITED_HA, REQUIRED_HA, SURPLUS_HA as texts with four decimals,
    LAWFUL_IN_HA and LAWFUL_SURPLUS_HA without the inflow that a blocking rule rejects, and
    BALANCED, which goes by the latter."""
    total = result.total
    return {
        "OUT_HA": hectares(total.out_m2),
        "IN_HA": hectares(total.in_m2),
        "CREDITED_HA": hectares(total.credited_m2),
        "REQUIRED_HA": hectares(total.required_m2),
        "SURPLUS_HA": hectares(total.surplus_m2),
        "LAWFUL_IN_HA": hectares(total.lawful_in_m2),
        "LAWFUL_SURPLUS_HA": hectares(total.lawful_surplus_m2),
        "BALANCED": result.reached,
    }


def multipolygon_wkb(geometry: shapely.Geometry) -> bytes:
    """WKB of a polygonal geometry as MultiPolygon."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    return bytes(shapely.to_wkb(shapely.MultiPolygon(parts)))
