"""The frame of a contestant's process: arguments, stage clocks, writing the results."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.results import Results


class Stages:
    """Seconds by stage; a stage may be entered more than once."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        """Time a stage."""
        begin = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begin


def main(job: Callable[..., Results]) -> None:
    """Run a contestant's job on the county named on the command line and write its results.

    Further arguments are passed on to the job.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("county", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("more", nargs="*")
    arguments = parser.parse_args()
    stages = Stages()
    results = job(arguments.county, stages, *arguments.more)
    results.stages = stages.seconds
    results.save(arguments.out)


def measure_plan(
    measure: Callable[[Path, str, Path], dict[str, float]], description: str | None
) -> None:
    """Measure the county, profile and plan named on the command line and write the figures as
    JSON."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("county", type=Path)
    parser.add_argument("profile")
    parser.add_argument("plan", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    found = measure(arguments.county, arguments.profile, arguments.plan)
    arguments.out.write_text(json.dumps(found), encoding="utf-8")
