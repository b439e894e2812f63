"""The report of a run, `build/bench/report.md`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from bench.field import CHECK, CHECK_FULL, ENGINE, FIELD, OVERLAY, QGIS_START, SLOPE
from bench.growth import Point
from bench.results import BESIDE, Results, Tolerance
from bench.rounds import Row
from bench.targets import Target, check_ratio, ratios, wall
from bench.verdict import Pair

INTRODUCTION = """\
The job, for all: for each parcel the overlap with four constraint layers, its split by land
class, the whole area of the cropland polygons within 1 m. Every contestant is a process of its own
(start, imports, reading, computing, writing its results), run in turn A B C … A B C …, page cache
warm. Times are medians; a ratio is the median of the ratios within one round. Peak memory is the
sum of what the process and its children have each held at most.
"""
FELT = {
    "live": """\
## One parcel changed

A corner of a parcel moves by up to 2 m; `check` is its full check, `both` with the balance:
milliseconds, warm, the plan held in memory. `cold` are the seconds from the plan's file to the
first answer, in a QGIS that is open.
""",
    "stall": """\
## The interface beside a running check

The longest gap (ms) between two ticks of a 5 ms timer in Python on the main thread while
`checkconstraints` runs as a background task, and when it came; `preparation` is the part that QGIS
runs on the main thread. Beside nothing at all the same timer shows `longest of nothing`.
""",
    "dock": """\
## The dock on very many parcels

The real dock in a QGIS without a screen, on a plan of up to 50,000 parcels that are tagged from the
survey. `stall`: the longest gap (ms) between two ticks of the same timer; `work`: the longest in
the main thread's own processor time, which other load of the machine does not lengthen; `verdict`:
seconds from the click to the last answer of the check in the lists (0: nothing is judged);
`busy`: seconds of processor time of QGIS's own process until all is quiet.
""",
}
SLOPE_TEXT = (
    "A stage of its own: land of each parcel steeper than 25°, Horn's formula; "
    "whole process, DEM read included."
)


def write(
    path: Path,
    machine: Mapping[str, str],
    sizes: Mapping[str, Sequence[Row]],
    results: Mapping[str, Mapping[str, Results]],
    compared: Sequence[Pair],
    targets: Sequence[Target],
    faults: Sequence[str],
    extra: Mapping[str, Any],
) -> None:
    """Write the report. ``extra``: ``growth`` (two lists of points), ``profile`` (text by size),
    ``why`` (sentences)."""
    parts = [
        "# Benchmark of the engine\n",
        INTRODUCTION,
        _machine(machine, results),
        _agreement(faults),
    ]
    parts += ["## Targets\n", _targets(targets)]
    for size, rows in sizes.items():
        parts += [f"## County {size}\n", _times(rows, OVERLAY), _check_note(rows)]
        parts += [f"### Slope, county {size}\n\n{SLOPE_TEXT}\n", _times(rows, SLOPE), _absent(rows)]
    parts += ["![times](times.png)\n", "## Growth\n", _growth(extra)]
    parts += _felt(extra.get("interactive", {}))
    parts += ["## Where the time goes\n", "![profile](profile.png)\n", *_stages(results)]
    parts += [
        f"cProfile of the engine in one process, county {size}: `{name}`.\n"
        for size, name in extra.get("profile", {}).items()
    ]
    parts += ["## Do they agree\n", _pairs(compared), _exceptions(compared), _totals(results)]
    path.write_text("\n".join(part for part in parts if part), encoding="utf-8")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _machine(machine: Mapping[str, str], results: Mapping[str, Mapping[str, Results]]) -> str:
    versions = {}
    for found in results.values():
        versions.update({name: one.versions for name, one in found.items()})
    rows = [[name, value] for name, value in machine.items()]
    rows += [
        [name, ", ".join(f"{what} {which}" for what, which in said.items())]
        for name, said in versions.items()
    ]
    return _table(("machine, versions", ""), rows)


def _agreement(faults: Sequence[str]) -> str:
    if not faults:
        return "**All contestants agree within the stated tolerances.**\n"
    return "**The run failed:**\n\n" + "\n".join(f"- {fault}" for fault in faults) + "\n"


def _targets(targets: Sequence[Target]) -> str:
    words = {True: "reached", False: "**not reached**", None: "not run"}
    rows = [
        [one.what, one.size, one.wanted, one.measured or "–", words[one.reached]] for one in targets
    ]
    return _table(("against", "size", "wanted", "measured", ""), rows)


def _times(rows: Sequence[Row], kind: str) -> str:
    by_name = {row.name: row for row in rows if row.done}
    chosen = [one for one in FIELD if one.kind == kind and one.name in by_name]
    first = by_name.get(ENGINE if kind == OVERLAY else "engine_slope")
    lines = []
    for one in chosen:
        row = by_name[one.name]
        against = ratios(row, first) if first else []
        spread = (
            f"{median(against):.2f} ({min(against):.2f}–{max(against):.2f})" if against else "–"
        )
        walls = [run.wall for run in row.done]
        lines.append(
            [
                one.title,
                str(len(walls)),
                f"{median(walls):.2f}",
                f"{min(walls):.2f}–{max(walls):.2f}",
                f"{median(run.cpu for run in row.done):.2f}",
                f"{max(run.peak for run in row.done) / 1e9:.2f}",
                spread,
            ]
        )
    return _table(
        ("contestant", "runs", "wall s", "least–most", "CPU s", "peak GB", "÷ engine"), lines
    )


def _check_note(rows: Sequence[Row]) -> str:
    by_name = {row.name: row for row in rows if row.done}
    ratio = check_ratio(by_name)
    if ratio is None:
        return ""
    start = wall(by_name[QGIS_START])
    text = (
        f"`checkconstraints` less the {start:.2f} s that starting QGIS takes: "
        f"{ratio:.2f} × the bare engine"
    )
    if CHECK_FULL in by_name:
        full = (wall(by_name[CHECK_FULL]) - start) / wall(by_name[ENGINE])
        text += f"; with the whole notice of Ningxia (all its rules, and slopes) {full:.2f} ×"
    return f"{text} (`{CHECK}` against `{ENGINE}`, medians).\n"


def _absent(rows: Sequence[Row]) -> str:
    lines = [f"- {row.name}: not run: {row.absent}" for row in rows if row.absent]
    lines += [f"- {row.name}: failed: {row.failure}" for row in rows if row.failure]
    return "\n".join(lines) + "\n" if lines else ""


def _growth(extra: Mapping[str, Any]) -> str:
    if "growth" not in extra:
        return "Not run.\n"
    with_parcels, with_county = extra["growth"]
    first, last = with_parcels[0], with_parcels[-1]
    slope = (last.wall - first.wall) / max(last.parcels - first.parcels, 1)
    text = f"Each further parcel of county {first.size} costs {1000 * slope:.2f} ms.\n"
    return "\n".join(["![growth](growth.png)\n", _points(with_parcels), text, _points(with_county)])


def _points(points: Sequence[Point]) -> str:
    rows = [
        [p.size, f"{p.parcels:,}", f"{p.polygons:,}", f"{p.wall:.2f}", f"{p.peak / 1e9:.2f}"]
        for p in points
    ]
    return _table(("county", "parcels", "survey polygons", "wall s", "peak GB"), rows)


def _felt(interactive: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[str]:
    parts = []
    for name, text in FELT.items():
        rows = interactive.get(name, ())
        if rows:
            head = list(rows[0])
            lines = [
                [value if isinstance(value, str) else f"{value:.1f}" for value in row.values()]
                for row in rows
            ]
            parts += [text, _table(head, lines)]
    return parts


def _stages(results: Mapping[str, Mapping[str, Results]]) -> list[str]:
    parts = []
    for size, found in results.items():
        names = list(dict.fromkeys(stage for one in found.values() for stage in one.stages))
        rows = [
            [name, *(f"{one.stages[stage]:.2f}" if stage in one.stages else "" for stage in names)]
            for name, one in found.items()
        ]
        parts.append(f"Stages by each contestant's own clock, county {size}, last run, seconds:\n")
        parts.append(_table(("contestant", *names), rows))
    return parts


def _pairs(compared: Sequence[Pair]) -> str:
    rows = []
    for pair in compared:
        areas = [value for name, value in pair.comparison.largest.items() if name != BESIDE]
        largest = f"{max(areas):.1e}" if areas else "–"
        odd = str(len(pair.comparison.beside)) if BESIDE in pair.comparison.largest else "–"
        rows.append(
            [
                pair.size,
                pair.first,
                pair.second,
                largest,
                odd,
                "; ".join(pair.comparison.faults) or "agree",
            ]
        )
    return _table(
        ("size", "one", "other", "largest difference m²", "parcels with other neighbours", ""), rows
    )


def _exceptions(compared: Sequence[Pair]) -> str:
    allowed = [one for one in FIELD if one.tolerance != Tolerance()]
    notes = [
        f"- {one.title}: {one.tolerance.area:g} m² a parcel, other neighbours at "
        f"{one.tolerance.beside_parcels} parcels: {one.note}"
        for one in allowed
    ]
    listed = [
        f"- {pair.size}, {pair.first} and {pair.second}: parcel {pid}: {a:.2f} and {b:.2f} m²"
        for pair in compared
        if ENGINE in (pair.first, pair.second)
        for pid, a, b in pair.comparison.beside[:10]
    ]
    text = (
        f"Allowed are {Tolerance().area:g} m² a parcel and no other neighbours, but for:\n\n"
        + "\n".join(notes)
        + "\n"
    )
    if listed:
        text += "\nParcels whose cropland beside differs from the engine's "
        text += "(of each pair the first ten):\n\n"
        text += "\n".join(listed) + "\n"
    return text


def _totals(results: Mapping[str, Mapping[str, Results]]) -> str:
    rows = []
    for size, found in results.items():
        if ENGINE in found:
            sums = [
                f"{name} {area.sum() / 1e4:,.1f}"
                for name, area in sorted(found[ENGINE].measures.items())
            ]
            rows.append([size, ", ".join(sums)])
    return _table(("size", "sums over all parcels by the engine, ha"), rows)
