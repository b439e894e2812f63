"""Where in a package its files lie, and those that need no map canvas."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..core.accounts.report import Report
from .publishing import Written
from .vectors import coordinates, layers
from .vectors.coordinates import PLAIN, TextFormat

TABLES, FIGURES, VECTORS = "附表", "附图", "矢量数据"

LandUse = Iterable[tuple[str, int]]


def part(folder: Path, name: str) -> Path:
    """A new folder of a package."""
    (folder / name).mkdir()
    return folder / name


def write_tables(report: Report, folder: Path) -> Written:
    """Every workbook."""
    from .workbooks import WORKBOOKS

    return [item for module in WORKBOOKS for item in module.write(report, folder)]


def write_vectors(
    report: Report, landuse: LandUse, folder: Path, form: TextFormat = PLAIN
) -> Written:
    """GeoPackage, FileGDB, shapefiles and coordinate text."""
    return [*layers.write(report, folder, landuse), *coordinates.write(report, folder, form)]
