"""geopandas as its handbook shows it: `overlay` and `sjoin`, the red line exploded to single
polygons first."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from bench.entry import Stages, main
from bench.results import BESIDE, CONSTRAINTS, Results


def read(county: Path, layer: str, columns: list[str]) -> gpd.GeoDataFrame:
    return gpd.read_file(county / f"{layer}.gpkg", columns=columns, use_arrow=True)


def job(county: Path, stage: Stages) -> Results:
    with stage("read"):
        parcels = read(county, "parcels", ["pid"])[["pid", "geometry"]]
        layers = {name: read(county, name, [])[["geometry"]] for name in CONSTRAINTS}
        dltb = read(county, "dltb", ["DLBM"])[["DLBM", "geometry"]]
        layers["red"] = layers["red"].explode(ignore_index=True)
    results = Results(np.sort(parcels["pid"].to_numpy()))
    for name, features in layers.items():
        with stage(name):
            cut = gpd.overlay(parcels, features, how="intersection", keep_geom_type=True)
            results.add(name, cut["pid"], cut.area)
    with stage("classes"):
        cut = gpd.overlay(parcels, dltb, how="intersection", keep_geom_type=True)
        results.add_classes(cut["pid"], cut["DLBM"], cut.area)
    with stage("beside"):
        crop = dltb[dltb["DLBM"].str.startswith("01")].reset_index(drop=True)
        crop["whole"] = crop.area
        pairs = gpd.sjoin(parcels, crop, predicate="dwithin", distance=1.0)
        results.add(BESIDE, pairs["pid"], pairs["whole"])
    results.versions = {
        "geopandas": gpd.__version__,
        "shapely": shapely.__version__,
        "GEOS": shapely.geos_version_string,
    }
    return results


if __name__ == "__main__":
    main(job)
