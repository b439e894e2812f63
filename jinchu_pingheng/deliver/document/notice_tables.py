"""The table of the plan document that comes from the notice: the calendar of its deadlines."""

from __future__ import annotations

from decimal import Decimal

from ...core.accounts.report import Report
from ...core.law.deadlines import Due, calendar
from ..wording import date_text
from .grid import Column, Grid, Line
from .wording import LandUse


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


def points_text(weight: Decimal) -> str:
    """Points without trailing zeros, e.g. '30分'."""
    return f"{weight.normalize():f}分"
