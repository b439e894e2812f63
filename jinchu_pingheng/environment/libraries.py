"""Which Python libraries the plugin lacks, told before anything that needs them is imported."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

NEEDED = {
    "shapely": "shapely",
    "openpyxl": "openpyxl",
    "docx": "python-docx",
    "lxml": "lxml",
    "yaml": "PyYAML",
}
"""Module and the name under which it is installed."""
_SLOW = ("openpyxl", "docx")
"""Pure Python, so they work where they are found; they are a quarter of the plugin's start."""


def missing() -> list[str]:
    """Names of libraries that are not there; shapely counts as missing when it is older than 2."""
    return [package for module, package in NEEDED.items() if not _usable(module)]


def _usable(module: str) -> bool:
    if module in _SLOW:
        return find_spec(module) is not None
    try:
        found = import_module(module)
    except ImportError:
        return False
    # Only shapely 2 has vectorised functions; its version text is not reliable in every
    # distribution.
    return module != "shapely" or hasattr(found, "from_wkb")
