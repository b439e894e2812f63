"""Map figures from QGIS print layouts."""

from .draw import draw, missing

__all__ = ["draw", "missing"]
