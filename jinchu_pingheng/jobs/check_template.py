"""Check a Word template of the office: every wrong tag with its place, before anything is made."""

from __future__ import annotations

from pathlib import Path

from ..deliver.letters.kinds import KINDS as LETTERS

__all__ = ["DOCUMENT", "KINDS", "LETTERS", "check_template"]

DOCUMENT = "plan"
KINDS = (DOCUMENT, *LETTERS)
"""What a template may be for: the plan document, or a letter."""

_PROFILE = "ningxia-2022"
"""Whose chapters are looked up: all shipped outlines have as many."""


def check_template(template: Path, kind: str = DOCUMENT) -> list[str]:
    """What is wrong, a sentence for each place; none where the template can be used. Raises
    PlanError where it is no Word file."""
    from ..deliver import document
    from ..deliver.letters import writing
    from ..deliver.office.paper import read_template

    own = read_template(template)
    if kind == DOCUMENT:
        found = document.faults(own, _PROFILE)
    else:
        found = writing.faults(own, LETTERS[kind], document.unwritten(_PROFILE))
    return [str(fault) for fault in found]
