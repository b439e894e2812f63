"""What a contestant hands in, and the comparison of what two handed in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

CONSTRAINTS = ("pbf", "red", "ugb", "gyl")
CLASS = "class:"  # class:0101 is the land of class 0101 in the parcel
BESIDE = "beside"  # whole area of the cropland polygons within 1 m of the parcel
STEEP = "steep"  # land steeper than 25 degrees in the parcel


@dataclass
class Results:
    """Areas in m2, one (n,) array a measure, in the order of ``pid`` (n,), ascending; seconds by
    stage; versions."""

    pid: np.ndarray
    measures: dict[str, np.ndarray] = field(default_factory=dict)
    stages: dict[str, float] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)

    def add(self, measure: str, pid: Iterable[int], area: Iterable[float]) -> None:
        """Add areas to the parcels named; a pid may come more than once."""
        total = self.measures.setdefault(measure, np.zeros(len(self.pid)))
        pids = np.asarray(pid, dtype=np.int64)
        row = np.searchsorted(self.pid, pids)
        if len(pids) and not np.array_equal(self.pid[np.minimum(row, len(self.pid) - 1)], pids):
            raise ValueError(f"{measure}: a parcel that does not exist")
        np.add.at(total, row, np.asarray(area, dtype=float))

    def add_classes(self, pid: Iterable[int], code: Iterable[str], area: Iterable[float]) -> None:
        """Add the split by class, rows of (pid, class, area)."""
        pids, codes = np.asarray(pid, dtype=np.int64), np.asarray(code, dtype=str)
        areas = np.asarray(area, dtype=float)
        for one in np.unique(codes):
            chosen = codes == one
            self.add(CLASS + str(one), pids[chosen], areas[chosen])

    def save(self, path: Path) -> None:
        """Write an .npz file."""
        names = {"stages": json.dumps(self.stages), "versions": json.dumps(self.versions)}
        np.savez(
            path,
            pid=self.pid,
            **names,
            **{f"m:{name}": area for name, area in self.measures.items()},
        )


def load(path: Path) -> Results:
    """Read what `Results.save` wrote."""
    with np.load(path) as file:
        measures = {name[2:]: file[name] for name in file.files if name.startswith("m:")}
        return Results(
            file["pid"],
            measures,
            json.loads(str(file["stages"])),
            json.loads(str(file["versions"])),
        )


@dataclass(frozen=True)
class Tolerance:
    """How far a contestant may be off: ``area`` and ``beside`` in m2 a parcel; in how many parcels
    ``beside`` may be wrong."""

    area: float = 1e-4
    beside: float = 1e-3
    beside_parcels: int = 0


@dataclass(frozen=True)
class Comparison:
    """Two contestants: largest difference by measure in m2; parcels whose ``beside`` differs; what
    is out of bounds."""

    largest: Mapping[str, float]
    beside: tuple[tuple[int, float, float], ...]  # pid, first, second
    faults: tuple[str, ...]


def compare(
    first: Results, second: Results, of_first: Tolerance, of_second: Tolerance
) -> Comparison:
    """Compare every measure that both handed in, by the wider tolerance of the two; parcels allowed
    to be wrong add up.

    A class that only one of them names has no land with the other. `beside` sums whole polygons, so
    a neighbour more or less is no rounding: it is counted in parcels.
    """
    if not np.array_equal(first.pid, second.pid):
        return Comparison({}, (), ("not the same parcels",))
    largest: dict[str, float] = {}
    faults: list[str] = []
    beside: tuple[tuple[int, float, float], ...] = ()
    for name in _common(first, second):
        a, b = (one.measures.get(name, np.zeros(len(first.pid))) for one in (first, second))
        off = np.abs(a - b)
        off[~np.isfinite(off)] = np.inf
        largest[name] = float(off.max(initial=0.0))
        allowed = (
            max(of_first.beside, of_second.beside)
            if name == BESIDE
            else max(of_first.area, of_second.area)
        )
        wrong = np.flatnonzero(off > allowed)
        if name == BESIDE:
            beside = tuple((int(first.pid[row]), float(a[row]), float(b[row])) for row in wrong)
        elif len(wrong):
            row = int(off.argmax())
            faults.append(
                f"{name}: {len(wrong)} parcels differ by more than {allowed:g} m2, parcel "
                f"{first.pid[row]} by {off[row]:g}"
            )
    if len(beside) > (tolerated := of_first.beside_parcels + of_second.beside_parcels):
        faults.append(f"{BESIDE}: {len(beside)} parcels differ, {tolerated} are allowed")
    return Comparison(largest, beside, tuple(faults))


def _common(first: Results, second: Results) -> list[str]:
    """Measures of both; a class counts when both split by class at all."""
    names = set(first.measures) & set(second.measures)
    if all(any(name.startswith(CLASS) for name in one.measures) for one in (first, second)):
        names |= {
            name for one in (first, second) for name in one.measures if name.startswith(CLASS)
        }
    return sorted(names)
