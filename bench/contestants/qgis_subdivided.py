"""The QGIS toolbox, the red line subdivided first."""

from __future__ import annotations

from pathlib import Path

from bench.entry import Stages, main
from bench.qgis_chain import run
from bench.results import Results


def job(county: Path, stage: Stages) -> Results:
    return run(county, stage, subdivide=True)


if __name__ == "__main__":
    main(job)
