"""The pool as rows for a table, and its totals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..core.accounts.pool import OPEN, Candidate
from ..core.landclass import class_name
from ..core.rounding import hectares
from ..deliver.wording import mark_name
from ..plan.schema import INTEGER, REAL, TEXT
from .find_potential import PoolReport
from .results import Columns, multipolygon_wkb

POOL_FIELDS: Columns = (
    ("pool_id", TEXT),
    ("bsm", TEXT),
    ("type", INTEGER),
    ("clause", TEXT),
    ("dlbm", TEXT),
    ("dlmc", TEXT),
    ("mark", TEXT),
    ("planned_class", TEXT),
    ("grade", REAL),
    ("grade_estimated", INTEGER),
    ("town_code", TEXT),
    ("town_name", TEXT),
    ("m2", INTEGER),
    ("used_m2", INTEGER),
    ("left_m2", INTEGER),
    ("left_ha", TEXT),
    ("score", REAL),
    ("state", TEXT),
    ("part", INTEGER),
    ("obstacles", TEXT),
)


def pool_rows(report: PoolReport) -> Iterator[list[Any]]:
    """The pool in the order of POOL_FIELDS; a grade that is not known stays empty."""
    return map(_row, report.pool)


def _row(item: Candidate) -> list[Any]:
    return [
        item.id,
        item.source.bsm,
        item.type.number,
        item.type.clause,
        item.source.dlbm,
        class_name(item.source.dlbm),
        mark_name(item),
        item.planned_class,
        item.grade,
        int(item.grade_estimated),
        item.town_code,
        item.town_name,
        item.m2,
        item.used_m2,
        item.left_m2,
        hectares(item.left_m2),
        item.score,
        item.state,
        int(item.part),
        "；".join(item.obstacles),
    ]


def pool_shapes(report: PoolReport) -> list[bytes]:
    """MultiPolygon WKBs of what remains."""
    return [multipolygon_wkb(item.geometry) for item in report.pool]


def pool_totals(report: PoolReport) -> dict[str, Any]:
    """COUNT and areas as texts with four decimals."""
    pool = report.pool
    return {
        "COUNT": len(pool),
        "POTENTIAL_HA": hectares(sum(item.m2 for item in pool)),
        "OPEN_HA": hectares(sum(item.m2 for item in pool if item.state == OPEN)),
        "USED_HA": hectares(sum(item.used_m2 for item in pool)),
        "LEFT_HA": hectares(sum(item.left_m2 for item in pool)),
    }
