"""Runs the contestants in turn, A B C … A B C …, each a whole process, and keeps what was
measured."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from subprocess import SubprocessError
from typing import Any

from bench import postgis_server
from bench.field import BUILD, CHECK, GIVE_UP_S, PYTHON, ROOT, Contestant
from bench.measure import Measured, run
from bench.results import CONSTRAINTS


@dataclass
class Row:
    """A contestant at a size: its runs by round (None: sat out), or why it did not run."""

    name: str
    runs: list[Measured | None] = field(default_factory=list)
    absent: str = ""
    failure: str = ""

    @property
    def done(self) -> list[Measured]:
        """The runs that came to an end."""
        return [one for one in self.runs if one is not None and not one.failure]


def result_file(size: str, name: str) -> Path:
    """Where a contestant's results lie."""
    return BUILD / "results" / f"{size}-{name}.npz"


def play(size: str, county: Path, field: Sequence[Contestant], most: int) -> list[Row]:
    """All rounds at a size, at most ``most``. A contestant that fails is not asked again."""
    rows = {one.name: Row(one.name, absent=_absent(one, size)) for one in field}
    playing = [one for one in field if not rows[one.name].absent]
    (BUILD / "results").mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        for one in list(playing):
            try:
                stack.enter_context(_prepared(one, county))
            except (OSError, SubprocessError) as error:
                rows[one.name].failure = f"could not be set up: {error}"
                playing.remove(one)
        _warm(county)
        for number in range(min(max((one.rounds_at(size) for one in playing), default=0), most)):
            for one in playing:
                _one_run(one, rows[one.name], size, county, number)
    return list(rows.values())


def _absent(one: Contestant, size: str) -> str:
    return one.absent() or ("" if one.rounds_at(size) else one.why)


def _one_run(one: Contestant, row: Row, size: str, county: Path, number: int) -> None:
    if row.failure or number >= one.rounds_at(size):
        row.runs.append(None)
        return
    out = result_file(size, one.name)
    out.unlink(missing_ok=True)
    measured = run(one.command(county, out), ROOT, GIVE_UP_S)
    row.runs.append(measured)
    row.failure = measured.failure
    seconds, peak = f"{measured.wall:8.2f} s", f"{measured.peak / 1e9:5.2f} GB"
    print(f"{size} {number + 1} {one.name:24} {seconds} {peak} {measured.failure}", flush=True)


@contextmanager
def _prepared(one: Contestant, county: Path) -> Iterator[None]:
    """What stands ready before the clock runs: a loaded server, a plan with its parcels."""
    if one.name == "postgis":
        with postgis_server.server(BUILD / "pg"):
            postgis_server.load(county, ["parcels", "dltb", *CONSTRAINTS], PYTHON["qgis"])
            yield
        return
    if (one.module or one.name) == CHECK:
        _plan(county, one.arguments[0])
    yield


def _plan(county: Path, profile: str) -> None:
    plan = BUILD / "plan" / f"{county.name}-{profile}.gpkg"
    command = [PYTHON["project"], "-m", "bench.plans", str(county), profile, str(plan)]
    made = run(command, ROOT, GIVE_UP_S)
    if made.failure:
        raise OSError(made.failure)


def _warm(county: Path) -> None:
    """Read every file of the county once, so that nobody meets a cold page cache."""
    for file in county.iterdir():
        with file.open("rb") as stream:
            while stream.read(1 << 24):
                pass


def save(path: Path, sizes: dict[str, list[Row]], more: dict[str, Any]) -> None:
    """Keep measurements as JSON, so that a report can be written again."""
    rows = {size: [asdict(row) for row in rows] for size, rows in sizes.items()}
    path.write_text(
        json.dumps({"sizes": rows, **more}, indent=1, ensure_ascii=False), encoding="utf-8"
    )


def load(path: Path) -> tuple[dict[str, list[Row]], dict[str, Any]]:
    """Read what `save` wrote."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    sizes = {size: [_row(row) for row in rows] for size, rows in kept.pop("sizes").items()}
    return sizes, kept


def _row(kept: dict[str, Any]) -> Row:
    runs = [Measured(**one) if one else None for one in kept.pop("runs")]
    return Row(runs=runs, **kept)
