"""What the issue wants of the engine, and what was measured: medians, ratios by pairs of the same
round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.field import CHECK, ENGINE, FASTEST, FIELD, QGIS, QGIS_START, SUBDIVIDED
from bench.rounds import Row

WANTED = {  # peers' wall time ÷ the bare engine's
    QGIS: ("QGIS tools as clicked", {"S": 40.0, "M": 90.0}),
    SUBDIVIDED: ("QGIS tools, red line subdivided first", {"S": 10.0, "M": 15.0, "L": 25.0}),
    FASTEST: (
        "the fastest of DuckDB, SedonaDB, PostGIS (queries only), geopandas",
        {"S": 4.0, "M": 5.0, "L": 7.0},
    ),
}
CHECK_RATIO = 1.5
PEAK_L = 1e9
LIVE = (
    ("one parcel changed, its check, p95", "check p95", 10.0, "ms"),
    ("the balance with it, p95", "both p95", 50.0, "ms"),
    ("cold start", "cold", 5.0, "s"),
)
STALL_MS = 50.0
DOCK_MS, VERDICT_S = 200.0, 30.0
JUDGED = ("open", "undo remove")
"""Actions of bench.dock after which very many parcels are judged: opening, and an undo."""


@dataclass(frozen=True)
class Target:
    """One cell of the table: what is wanted, what was measured ('' when it was not), whether it is
    reached."""

    what: str
    size: str
    wanted: str
    measured: str
    reached: bool | None


def wall(row: Row) -> float:
    """Median wall time in s."""
    return median(one.wall for one in row.done)


def ratios(row: Row, engine: Row) -> list[float]:
    """The contestant's time ÷ the engine's of the same round."""
    return [
        one.wall / other.wall
        for one, other in zip(row.runs, engine.runs)
        if one is not None and other is not None and not (one.failure or other.failure)
    ]


def judged(sizes: Mapping[str, Sequence[Row]]) -> list[Target]:
    """The whole table, for the sizes that were run."""
    table = []
    for size, rows in sizes.items():
        by_name = {row.name: row for row in rows if row.done}
        engine = by_name.get(ENGINE)
        for peer, (what, wanted) in WANTED.items():
            if size in wanted:
                table.append(_against(what, size, wanted[size], peer, by_name, engine))
        if size == "L":
            peak = max(one.peak for one in engine.done) if engine else None
            table.append(
                _bounded("peak memory", size, "< 1 GB", peak and peak / 1e9, PEAK_L / 1e9, "GB")
            )
        table.append(
            _bounded(
                "checkconstraints ÷ bare engine",
                size,
                f"≤ {CHECK_RATIO:g} ×",
                check_ratio(by_name),
                CHECK_RATIO,
                "×",
            )
        )
    return table


def felt(interactive: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Target]:
    """The targets for what a user feels; those on a changed parcel hold for county L."""
    table = []
    for row in interactive.get("live", ()):
        name = f"({row['notice']}, {row['parcels']:.0f} parcels)"
        for what, key, bound, unit in LIVE:
            table.append(
                _bounded(
                    f"{what} {name}", row["size"], f"≤ {bound:g} {unit}", row[key], bound, unit
                )
            )
    for row in interactive.get("stall", ()):
        what = f"longest stall of the interface ({row['notice']})"
        table.append(
            _bounded(what, row["size"], f"≤ {STALL_MS:g} ms", row["longest"], STALL_MS, "ms")
        )
    for row in interactive.get("dock", ()):
        what, bound = f"dock, {row['action']}: longest stall", f"≤ {DOCK_MS:g} ms"
        table.append(_bounded(what, row["size"], bound, row["stall"], DOCK_MS, "ms"))
        if row["action"] in JUDGED:
            what, bound = f"dock, {row['action']}: click to verdict", f"≤ {VERDICT_S:g} s"
            table.append(_bounded(what, row["size"], bound, row["verdict"], VERDICT_S, "s"))
    return table


def check_ratio(by_name: Mapping[str, Row]) -> float | None:
    """`checkconstraints` less the start of QGIS, which is open when a user calls it, ÷ the bare
    engine."""
    if not {CHECK, ENGINE, QGIS_START} <= set(by_name):
        return None
    return (wall(by_name[CHECK]) - wall(by_name[QGIS_START])) / wall(by_name[ENGINE])


def _against(
    what: str, size: str, wanted: float, peer: str, by_name: Mapping[str, Row], engine: Row | None
) -> Target:
    playing = [by_name[one.name] for one in FIELD if one.peer == peer and one.name in by_name]
    if engine is None or not playing:
        return Target(what, size, f"≥ {wanted:g} ×", "", None)
    fastest = min(playing, key=wall)
    ratio = median(ratios(fastest, engine))
    return Target(what, size, f"≥ {wanted:g} ×", f"{ratio:.1f} × ({fastest.name})", ratio >= wanted)


def _bounded(
    what: str, size: str, wanted: str, measured: float | None, bound: float, unit: str
) -> Target:
    if measured is None:
        return Target(what, size, wanted, "", None)
    return Target(what, size, wanted, f"{measured:.2f} {unit}", measured <= bound)
