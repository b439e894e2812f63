"""What need not be done twice: big geometries stay parsed, features found valid are not judged
again."""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from threading import Lock
from typing import Any

import numpy as np
import shapely

from ...core.geometry.layer import Problem
from ...core.geometry.validity import gate
from . import boxes as box

BIG_WKB = 32_000
"""Bytes from which a geometry stays parsed: about 2,000 vertices."""
MOST_BYTES = 100_000_000
_MOST_SOURCES = 64
_MOST_FIDS = 20_000_000


class Kept:
    """Values by feature number, the least used given up first when their bytes exceed
    ``MOST_BYTES``.

    It belongs to one reader, hence to one thread: a geometry that somebody prepares must not be
    shared, nor does it go to other processes.
    """

    def __init__(self) -> None:
        self._values: OrderedDict[int, tuple[Any, int]] = OrderedDict()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, fid: int) -> bool:
        return fid in self._values

    def among(self, fids: Iterable[int]) -> set[int]:
        """Those of the features that have a value."""
        return self._values.keys() & fids if self._values else set()

    def get(self, fid: int) -> Any:
        """The value of a feature; None when there is none."""
        if fid not in self._values:
            return None
        self._values.move_to_end(fid)
        return self._values[fid][0]

    def put(self, fid: int, value: Any, size: int) -> None:
        """Keep a value of ``size`` bytes."""
        self._bytes += size - self._values.pop(fid, (None, 0))[1]
        self._values[fid] = value, size
        while self._bytes > MOST_BYTES and self._values:
            self._bytes -= self._values.popitem(last=False)[1][1]

    def clear(self) -> None:
        """Forget everything."""
        self._values.clear()
        self._bytes = 0


class Judged:
    """What the validity gate said of the features of one source, by feature number."""

    def __init__(self) -> None:
        self._valid = np.zeros(0, dtype=bool)
        self._others: dict[int, tuple[bool, Any, Problem]] = {}

    def judge(
        self, fids: np.ndarray, ids: np.ndarray, geometry: np.ndarray, lines: bool
    ) -> tuple[np.ndarray, np.ndarray, tuple[Problem, ...]]:
        """As core.validity.gate, which is asked only about features not seen before."""
        ask = np.flatnonzero(~self._known(fids))
        if not len(ask):
            return geometry, np.ones(len(fids), dtype=bool), ()
        new = ask[[fid not in self._others for fid in fids[ask].tolist()]]
        if len(new):
            self._ask(fids[new], ids[new], geometry[new], lines)
        return self._answer(fids, geometry, ask)

    def _known(self, fids: np.ndarray) -> np.ndarray:
        known = np.zeros(len(fids), dtype=bool)
        inside = (fids >= 0) & (fids < len(self._valid))
        known[inside] = self._valid[fids[inside]]
        return known

    def _ask(self, fids: np.ndarray, ids: np.ndarray, geometry: np.ndarray, lines: bool) -> None:
        shapes, usable, problems = gate(ids, geometry, lines)
        same = np.fromiter((a is b for a, b in zip(shapes, geometry)), dtype=bool, count=len(fids))
        odd = np.flatnonzero(~usable | ~same)
        if len(odd) != len(problems):
            raise RuntimeError(
                "the gate names every feature that it changes or sets aside, in their order"
            )
        self._remember(fids[usable & same])
        for index, problem in zip(odd, problems):
            self._others[int(fids[index])] = (
                bool(usable[index]),
                shapes[index],
                _at(problem, geometry[index]),
            )

    def _remember(self, fids: np.ndarray) -> None:
        fids = fids[(fids >= 0) & (fids < _MOST_FIDS)]
        if len(fids) and fids.max() >= len(self._valid):
            grown = np.zeros(max(int(fids.max()) + 1, 2 * len(self._valid)), dtype=bool)
            grown[: len(self._valid)] = self._valid
            self._valid = grown
        self._valid[fids] = True

    def _answer(
        self, fids: np.ndarray, geometry: np.ndarray, asked: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, tuple[Problem, ...]]:
        geometry, usable = geometry.copy(), np.ones(len(fids), dtype=bool)
        problems = []
        for index, fid in zip(asked.tolist(), fids[asked].tolist()):
            if fid in self._others:
                usable[index], geometry[index], problem = self._others[fid]
                problems.append(problem)
        return geometry, usable, tuple(problems)


def _at(problem: Problem, geometry: shapely.Geometry | None) -> Problem:
    """A feature set aside for a broken coordinate lies where its other vertices are: it is read
    only there."""
    if problem.usable or problem.geometry is not None or geometry is None:
        return problem
    own = box.of(np.array([geometry], dtype=object))
    return replace(problem, geometry=shapely.box(*own[0])) if box.placed(own)[0] else problem


_sources: OrderedDict[object, Judged] = OrderedDict()
_lock = Lock()


def judged(key: object | None) -> Judged:
    """What is known of a source in this process; ``key`` names its state (file, time, size), None
    is never known."""
    if key is None:
        return Judged()
    with _lock:
        found = _sources.pop(key, None) or Judged()
        _sources[key] = found
        while len(_sources) > _MOST_SOURCES:
            _sources.popitem(last=False)
    return found


def big(wkb: Sequence[bytes | None] | np.ndarray, unreadable: np.ndarray) -> list[int]:
    """Places of those geometries (n,) that are big, but not of what is ``unreadable`` (n,)."""
    return [
        i
        for i, blob in enumerate(wkb)
        if blob is not None and len(blob) >= BIG_WKB and not unreadable[i]
    ]


def size_of(geometry: shapely.Geometry) -> int:
    """Bytes that a parsed geometry takes: up to three doubles a vertex."""
    return 24 * int(shapely.get_num_coordinates(geometry)) + sys.getsizeof(geometry)
