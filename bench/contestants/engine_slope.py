"""The engine's slope: Horn's formula, exact on partial cells; blocks on all cores, each reads its
window of the DEM."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bench.contestants.engine import CRS, parcels_of
from bench.entry import Stages, main
from bench.results import STEEP, Results
from jinchu_pingheng.core.geometry.slope import steep_areas
from jinchu_pingheng.judging.blocks import Block, boxes_of, cut
from jinchu_pingheng.judging.workers import children_for, run
from jinchu_pingheng.survey.files.raster import read_dem
from jinchu_pingheng.survey.files.source import RasterSource

LIMIT_DEGREES = 25.0


def open_dem(county: Path) -> RasterSource:
    return RasterSource("dem", str(county / "dem.tif"), 0)


def work(dem: RasterSource, block: Block) -> tuple[list[int], np.ndarray, dict[str, float]]:
    """Steep land of one block, and the seconds it took by stage."""
    stage = Stages()
    pid = [int(parcel.parcel_id) for parcel in block.parcels]
    land = np.array([parcel.geometry for parcel in block.parcels], dtype=object)
    with stage("read"):
        window = read_dem(dem, CRS, boxes_of(block.parcels))
    with stage("slope"):
        over, _ = steep_areas(land, window, LIMIT_DEGREES)
    return pid, over, stage.seconds


def job(county: Path, stage: Stages) -> Results:
    with stage("parcels"):
        parcels = parcels_of(county)
        blocks = cut(parcels)
    results = Results(np.array(sorted(int(parcel.parcel_id) for parcel in parcels)))
    for _, (pid, over, seconds) in run(
        open_dem, (county,), work, blocks, children_for(len(blocks))
    ):
        results.add(STEEP, pid, over)
        for name, spent in seconds.items():
            stage.seconds[name] = stage.seconds.get(name, 0.0) + spent
    results.versions = {"numpy": np.__version__}
    return results


if __name__ == "__main__":
    # children find functions by the name of their module, which must not be __main__
    from bench.contestants import engine_slope

    main(engine_slope.job)
