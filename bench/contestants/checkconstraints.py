"""`checkconstraints` in QGIS as users call it, on a plan made before (`bench.plans`), findings
written to OUTPUT."""

from __future__ import annotations

import re
import shutil
import sqlite3
import tempfile
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np

from bench import plans
from bench.entry import Stages, main
from bench.qgis_session import versions
from bench.results import BESIDE, CLASS, CONSTRAINTS, Results

_HECTARES = re.compile(r"约 ([0-9.]+) 公顷")


def job(county: Path, stage: Stages, profile: str) -> Results:
    with tempfile.TemporaryDirectory(prefix="jcph-bench-") as folder, ExitStack() as stack:
        plan, findings = Path(folder) / "plan.gpkg", Path(folder) / "findings.gpkg"
        shutil.copy(plans.path(county, profile), plan)
        with stage("start QGIS"):
            run = stack.enter_context(plans.plugin())
        with stage("check"):
            run(
                "checkconstraints",
                PLAN=str(plan),
                OUTPUT=str(findings),
                **plans.layers(county, profile),
            )
        with (
            stage("collect"),
            closing(sqlite3.connect(plan)) as stored,
            closing(sqlite3.connect(findings)) as written,
        ):
            results = _land(stored)
            if profile == plans.SAME_JOB:
                _constraints(results, written)
                _beside(results, written, stored)
        results.versions = versions()
    return results


def _land(plan: sqlite3.Connection) -> Results:
    """Parcels and their split by class, as the plan's cells state them."""
    (pid,) = _columns(plan, "SELECT parcel_id FROM parcels ORDER BY parcel_id")
    results = Results(np.array(pid, dtype=np.int64))
    results.add_classes(
        *_columns(plan, "SELECT parcel_id, dlbm, planar FROM cells WHERE dlbm <> ''")
    )
    return results


def _constraints(results: Results, findings: sqlite3.Connection) -> None:
    """The overlaps that the findings state."""
    sql = "SELECT parcel_id, overlap_m2 FROM findings WHERE rule_id = ? AND overlap_m2 > 0"
    for measure in CONSTRAINTS:
        results.add(measure, *_columns(findings, sql, measure))


def _beside(results: Results, findings: sqlite3.Connection, plan: sqlite3.Connection) -> None:
    """The findings tell the block of cropland that a parcel would join, its own land included, in
    whole m2."""
    pid, text = _columns(
        findings, "SELECT parcel_id, message FROM findings WHERE rule_id = 'beside'"
    )
    block = [round(float(_HECTARES.search(str(words)).group(1)) * 10000) for words in text]
    own, area = _columns(plan, "SELECT parcel_id, sum(planar) FROM cells GROUP BY parcel_id")
    results.add(BESIDE, pid, block)
    results.add(BESIDE, own, -np.array(area, dtype=float))
    for name, land in results.measures.items():
        if name.startswith(CLASS + "01"):
            results.measures[BESIDE] += land


def _columns(file: sqlite3.Connection, sql: str, *values: str) -> list[list[object]]:
    rows = file.execute(sql, values).fetchall()
    return [list(column) for column in zip(*rows)]


if __name__ == "__main__":
    main(job)
