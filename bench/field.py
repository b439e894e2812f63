"""Who takes part, where, how often, and how far each may be off."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench import postgis_server
from bench.results import Tolerance

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "bench"
PYTHON = {
    "project": str(ROOT / ".venv" / "bin" / "python"),
    "bench": str(ROOT / ".venv-bench" / "bin" / "python"),
    "qgis": "/usr/bin/python3",
}
ROUNDS = {"S": 5, "M": 3, "L": 1}
GIVE_UP_S = 900.0

OVERLAY, SLOPE = "overlay", "slope"
QGIS_322 = (
    "QGIS 3.22 sums areas without a local origin: up to 0.01 m2 a parcel; "
    "a buffer of 5 segments lies inside the true one"
)


@dataclass(frozen=True)
class Contestant:
    """One script of `bench.contestants`. ``rounds`` overrides how often it runs at a size; 0 leaves
    it out, with ``why``."""

    name: str
    title: str
    python: str
    kind: str = OVERLAY
    module: str = ""  # of the script, where several contestants share one
    peer: str = ""  # which row of the targets it belongs to
    arguments: tuple[str, ...] = ()
    rounds: Mapping[str, int] = field(default_factory=dict)
    why: str = ""
    tolerance: Tolerance = Tolerance()
    note: str = ""

    def rounds_at(self, size: str) -> int:
        """How often it runs at a size."""
        return self.rounds.get(size, ROUNDS[size])

    def command(self, county: Path, out: Path) -> list[str]:
        """The process that does the job."""
        module = f"bench.contestants.{self.module or self.name}"
        return [PYTHON[self.python], "-m", module, str(county), str(out), *self.arguments]

    def absent(self) -> str | None:
        """Why it cannot run here, None when it can."""
        if self.name == "postgis":
            return postgis_server.absent()
        if self.python == "qgis" and not os.path.exists("/usr/bin/qgis_process"):
            return "QGIS is not installed"
        if importlib.util.find_spec(f"bench.contestants.{self.module or self.name}") is None:
            return "its script is missing"
        return None


QGIS, SUBDIVIDED, FASTEST = "qgis", "subdivided", "fastest"
ENGINE, CHECK, CHECK_FULL, QGIS_START = (
    "engine",
    "checkconstraints",
    "checkconstraints_full",
    "qgis_start",
)

FIELD = (
    Contestant(ENGINE, "bare engine", "project"),
    Contestant(
        CHECK,
        "checkconstraints, the same job",
        "project",
        arguments=("bench-job",),
        tolerance=Tolerance(0.02, beside=1.5),
        note="findings and cells are stored with two decimals, "
        "the cropland beside a parcel is stated in whole m2",
    ),
    Contestant(
        CHECK_FULL,
        "checkconstraints, whole notice of Ningxia",
        "project",
        module=CHECK,
        arguments=("ningxia-2022",),
        tolerance=Tolerance(0.02),
        note="cells are stored with two decimals; its findings are not compared",
    ),
    Contestant(QGIS_START, "QGIS started and closed, nothing done", "qgis"),
    Contestant(
        "qgis_clicked",
        "QGIS tools as clicked",
        "qgis",
        peer=QGIS,
        rounds={"S": 3, "M": 1, "L": 0},
        why="would take more than 15 minutes: "
        "its tools test each parcel against every vertex of the red line",
        tolerance=Tolerance(0.01, beside_parcels=5),
        note=QGIS_322,
    ),
    Contestant(
        "qgis_subdivided",
        "QGIS tools, red line subdivided",
        "qgis",
        peer=SUBDIVIDED,
        tolerance=Tolerance(0.01, beside_parcels=5),
        note=QGIS_322,
    ),
    Contestant("geopandas_overlay", "geopandas overlay, red line exploded", "bench", peer=FASTEST),
    Contestant(
        "duckdb_spatial",
        "DuckDB spatial",
        "bench",
        peer=FASTEST,
        tolerance=Tolerance(beside_parcels=10),
        note="ST_DWithin of DuckDB 1.5.5 calls some polygons near that are kilometres away",
    ),
    Contestant("sedona", "SedonaDB", "bench", peer=FASTEST),
    Contestant(
        "postgis",
        "PostGIS, queries only",
        "bench",
        peer=FASTEST,
        note="the server's memory and CPU are not counted",
    ),
    Contestant("engine_slope", "engine, exact partial cells", "project", kind=SLOPE),
    Contestant(
        "exactextract_slope",
        "Horn in numpy, exactextract",
        "bench",
        kind=SLOPE,
        tolerance=Tolerance(1e-3),
        note="keeps the covered share of a cell in single precision",
    ),
    Contestant(
        "qgis_slope",
        "QGIS slope, reclassify, zonal statistics",
        "qgis",
        kind=SLOPE,
        tolerance=Tolerance(10_000.0),
        note="counts cells by their centres: off by whole cells at a parcel's edge",
    ),
)
