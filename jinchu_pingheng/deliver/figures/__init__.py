"""Map figures from QGIS print layouts."""

from .draw import KINDS, Wanted, draw, missing

__all__ = ["KINDS", "Wanted", "draw", "missing"]
