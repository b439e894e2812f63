"""Short in the tests, long in `make soak`: how much is tried, and the figures of it."""

from __future__ import annotations

import os

LONG = bool(os.environ.get("SOAK"))

FIGURES: list[str] = []
"""What was tried, one line each; printed when all tests are done."""


def amount(short: int, long: int) -> int:
    """How many times."""
    return long if LONG else short


def told(line: str) -> None:
    """A line for the end of the run."""
    FIGURES.append(line)
