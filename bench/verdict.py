"""Whether all contestants found the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from bench.field import FIELD, OVERLAY, SLOPE
from bench.results import Comparison, Results, compare, load
from bench.rounds import Row, result_file


@dataclass(frozen=True)
class Pair:
    """Two contestants at a size, and how their results compare."""

    size: str
    first: str
    second: str
    comparison: Comparison


def results_of(size: str, rows: Sequence[Row]) -> dict[str, Results]:
    """Results by contestant of those that came to an end and measured something."""
    found = {
        row.name: load(result_file(size, row.name)) for row in rows if row.done and not row.failure
    }
    return {name: results for name, results in found.items() if results.measures}


def pairs(size: str, results: Mapping[str, Results]) -> list[Pair]:
    """Everyone against everyone of the same kind."""
    compared = []
    for kind in (OVERLAY, SLOPE):
        playing = [one for one in FIELD if one.kind == kind and one.name in results]
        for first, second in combinations(playing, 2):
            comparison = compare(
                results[first.name], results[second.name], first.tolerance, second.tolerance
            )
            compared.append(Pair(size, first.name, second.name, comparison))
    return compared


def faults(sizes: Mapping[str, Sequence[Row]], compared: Sequence[Pair]) -> list[str]:
    """Why the run as a whole fails, one sentence each; empty when it does not."""
    found = [
        f"{size}: {row.name} failed: {row.failure}"
        for size, rows in sizes.items()
        for row in rows
        if row.failure
    ]
    for pair in compared:
        found += [
            f"{pair.size}: {pair.first} and {pair.second}: {fault}"
            for fault in pair.comparison.faults
        ]
    return found
