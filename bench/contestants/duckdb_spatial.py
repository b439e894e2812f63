"""DuckDB with its spatial extension, loaded offline from the wheel: spatial joins on all cores."""

from __future__ import annotations

from pathlib import Path

import duckdb
import duckdb_extension_spatial
import numpy as np

from bench import sql
from bench.entry import Stages, main
from bench.results import BESIDE, CONSTRAINTS, Results


def connect() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    folder = Path(duckdb_extension_spatial.__file__).parent
    (extension,) = folder.rglob("spatial.duckdb_extension")
    connection.execute(f"LOAD '{extension}'")
    return connection


def job(county: Path, stage: Stages) -> Results:
    connection = connect()

    def columns(query: str) -> list[np.ndarray]:
        return list(connection.execute(query).fetchnumpy().values())

    with stage("read"):
        for layer, wanted in {
            "parcels": "pid,",
            "dltb": "DLBM,",
            **dict.fromkeys(CONSTRAINTS, ""),
        }.items():
            geometry = "unnest(ST_Dump(geom)).geom AS geom" if layer == "red" else "geom"
            connection.execute(
                f"CREATE TABLE {layer} AS SELECT {wanted} {geometry} FROM "
                f"ST_Read('{county / layer}.gpkg')"
            )
        connection.execute(
            "CREATE TABLE crop AS SELECT geom, ST_Area(geom) AS whole FROM dltb WHERE DLBM LIKE "
            "'01%'"
        )
    results = Results(columns("SELECT pid FROM parcels ORDER BY pid")[0].astype(np.int64))
    for layer in CONSTRAINTS:
        with stage(layer):
            results.add(layer, *columns(sql.overlap(layer)))
    with stage("classes"):
        results.add_classes(*columns(sql.CLASSES))
    with stage("beside"):
        beside = """SELECT p.pid, sum(f.whole) FROM parcels p
                 JOIN crop f ON ST_DWithin(p.geom, f.geom, 1.0)
                 GROUP BY p.pid"""
        results.add(BESIDE, *columns(beside))
    results.versions = {
        "DuckDB": duckdb.__version__,
        "threads": str(columns("SELECT current_setting('threads')")[0][0]),
    }
    return results


if __name__ == "__main__":
    main(job)
