"""Heights and their slope by Horn's formula; which cells are steep and which have no slope."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Callable

import numpy as np

BAND_CELLS = 30_000
"""Slopes are taken in bands of rows that fit in the processor's cache; no second raster of floats
is held."""


@dataclass(frozen=True)
class Dem:
    """Heights in metres (rows, columns), NaN for nodata, in the plan's CRS; unchanged after the
    first question.

    ``left`` and ``top`` are the outer corner of the first cell; ``dx`` and ``dy`` are cell sizes in
    metres (positive).
    ``method`` says in Chinese how the grid was obtained, for the evidence of findings.
    """

    name: str
    heights: np.ndarray
    left: float
    top: float
    dx: float
    dy: float
    method: str = ""

    def steep_runs(self, limit_degrees: float) -> np.ndarray:
        """Count (rows, columns + 1) of cells steeper than the limit west of each cell edge; taken
        once per limit."""
        if limit_degrees not in self._steep_runs:
            limit = math.tan(math.radians(limit_degrees)) ** 2
            self._steep_runs[limit_degrees] = _runs(
                self, lambda band: self._squared(band) > limit, False
            )
        return self._steep_runs[limit_degrees]

    @cached_property
    def unknown_runs(self) -> np.ndarray:
        """Count (rows, columns + 1) of cells without a slope west of each cell edge; the outer ring
        never has one."""
        return _runs(self, self._unknown, True)

    @cached_property
    def _steep_runs(self) -> dict[float, np.ndarray]:
        return {}

    def _squared(self, band: np.ndarray) -> np.ndarray:
        """Squared tangents (rows - 2, columns - 2) of the inner cells of a band of heights (rows,
        columns)."""
        z = band.astype(float)
        complete = _complete(z)
        if not complete:
            z[~np.isfinite(z)] = np.nan
        # Horn weighs 1, 2, 1: the sum of two neighbours, taken twice.
        down, across = z[1:] + z[:-1], z[:, 1:] + z[:, :-1]
        down, across = down[1:] + down[:-1], across[:, 1:] + across[:, :-1]
        east = (down[:, 2:] - down[:, :-2]) / (8 * self.dx)
        south = (across[2:] - across[:-2]) / (8 * self.dy)
        square: np.ndarray = east * east + south * south
        if (
            not complete
        ):  # Horn leaves out the height in the middle; a hole in the data has no slope all the same
            square[np.isnan(z[1:-1, 1:-1])] = np.nan
        return square

    def _unknown(self, band: np.ndarray) -> np.ndarray:
        return np.zeros(1, dtype=bool) if _complete(band) else np.isnan(self._squared(band))


def horn_tangent(dem: Dem) -> np.ndarray:
    """Tangent of the slope of each cell (rows, columns); NaN where one of the nine heights is
    missing.

    B. K. P. Horn, Hill Shading and the Reflectance Map, Proc. IEEE 69 (1981).
    """
    tangent = np.full(dem.heights.shape, np.nan)
    for row, band in _bands(dem.heights):
        tangent[row : row + len(band) - 2, 1:-1] = np.sqrt(dem._squared(band))
    return tangent


def _complete(heights: np.ndarray) -> bool:
    return bool(np.isfinite(heights).all())


def _bands(heights: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
    """Bands of inner rows with the row above and below them, and the number of the first inner
    row."""
    rows, columns = heights.shape
    step = max(BAND_CELLS // columns, 1)
    if columns > 2:
        for row in range(1, rows - 1, step):
            yield row, heights[row - 1 : row + step + 1]


def _runs(dem: Dem, question: Callable[[np.ndarray], np.ndarray], ring: bool) -> np.ndarray:
    """Running count of the cells for which the question is true; ``ring`` is the answer for the
    outer ring."""
    rows, columns = dem.heights.shape
    kind = np.min_scalar_type(columns)
    runs = np.empty((rows, columns + 1), dtype=kind)
    runs[:] = np.arange(columns + 1) if ring else 0
    for row, band in _bands(dem.heights):
        cells = np.full((len(band) - 2, columns), ring)
        cells[:, 1:-1] = question(band)
        np.cumsum(cells, axis=1, dtype=kind, out=runs[row : row + len(cells), 1:])
    return runs
