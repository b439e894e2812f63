"""The deadlines of a notice as a calendar for the plan's year."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Optional

from ..notice import Deadline, Notice

Due = tuple[Optional[date], Deadline]
"""A deadline with its day; None where the notice fixes none."""


def calendar(notice: Notice, year: int) -> list[Due]:
    """Deadlines with a day in the order of their days, then the others as the notice lists them."""
    dated = [(_day(item.due, year), item) for item in notice.deadlines if item.due]
    undated: list[Due] = [(None, item) for item in notice.deadlines if not item.due]
    return [*sorted(dated, key=lambda due: due[0]), *undated]


def _day(due: str, year: int) -> date:
    """'MM-DD' in a year; 02-29, the end of February, is the 28th in a common year."""
    month, day = (int(part) for part in due.split("-"))
    return date(year, month, min(day, monthrange(year, month)[1]))
