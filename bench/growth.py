"""Curves of growth of the engine: with the parcels of one county, and with the county for the same
number of parcels."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyogrio

from bench.field import BUILD, ENGINE, FIELD, GIVE_UP_S, ROOT
from bench.measure import run

STEPS = (500, 1000, 2000, 5000, 10000, 20000)
SAME = 2000
ROUNDS = 3


@dataclass(frozen=True)
class Point:
    """``parcels`` of a county of a size with ``polygons`` in its survey; median wall and CPU in s,
    peak in bytes."""

    size: str
    parcels: int
    polygons: int
    wall: float
    peak: int


def curves(counties: Sequence[tuple[str, Path]]) -> tuple[list[Point], list[Point]]:
    """With the parcels, on the largest county; with the county, at the same number of parcels.
    Raises OSError."""
    size, largest = counties[-1]
    most = _count(largest, "parcels")
    with_parcels = [_point(size, largest, number) for number in STEPS if number <= most]
    with_county = [
        _point(name, county, min(SAME, _count(county, "parcels"))) for name, county in counties
    ]
    return with_parcels, with_county


def subset(county: Path, number: int) -> Path:
    """A county with every n-th parcel only; the other layers are the county's own."""
    folder = BUILD / "subset" / f"{county.name}-{number}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for file in county.iterdir():
        if file.name != "parcels.gpkg":
            (folder / file.name).symlink_to(file.resolve())
    meta, _, geometry, columns = pyogrio.raw.read(county / "parcels.gpkg")
    rows = np.unique(np.linspace(0, len(geometry) - 1, number).astype(int))
    pyogrio.raw.write(
        folder / "parcels.gpkg",
        geometry[rows],
        [column[rows] for column in columns],
        meta["fields"],
        geometry_type=meta["geometry_type"],
        crs=meta["crs"],
        layer="parcels",
        driver="GPKG",
    )
    return folder


def _point(size: str, county: Path, number: int) -> Point:
    (engine,) = (one for one in FIELD if one.name == ENGINE)
    folder = subset(county, number)
    out = BUILD / "results" / f"growth-{size}-{number}.npz"
    runs = [run(engine.command(folder, out), ROOT, GIVE_UP_S) for _ in range(ROUNDS)]
    for one in runs:
        if one.failure:
            raise OSError(one.failure)
    middle = sorted(runs, key=lambda one: one.wall)[ROUNDS // 2]
    print(f"{size} {number:6} parcels {middle.wall:8.2f} s {middle.peak / 1e9:5.2f} GB", flush=True)
    return Point(size, number, _count(county, "dltb"), middle.wall, middle.peak)


def _count(county: Path, layer: str) -> int:
    return int(pyogrio.read_info(county / f"{layer}.gpkg")["features"])
