"""Tables of the plan document that come from the notice: the calendar of its deadlines, the
priorities by its score."""

from __future__ import annotations

from decimal import Decimal

from ...core.accounts.report import Report
from ...core.law.deadlines import Due, calendar
from ...core.model import PriorityScore
from ...core.rounding import half_up
from ..wording import date_text
from .grid import MIDDLE, NUMBER, Column, Grid, Line
from .wording import LandUse, parcel_text


def due_text(due: Due) -> str:
    """The day with the notice's own words, which stand alone where the notice fixes no day."""
    day, deadline = due
    return f"{date_text(day.isoformat())}（{deadline.when}）" if day else deadline.when


def deadlines(report: Report, _: LandUse) -> Grid:
    """What is due in the plan's year, by day."""
    columns = (Column("时限", 5.6), Column("事项", 6.8), Column("条款", 2.6))
    lines = (
        Line((due_text(due), due[1].what, due[1].clause))
        for due in calendar(report.notice, report.header.year)
    )
    return Grid(columns, tuple(lines))


def priorities(report: Report, direction: str) -> Grid:
    """The score of each parcel of one side and its parts, the highest first; a part that is not
    known is a dash."""
    parts = report.notice.priorities(direction)
    scores: dict[str, dict[str, PriorityScore]] = {}
    for score in report.priorities:
        if score.direction == direction:
            scores.setdefault(score.parcel_id, {})[score.part] = score
    columns = (
        Column("序号", 1.0, MIDDLE), Column("地块", 4.0),
        *(Column(f"{part.name}（{points_text(part.weight)}）", 2.0, NUMBER) for part in parts),
        Column("合计", 1.6, NUMBER),
    )  # fmt: skip
    totals = {
        key: sum((s.points for s in found.values()), Decimal(0)) for key, found in scores.items()
    }
    names = {parcel.parcel_id: parcel_text(parcel) for parcel in report.parcels_of(direction)}
    ranked = sorted(names.keys() & totals.keys(), key=lambda key: (-totals[key], key))
    rest = len(ranked) - MOST_SCORES
    more = f"其余 {rest} 个地块见检查报告"
    tail = [Line(("", more, *[""] * (len(parts) + 1)))] if rest > 0 else []
    return Grid(
        columns,
        (
            *(
                Line(
                    (
                        str(number),
                        names[key],
                        *(_points(scores[key].get(part.name)) for part in parts),
                        str(half_up(totals[key], 1)),
                    )
                )
                for number, key in enumerate(ranked[:MOST_SCORES], 1)
            ),
            *tail,
        ),
    )


MOST_SCORES = 20
"""The score of every parcel is in the check report."""


def points_text(weight: Decimal) -> str:
    """Points without trailing zeros, e.g. '30分'."""
    return f"{weight.normalize():f}分"


def _points(score: PriorityScore | None) -> str:
    return "—" if score is None or score.value is None else str(half_up(score.points, 1))
