"""Results on disk: the tables of each plan as they come, and the roll-up, moved into the output
folder whole."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..deliver.publishing import Written, publish_files
from .rollup import one_plan_a_county, summary
from .task import Done

SUMMARY = "汇总.csv"


def collect(answers: Iterable[tuple[int, Done]], count: int, output: Path) -> list[Done]:
    """Write each result as it comes, report it on standard error, and return the results without
    their tables.

    ``answers``: (number of the plan, result) in any order, ``count`` of them. Raises PlanError when
    the folder cannot be written, and passes on whatever stops the answers; nothing is left behind
    then.
    """
    settled: list[Done] = []

    def write(stage: Path) -> Written:
        parts: dict[str, Path] = {}
        results = []
        for arrived, (number, done) in enumerate(answers, 1):
            sys.stderr.write(f"[{arrived}/{count}] {_told(done)}\n")
            parts[done.plan] = stage / f"part-{number}"
            _keep(done, parts[done.plan])
            results.append(replace(done, tables={}))
        settled[:] = one_plan_a_county(results)
        return _arrange(settled, parts, stage)

    publish_files(output, write)
    return settled


def _told(done: Done) -> str:
    return (
        done.error
        or f"{done.county_name} {done.year}：禁止项不通过 {done.blocked}，无法判定 {done.unknown}"
    )


def _keep(done: Done, folder: Path) -> None:
    folder.mkdir()
    for name, text in done.tables.items():
        _table(folder / name, text)


def _arrange(results: Sequence[Done], parts: Mapping[str, Path], stage: Path) -> Written:
    """Folders named by county and year, and the roll-up beside them."""
    written = [_table(stage / SUMMARY, summary(results))]
    for done in results:
        if done.error:
            shutil.rmtree(parts[done.plan])
        else:
            folder = parts[done.plan].rename(stage / f"{done.county_code}-{done.year}")
            written += [(path.stem, path) for path in sorted(folder.iterdir())]
    return written


def _table(path: Path, text: str) -> tuple[str, Path]:
    """Excel takes a file for UTF-8 only by its byte order mark."""
    path.write_bytes(text.encode("utf-8-sig"))
    return path.stem, path
