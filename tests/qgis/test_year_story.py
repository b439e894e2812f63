"""A year of a county, and the beginning of the next: pool, choice, year's end, issued polygons."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from osgeo import ogr
from qgis.core import QgsVectorLayer

from jinchu_pingheng.core.model import IN, OUT, Header
from jinchu_pingheng.plan.store import Plan
from tests.batch.counties import record
from tests.qgis.layers import EPSG, SURVEY_FIELDS, Step, box, write_layer

FIELDS = {**SURVEY_FIELDS, "ZZSXDM": str}


def survey(path: Path, *classes: tuple[str, str]) -> str:
    """Squares of one hectare side by side."""
    rows = [
        (box(100 * i, 0, 100 * i + 100, 100), (str(i + 1), code, "640999001001", "村", 9, mark))
        for i, (code, mark) in enumerate(classes)
    ]
    return write_layer(path, FIELDS, rows)


@pytest.fixture
def before(tmp_path: Path) -> str:
    return survey(
        tmp_path / "DLTB2022.gpkg",
        ("0103", ""), ("0301", "JKHF"), ("0201", "GCHF"), ("0103", ""), ("0201", "JKHF"),
    )  # fmt: skip


def make_plan(path: Path, year: int, source: str, *parcels: dict[str, Any]) -> Path:
    header = Header("640999", "云川县", year, "ningxia-2022", f"EPSG:{EPSG}")
    with Plan.create(path, header) as plan:
        plan.add_parcels(list(parcels))
        plan.set_layer_roles([record("DLTB", f"{source}|layername={Path(source).stem}")])
    return path


def test_what_is_chosen_is_carried_out_closed_and_not_spent_again(
    step: Step, tmp_path: Path, before: str
) -> None:
    outflow = {"parcel_id": "LC0001", "direction": OUT, "type": 1, "geom": box(0, 0, 100, 100)}
    plan = make_plan(tmp_path / "方案2023.gpkg", 2023, before, outflow)
    pool = str(tmp_path / "pool.gpkg")
    found = step("potential", PLAN=str(plan), DLTB=before, OUTPUT=pool)
    assert found["LEFT_HA"] == "3.0000"
    chosen = step("chooseinflow", PLAN=str(plan), POOL=pool, NAME="甲", WITH_OPEN=True)
    assert (chosen["CHOSEN_HA"], chosen["MISSING_HA"]) == ("1.0000", "0.0000")
    adopted = chosen["SCENARIO"]
    with Plan.open(adopted) as opened:
        (taken,) = [p for p in opened.parcels() if p.direction == IN]

    # the year passes: what was planned is done, and one square of dry land becomes a pond unasked
    classes = [("0301", ""), ("0301", "JKHF"), ("0201", "GCHF"), ("1104", ""), ("0201", "JKHF")]
    classes[int((taken.geometry.centroid.x - 500_000) // 100)] = ("0103", "")
    after = survey(tmp_path / "DLTB2023.gpkg", *classes)
    closed = step(
        "closeyear", PLAN=adopted, BEFORE=before, AFTER=after, LAYOUT="合理",
        OUTPUT=str(tmp_path / "changes.gpkg"),
    )  # fmt: skip
    assert (closed["OUT_HA"], closed["IN_HA"], closed["VERDICT"]) == ("2.0000", "1.0000", "未落实")
    kinds = {
        (f["direction"], f["kind"], f["partner"])
        for f in QgsVectorLayer(closed["OUTPUT"]).getFeatures()
    }
    assert {("out", "方案内", "林地"), ("out", "方案外", "坑塘水面")} < kinds
    assert {side for side, kind, _ in kinds if kind == "方案内"} == {"out", "in"}

    # the province asks about both losses
    rows = [(box(0, 0, 100, 100), ("1",)), (box(300, 0, 400, 100), ("2",))]
    issued = write_layer(tmp_path / "issued.gpkg", {"图斑号": str}, rows, kind=ogr.wkbPolygon)
    answered = step("answerpolygons", PLAN=adopted, INPUT=issued)
    assert (answered["PLANNED_HA"], answered["OPEN_HA"]) == ("1.0000", "1.0000")

    # the next year begins: what was restored is cropland, and what the plan holds is spent
    following = make_plan(tmp_path / "方案2024.gpkg", 2024, after)
    again = step("potential", PLAN=str(following), DLTB=after, EARLIER=[adopted])
    assert again["LEFT_HA"] == "2.0000"
