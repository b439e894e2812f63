"""PostGIS, the queries only: the tables stand loaded, subdivided and indexed on the server
(`bench.postgis_server`)."""

from __future__ import annotations

import csv
import io
import os
import subprocess
from pathlib import Path

import numpy as np

from bench import sql
from bench.entry import Stages, main
from bench.postgis_server import database
from bench.results import BESIDE, CONSTRAINTS, Results


def job(county: Path, stage: Stages) -> Results:
    def columns(query: str) -> list[list[str]]:
        command = [
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--dbname",
            database(county),
            "--command",
            f"COPY ({query}) TO STDOUT CSV",
        ]
        answer = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ)
        return [list(column) for column in zip(*csv.reader(io.StringIO(answer.stdout)))]

    with stage("read"):
        (pid,) = columns("SELECT pid FROM parcels ORDER BY pid")
    results = Results(np.array(pid, dtype=np.int64))
    for layer in CONSTRAINTS:
        with stage(layer):
            results.add(layer, *columns(sql.overlap(layer)))
    with stage("classes"):
        results.add_classes(*columns(sql.CLASSES))
    with stage("beside"):
        beside = """SELECT p.pid, sum(ST_Area(f.geom)) FROM parcels p
                 JOIN dltb f ON ST_DWithin(p.geom, f.geom, 1.0)
                 WHERE f.dlbm LIKE '01%' GROUP BY p.pid"""
        results.add(BESIDE, *columns(beside))
    (found,) = columns("SELECT postgis_full_version()")
    (server,) = columns("SELECT current_setting('server_version')")
    results.versions = {"PostgreSQL": server[0], "PostGIS": found[0].split('"')[1].split()[0]}
    return results


if __name__ == "__main__":
    main(job)
