"""Runs of unequal length in flat arrays.

All through the engine, ``array.take(index)`` and ``rows_of(mask)`` stand where ``array[index]`` and
``np.flatnonzero`` would read better: they are several times as fast, and one parcel costs little
more than the number of such calls.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np


def rows_of(mask: np.ndarray) -> np.ndarray:
    """Positions where a mask (n,) holds."""
    return np.asarray(mask.nonzero()[0])


def spread(start: np.ndarray, count: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every position of the runs ``start[i] .. start[i] + count[i]``: which run (m,), which
    position (m,)."""
    run = rows_of(count)
    if not len(run):
        return run, run
    start, count = start.take(run), count.take(run)
    end = count.cumsum()
    head = end[:-1]
    # running sums of steps are faster than np.repeat
    owner, position = np.zeros(end[-1], np.int64), np.ones(end[-1], np.int64)
    owner[0], position[0] = run[0], start[0]
    owner[head] = run[1:] - run[:-1]
    position[head] = start[1:] - (start + count - 1)[:-1]
    return owner.cumsum(out=owner), position.cumsum(out=position)


def stable_order(number: np.ndarray, count: int) -> np.ndarray:
    """The order (m,) of numbers from 0 to ``count``; equal ones stay in theirs.

    numpy sorts short integers by their digits, several times as fast as long ones.
    """
    order = number.astype(np.uint16).argsort(kind="stable")
    if count <= 1 << 16:
        return order
    return order.take(stable_order((number >> 16).take(order), (count >> 16) + 1))


def batches(weight: np.ndarray, limit: int) -> Iterator[slice]:
    """Slices of consecutive items that weigh at most ``limit`` together; a heavier item is a slice
    of its own."""
    total = weight.cumsum()
    start = 0
    while start < len(total):
        reached = total[start - 1] if start else 0
        end = max(int(total.searchsorted(reached + limit, side="right")), start + 1)
        yield slice(start, end)
        start = end
