"""The deadlines of a notice as a calendar for the plan's year."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Optional

from ..notice import Deadline, Notice

Due = tuple[Optional[date], Deadline]
"""A deadline with its day; None where the notice fixes none."""


def calendar(notice: Notice, year: int) -> list[Due]:
    """Deadlines with a day in the order of their days, then the others as the notice lists them.

    A day before the notice is in force binds nobody: its deadline is listed without a day. One that
    the notice sets for a single year is left out of other years.
    """
    here = [item for item in notice.deadlines if item.year in (None, year)]
    found = [(day_of(item.due, year, notice.valid_from), item) for item in here]
    dated = [(day, item) for day, item in found if day]
    undated: list[Due] = [(None, item) for day, item in found if not day]
    return [*sorted(dated, key=lambda due: due[0]), *undated]


def day_of(due: str, year: int, valid_from: str) -> date | None:
    """'MM-DD' in a year; 02-29, the end of February, is the 28th in a common year."""
    if not due:
        return None
    month, day = (int(part) for part in due.split("-"))
    found = date(year, month, min(day, monthrange(year, month)[1]))
    return found if found.isoformat() >= valid_from else None
