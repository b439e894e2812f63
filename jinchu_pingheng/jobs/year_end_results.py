"""The changes of a closed year as rows for a table, and its totals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import shapely

from ..core.accounts.year_end import KINDS
from ..core.accounts.year_report import YearReport
from ..core.landclass import class_name
from ..core.rounding import hectares
from ..plan.schema import INTEGER, TEXT
from .results import Columns, multipolygon_wkb

CHANGE_FIELDS: Columns = (
    ("direction", TEXT),
    ("kind", TEXT),
    ("partner", TEXT),
    ("before_id", TEXT),
    ("after_id", TEXT),
    ("before_class", TEXT),
    ("after_class", TEXT),
    ("parcel_id", TEXT),
    ("town_code", TEXT),
    ("town_name", TEXT),
    ("m2", INTEGER),
    ("hectares", TEXT),
    ("counts", INTEGER),
    ("doubt", TEXT),
)


def change_rows(report: YearReport) -> Iterator[list[Any]]:
    """The changes in the order of CHANGE_FIELDS."""
    for change in report.account.changes:
        classes = [
            f"{one.code} {class_name(one.code)}" if one.code else ""
            for one in (change.before, change.after)
        ]
        yield [
            change.direction,
            KINDS[change.kind],
            change.partner,
            change.before.id,
            change.after.id,
            *classes,
            change.parcel_id,
            change.town,
            report.town_name(change.town),
            change.m2,
            hectares(change.m2),
            int(report.account.counts(change)),
            change.doubt,
        ]


def change_shapes(report: YearReport) -> list[bytes]:
    """MultiPolygon WKBs of the changes; empty where the other survey has no polygon."""
    nothing = shapely.MultiPolygon()
    shapes = (change.geometry for change in report.account.changes)
    return [multipolygon_wkb(shape if shape is not None else nothing) for shape in shapes]


def year_totals(report: YearReport) -> dict[str, Any]:
    """VERDICT, REASON and areas as texts with four decimals."""
    verdict = report.verdict
    return {
        "VERDICT": verdict.text,
        "REASON": verdict.reason,
        "OUT_HA": hectares(verdict.out_m2),
        "DEDUCTED_HA": hectares(verdict.deducted_m2),
        "REQUIRED_HA": hectares(verdict.required_m2),
        "IN_HA": hectares(verdict.in_m2),
        "DOUBTFUL_HA": hectares(verdict.doubtful_out_m2 + verdict.doubtful_in_m2),
    }
