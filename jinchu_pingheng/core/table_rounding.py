"""Rounding a table of areas so that rows, columns and entries all stay true to less than 1 m²
(controlled rounding, Cox 1987): a sum printed from its entries is the sum of the rows, too."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from .rounding import close, whole

MICRO = 1_000_000
"""Entries are counted in millionths of a square metre: smaller digits are the noise of floats."""


def micro(area: np.ndarray) -> np.ndarray:
    """Areas (k,) in m² as whole millionths."""
    return np.rint(np.asarray(area, dtype=float) * MICRO).astype(np.int64)


def whole_m2(area: int) -> int:
    """Millionths of a square metre as whole m², half-up."""
    return whole(Decimal(area) / MICRO)


def round_table(table: np.ndarray) -> np.ndarray:
    """Whole m² (m, n) for millionths of m² (m, n): every entry, every row's and every column's sum
    is the exact value rounded up or down, and a whole one stays as it is."""
    wide = _with_slack(np.asarray(table, dtype=np.int64))
    while (cycle := _cycle(wide % MICRO != 0)) is not None:
        _shift(wide, cycle)
    return np.asarray(wide[:-1, :-1] // MICRO)


def close_to(parts: Sequence[int], total: int | None = None) -> list[int]:
    """Parts in millionths of m² as whole m² that sum to ``total``, as ``rounding.close``."""
    return close([Decimal(part) / MICRO for part in parts], total)


def _with_slack(table: np.ndarray) -> np.ndarray:
    """The table with a row and a column that make all sums whole."""
    wide = np.zeros((table.shape[0] + 1, table.shape[1] + 1), dtype=np.int64)
    wide[:-1, :-1] = table
    wide[:-1, -1] = -table.sum(axis=1) % MICRO
    wide[-1, :-1] = -table.sum(axis=0) % MICRO
    wide[-1, -1] = table.sum() % MICRO
    return wide


def _cycle(broken: np.ndarray) -> list[tuple[int, int]] | None:
    """Entries that are not whole, along rows and columns in turn, back to the first; None where all
    are whole. Sums are whole, so that no such entry is alone in its row or column."""
    places = np.argwhere(broken)
    if not len(places):
        return None
    line = (0, int(places[0][0]))  # axis 0: a row, 1: a column
    met, path = {line: 0}, [(-1, -1)]
    while True:
        axis, number = line
        others = np.flatnonzero(broken.take(number, axis=axis)).tolist()
        entries = [(number, other) if axis == 0 else (other, number) for other in others]
        path.append(next(entry for entry in entries if entry != path[-1]))
        line = (1 - axis, path[-1][1 - axis])
        if line in met:
            return path[met[line] + 1 :]
        met[line] = len(path) - 1


def _shift(table: np.ndarray, cycle: list[tuple[int, int]]) -> None:
    """Move along a cycle, up and down in turn, by the least that makes one of its entries whole."""
    rows, columns = np.array(cycle).T
    broken = table[rows, columns] % MICRO
    sign = np.where(np.arange(len(cycle)) % 2, -1, 1)
    up = np.where(sign > 0, MICRO - broken, broken).min()
    down = np.where(sign > 0, broken, MICRO - broken).min()
    table[rows, columns] += sign * (up if up <= down else -down)
