"""What the log is told of an error that nobody foresaw: where it happened, nothing of the land."""

from __future__ import annotations

import re
import traceback

_PLACES = re.compile(r"\d+\.\d{3,}|\d{5,}(?:\.\d+)?")
"""Eastings, northings, degrees, codes: GEOS names the place at which it failed."""


def trace(error: BaseException) -> str:
    """The traceback, in which no coordinates stand."""
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    return _PLACES.sub("…", "".join(lines))
