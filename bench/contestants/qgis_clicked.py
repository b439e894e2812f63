"""The QGIS toolbox, as a technician clicks it, layers as they are."""

from __future__ import annotations

from pathlib import Path

from bench.entry import Stages, main
from bench.qgis_chain import run
from bench.results import Results


def job(county: Path, stage: Stages) -> Results:
    return run(county, stage, subdivide=False)


if __name__ == "__main__":
    main(job)
