"""The head of what is printed from a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ..core.model import Header


def signed_header(header: Header) -> Header:
    """With the date of today where the plan does not fix one, and the county's bureau as its
    office."""
    return replace(
        header,
        compiled_on=header.compiled_on or date.today().isoformat(),
        office=header.office or f"{header.county_name}自然资源局",
    )


def dated(header: Header) -> Header:
    """Signed today, whatever day the plan fixes for itself."""
    return signed_header(replace(header, compiled_on=""))
