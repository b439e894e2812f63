"""PostGIS, the queries only: the tables stand loaded, subdivided and indexed on the server (`bench.postgis_server`)."""

from __future__ import annotations

import csv
import io
import os
import subprocess
from pathlib import Path

import numpy as np

from bench.entry import Stages, main
from bench.postgis_server import database
from bench.results import BESIDE, CONSTRAINTS, Results


def job(county: Path, stage: Stages) -> Results:
    def columns(sql: str) -> list[list[str]]:
        command = ["psql", "--no-psqlrc", "--quiet", "--dbname", database(county), "--command", f"COPY ({sql}) TO STDOUT CSV"]
        answer = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ)
        return [list(column) for column in zip(*csv.reader(io.StringIO(answer.stdout)))]

    with stage("read"):
        (pid,) = columns("SELECT pid FROM parcels ORDER BY pid")
    results = Results(np.array(pid, dtype=np.int64))
    for layer in CONSTRAINTS:
        with stage(layer):
            sql = f"""SELECT p.pid, sum(ST_Area(ST_Intersection(p.geom, f.geom)))
                      FROM parcels p JOIN {layer} f ON ST_Intersects(p.geom, f.geom) GROUP BY p.pid"""
            results.add(layer, *columns(sql))
    with stage("classes"):
        sql = """SELECT p.pid, f.dlbm, sum(ST_Area(ST_Intersection(p.geom, f.geom)))
                 FROM parcels p JOIN dltb f ON ST_Intersects(p.geom, f.geom) GROUP BY p.pid, f.dlbm"""
        results.add_classes(*columns(sql))
    with stage("beside"):
        sql = """SELECT p.pid, sum(ST_Area(f.geom)) FROM parcels p JOIN dltb f ON ST_DWithin(p.geom, f.geom, 1.0)
                 WHERE f.dlbm LIKE '01%' GROUP BY p.pid"""
        results.add(BESIDE, *columns(sql))
    (found,) = columns("SELECT postgis_full_version()")
    (server,) = columns("SELECT current_setting('server_version')")
    results.versions = {"PostgreSQL": server[0], "PostGIS": found[0].split('"')[1].split()[0]}
    return results


if __name__ == "__main__":
    main(job)
