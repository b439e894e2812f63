"""The head of what is printed today from a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ..core.model import Header


def dated(header: Header) -> Header:
    """Compiled today, by the county's bureau unless the plan names an office."""
    office = header.office or f"{header.county_name}自然资源局"
    return replace(header, compiled_on=date.today().isoformat(), office=office)
