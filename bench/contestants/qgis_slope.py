"""QGIS: slope, reclassified to over or under 25 degrees, zonal statistics; cells count by their
centres."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bench.entry import Stages, main
from bench.qgis_chain import columns
from bench.qgis_session import session, versions
from bench.results import STEEP, Results


def job(county: Path, stage: Stages) -> Results:
    from qgis.core import QgsVectorLayer

    with session() as processing:

        def run(algorithm: str, **parameters: object) -> object:
            return processing.run(algorithm, {"OUTPUT": "TEMPORARY_OUTPUT", **parameters})["OUTPUT"]

        parcels = QgsVectorLayer(str(county / "parcels.gpkg"), "parcels", "ogr")
        with stage("slope"):
            slope = run("native:slope", INPUT=str(county / "dem.tif"), Z_FACTOR=1.0)
        with stage("reclassify"):
            over = {"TABLE": ["-1", "25", "0", "25", "90", "1"], "NODATA_FOR_MISSING": True}
            steep = run("native:reclassifybytable", INPUT_RASTER=slope, RASTER_BAND=1, **over)
        with stage("zonal"):
            zones = run(
                "native:zonalstatisticsfb",
                INPUT=parcels,
                INPUT_RASTER=steep,
                RASTER_BAND=1,
                COLUMN_PREFIX="s_",
                STATISTICS=[2],
            )
        pid, share = columns(zones, "pid", "s_mean")
        area = [feature.geometry().area() for feature in zones.getFeatures()]
        results = Results(np.array(sorted(pid)))
        results.add(STEEP, pid, np.array(share, dtype=float) * np.array(area))
        results.versions = versions()
        del parcels, zones
    return results


if __name__ == "__main__":
    main(job)
