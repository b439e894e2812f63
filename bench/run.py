"""`python -m bench.run --sizes S M`: everyone in turn, results compared, curves, profile, report.
Exit code 1 on disagreement."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from subprocess import SubprocessError
from typing import Any

from bench import charts, growth, interactive, machine, profiling, report, rounds, targets, verdict
from bench.field import BUILD, ENGINE, FIELD

KEPT = BUILD / "measurements.json"


def main() -> int:
    """Run, or only write the report of the last run again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", default=["S", "M"], choices=["S", "M", "L"])
    parser.add_argument("--only", nargs="+", help="names of contestants")
    parser.add_argument("--rounds", type=int, default=99, help="at most so many")
    parser.add_argument("--no-curves", action="store_true")
    parser.add_argument("--report-only", action="store_true")
    arguments = parser.parse_args()
    if arguments.report_only:
        sizes, more = rounds.load(KEPT)
    else:
        sizes, more = _measure(arguments)
        rounds.save(KEPT, sizes, more)
    return _conclude(sizes, more)


def _measure(arguments: argparse.Namespace) -> tuple[dict[str, list[rounds.Row]], dict[str, Any]]:
    field = [one for one in FIELD if not arguments.only or one.name in arguments.only]
    counties = [(size, _county(size)) for size in arguments.sizes]
    more: dict[str, Any] = {"machine": machine.describe()}
    sizes = {size: rounds.play(size, county, field, arguments.rounds) for size, county in counties}
    engine_ran = any(row.done and row.name == ENGINE for row in sizes[arguments.sizes[-1]])
    if engine_ran and not arguments.no_curves:
        _beyond(counties, more)
    return sizes, more


def _beyond(counties: list[tuple[str, Path]], more: dict[str, Any]) -> None:
    """Curves, what a user feels, profile: what fails is told at the end, the rest goes on."""
    largest = counties[-1]
    tasks: dict[str, Callable[[], Any]] = {
        "growth": lambda: [[asdict(point) for point in curve] for curve in growth.curves(counties)],
        "interactive": lambda: interactive.measure(*largest),
        "profile": lambda: {largest[0]: profiling.profile(*largest).name},
    }
    more["failures"] = []
    for name, task in tasks.items():
        try:
            more[name] = task()
        except (OSError, SubprocessError) as error:
            more["failures"].append(f"{name}: {error}")


def _county(size: str) -> Path:
    return BUILD / "county" / size


def _conclude(sizes: dict[str, list[rounds.Row]], more: dict[str, Any]) -> int:
    results = {size: verdict.results_of(size, rows) for size, rows in sizes.items()}
    compared = [pair for size, found in results.items() for pair in verdict.pairs(size, found)]
    faults = [*verdict.faults(sizes, compared), *more.get("failures", [])]
    felt = more.get("interactive", {})
    extra = {"profile": more.get("profile", {}), "interactive": felt}
    charts.times(BUILD / "times.png", sizes)
    if "growth" in more:
        extra["growth"] = tuple(
            [growth.Point(**point) for point in curve] for curve in more["growth"]
        )
        charts.growth(BUILD / "growth.png", *extra["growth"])
    stages = {size: found[ENGINE].stages for size, found in results.items() if ENGINE in found}
    if stages:
        charts.profile(BUILD / "profile.png", stages)
    table = [*targets.judged(sizes), *targets.felt(felt)]
    report.write(
        BUILD / "report.md", more["machine"], sizes, results, compared, table, faults, extra
    )
    for fault in faults:
        print(fault, file=sys.stderr)
    print(BUILD / "report.md")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
