"""QGIS started and closed again, nothing done: what every contestant inside QGIS pays before its
first step."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bench.entry import Stages, main
from bench.qgis_session import session, versions
from bench.results import Results


def job(county: Path, stage: Stages) -> Results:
    with session():
        return Results(np.zeros(0, dtype=np.int64), versions=versions())


if __name__ == "__main__":
    main(job)
