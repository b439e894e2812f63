"""Answers to issued polygons as rows for a table, and their totals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..core.accounts.answers import BALANCED, DEDUCTED, OPEN
from ..core.rounding import hectares
from ..plan.schema import INTEGER, TEXT
from .answer_polygons import AnswerReport
from .results import Columns, multipolygon_wkb

SHARE_FIELDS: Columns = (
    ("number", TEXT),
    ("batch", TEXT),
    ("sflcfw", TEXT),
    ("parcel_id", TEXT),
    ("column", TEXT),
    ("m2", INTEGER),
    ("hectares", TEXT),
)


def share_rows(report: AnswerReport) -> Iterator[list[Any]]:
    """The shares of all polygons in the order of SHARE_FIELDS."""
    for answer in report.answers:
        for share in answer.shares:
            yield [
                answer.number,
                answer.batch,
                answer.in_plan,
                share.parcel_id,
                share.column,
                share.m2,
                hectares(share.m2),
            ]


def share_shapes(report: AnswerReport) -> list[bytes]:
    """MultiPolygon WKBs of the shares."""
    return [multipolygon_wkb(s.geometry) for answer in report.answers for s in answer.shares]


def answer_totals(report: AnswerReport) -> dict[str, Any]:
    """COUNT, UNKNOWN (polygons that cannot be read) and areas as texts with four decimals."""
    answers = report.answers
    sums = {name: sum(a.column(name) for a in answers) for name in (BALANCED, DEDUCTED, OPEN)}
    return {
        "COUNT": len(answers),
        "UNKNOWN": sum(answer.m2 is None for answer in answers),
        "PLANNED_HA": hectares(sums[BALANCED]),
        "DEDUCTED_HA": hectares(sums[DEDUCTED]),
        "OPEN_HA": hectares(sums[OPEN]),
    }
