"""SedonaDB: the same joins on its DataFusion engine, all cores."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import numpy as np
import sedonadb

from bench.entry import Stages, main
from bench.results import BESIDE, CONSTRAINTS, Results


def job(county: Path, stage: Stages) -> Results:
    session = sedonadb.connect()

    def columns(sql: str) -> list[np.ndarray]:
        return [column.to_numpy() for column in session.sql(sql).to_arrow_table().columns]

    with stage("read"):
        for layer, wanted in {
            "parcels": "pid,",
            "dltb": '"DLBM",',
            **dict.fromkeys(CONSTRAINTS, ""),
        }.items():
            session.read_pyogrio(county / f"{layer}.gpkg").to_view("file", overwrite=True)
            table = session.sql(f"SELECT {wanted} geom FROM file")
            if layer == "red":
                table.to_view("whole", overwrite=True)
                table = session.sql(
                    "SELECT part['geom'] AS geom FROM (SELECT unnest(ST_Dump(geom)) AS part FROM "
                    "whole)"
                )
            table.to_memtable().to_view(layer)
        session.sql(
            """SELECT geom, ST_Area(geom) AS whole FROM dltb WHERE "DLBM" LIKE '01%'"""
        ).to_memtable().to_view("crop")
    results = Results(columns("SELECT pid FROM parcels ORDER BY pid")[0].astype(np.int64))
    for layer in CONSTRAINTS:
        with stage(layer):
            sql = f"""SELECT p.pid, sum(ST_Area(ST_Intersection(p.geom, f.geom))) AS area
                      FROM parcels p JOIN {layer} f ON ST_Intersects(p.geom, f.geom)
                      GROUP BY p.pid"""
            results.add(layer, *columns(sql))
    with stage("classes"):
        sql = """SELECT p.pid, f."DLBM", sum(ST_Area(ST_Intersection(p.geom, f.geom))) AS area
                 FROM parcels p JOIN dltb f ON ST_Intersects(p.geom, f.geom)
                 GROUP BY p.pid, f."DLBM" """
        results.add_classes(*columns(sql))
    with stage("beside"):
        sql = """SELECT p.pid, sum(f.whole) AS area FROM parcels p
                 JOIN crop f ON ST_DWithin(p.geom, f.geom, 1.0)
                 GROUP BY p.pid"""
        results.add(BESIDE, *columns(sql))
    results.versions = {"SedonaDB": version("sedonadb")}
    return results


if __name__ == "__main__":
    main(job)
