"""Check a Word template of the office: every wrong tag with its place, before anything is made."""

from __future__ import annotations

from pathlib import Path

DOCUMENT = "plan"
KINDS = (DOCUMENT,)
"""What a template may be for."""

_PROFILE = "ningxia-2022"
"""Whose chapters are looked up: all shipped outlines have as many."""


def check_template(template: Path, kind: str = DOCUMENT) -> list[str]:
    """What is wrong, a sentence for each place; none where the template can be used. Raises
    PlanError where it is no Word file."""
    from ..deliver import document
    from ..deliver.office.paper import read_template

    return [str(fault) for fault in document.faults(read_template(template), _PROFILE)]
