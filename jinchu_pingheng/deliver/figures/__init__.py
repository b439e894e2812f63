"""Map figures from QGIS print layouts."""

from .draw import CHECK, COUNTY, IN_DOCUMENT, KINDS, PARCELS, TOWNS, USUAL, Wanted, draw, missing
from .forms import PAPERS

__all__ = [
    "CHECK",
    "COUNTY",
    "IN_DOCUMENT",
    "KINDS",
    "PAPERS",
    "PARCELS",
    "TOWNS",
    "USUAL",
    "Wanted",
    "draw",
    "missing",
]
