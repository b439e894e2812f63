"""A plan of two batches with a carry-over and a transfer, from the layers to the tables.

By hand, in m² (1:1, all of it 0103):

| | 流出 | 流入 | 结转 | 调入 | 调出 | 结余 |
|---|---|---|---|---|---|---|
| 甲镇 | 30 × 30 = 900 | 40 × 40 = 1,600 | 1,000 | | 1,500 | 200 |
| 乙乡 | 50 × 30 = 1,500 | | | 1,500 | | 0 |
| 全县 | 2,400 | 1,600 | 1,000 | 1,500 | 1,500 | 200 |
| 年度方案 | 900 | 1,600 | | | | 700 |
| 更新 | 1,500 | | | | | −1,500 |

Sequence: 1,000 in January, 1,600 in March, 900 out in April, 1,500 out in August: 200 are left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from osgeo import ogr

from jinchu_pingheng.batch.tables import findings_table
from jinchu_pingheng.core.model import FAIL, PASS
from jinchu_pingheng.deliver import figures
from jinchu_pingheng.jobs.examine import examine
from jinchu_pingheng.jobs.snapshot import take_snapshot
from jinchu_pingheng.plan.store import Plan
from tests.qgis.layers import Step, algorithms_with, box, new_plan, parcels, survey, write_layer

JIA, YI = "640999101", "640999102"
COUNTY = """\
id: yunchuan-2023
extends: ningxia-2022
title: 云川县实施细则
transfers:
  - {kind: agreed, clause: 第五条}
"""


@pytest.fixture
def step(processing: Any, tmp_path: Path) -> Iterator[Step]:
    with algorithms_with(COUNTY, processing, tmp_path / "profiles") as run:
        yield run


@pytest.fixture
def plan(step: Step, tmp_path: Path) -> Path:
    """Tagged and checked; nothing is recorded beside the parcels."""
    path = new_plan(
        step, tmp_path / "方案.gpkg", PROFILE="yunchuan-2023", DATE="2023-08-01", YEAR=2023
    )
    tagged = (
        ("in", box(10, 110, 50, 150), {"BATCH": "年度方案", "END_MONTH": "2023-03", "GRADE": 9}),
        ("out", box(10, 10, 40, 40), {"BATCH": "年度方案", "START_MONTH": "2023-04"}),
        ("out", box(210, 10, 260, 40), {"BATCH": "更新", "START_MONTH": "2023-08"}),
    )
    for number, (side, land, tags) in enumerate(tagged):
        given = {**tags, "PLANNED_CLASS": "0103"} if side == "in" else tags
        layer = parcels(tmp_path / f"land{number}.gpkg", [land])
        step("tagparcels", PLAN=path, INPUT=layer, DIRECTION=side, TYPE=1, **given)
    rows = (
        (box(0, 0, 200, 100), ("1", "0103", f"{JIA}001", "甲村", 9)),
        (box(0, 100, 200, 200), ("2", "0201", f"{JIA}001", "甲村", 0)),
        (box(200, 0, 400, 200), ("3", "0103", f"{YI}001", "乙村", 9)),
    )
    towns = ((box(0, 0, 200, 200), (JIA, "甲镇")), (box(200, 0, 400, 200), (YI, "乙乡")))
    layers = {
        "DLTB": survey(tmp_path / "DLTB.gpkg", rows, kind=ogr.wkbPolygon),
        "XZQ": write_layer(
            tmp_path / "XZQ.gpkg", {"XZQDM": str, "XZQMC": str}, towns, kind=ogr.wkbPolygon
        ),
    }
    step("checkconstraints", PLAN=path, **layers)
    return Path(path)


def record_everything(step: Step, plan: Path) -> None:
    at = {"PLAN": str(plan)}
    step("recordbatch", **at, NAME="年度方案", KIND="plan", DATE="2023-03-20")
    step("recordbatch", **at, NAME="更新", KIND="revision", DATE="2023-07-15")
    amount = {"CLASS": "0103", "GRADE": 9}
    credit = {"KIND": "carry_over", "YEAR": 2022, "UNIT": JIA, "DOCUMENT": "云自然资认〔2023〕1号"}
    step("recordcredit", **at, **amount, **credit, AREA=1000)
    step("checkconstraints", **at)
    transfer = {"KIND": "agreed", "FROM_UNIT": JIA, "TO_UNIT": YI, "DOCUMENT": "甲乙调〔2023〕1号"}
    step("recordtransfer", **at, **amount, **transfer, AREA=1500)
    step("checkconstraints", **at)


def test_the_year_holds_though_its_second_batch_alone_does_not(step: Step, plan: Path) -> None:
    record_everything(step, plan)
    report = take_snapshot(plan).report
    totals = (*report.balance.township_totals, report.balance.total)
    assert [row.surplus_m2 for row in totals] == [200, 0, 200]
    batches = [(part.name, part.report.balance.total.surplus_m2) for part in report.parts]
    assert batches == [("年度方案", 700), ("更新", -1500)]
    assert report.beside_parts[-1].surplus_m2 == 1000
    left = {month.month: month.surplus_m2 for month in report.months}
    assert [left[f"2023-{month:02d}"] for month in (1, 3, 4, 8)] == [1000, 2600, 1700, 200]
    with Plan.open(plan) as opened:
        found = {f.rule_id: f.verdict for f in opened.findings() if not f.parcel_id}
    rules = ("balance", "class-balance", "layout", "sequence", "batch-window", "in-year")
    assert [found[rule] for rule in rules] == [PASS] * len(rules)


def test_without_what_is_recorded_the_year_falls_short(plan: Path) -> None:
    with Plan.open(plan) as opened:
        found = {f.rule_id: f.verdict for f in opened.findings() if not f.parcel_id}
    assert [found[rule] for rule in ("balance", "layout", "sequence")] == [FAIL] * 3


def test_without_qgis_the_findings_are_the_same_byte_for_byte(step: Step, plan: Path) -> None:
    record_everything(step, plan)
    examined = examine(plan, children=0)
    with Plan.open(plan) as opened:
        checked = replace(examined, findings=opened.findings())
    assert findings_table(examined) == findings_table(checked)
    assert examined.balance is not None
    assert examined.balance.total == take_snapshot(plan).report.balance.total


def test_a_package_of_two_batches_proves_itself(
    step: Step, plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_everything(step, plan)
    monkeypatch.setattr(figures, "draw", lambda *_: [])
    package = tmp_path / "成果"
    step("exportpackage", PLAN=str(plan), FOLDER=str(package))
    [path] = (package / "附表").glob("附件1_乙乡*.xlsx")
    sheets = load_workbook(path).worksheets
    assert [sheet.title for sheet in sheets] == ["耕地流出", "更新"]
    assert all("编制单位：乙乡人民政府" in sheet["A3"].value for sheet in sheets)
    assert step("verifypackage", FOLDER=str(package))["DIFFERENCES"] == 0
