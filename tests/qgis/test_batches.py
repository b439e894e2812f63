"""recordbatch: what it stores, what the check says then with and without QGIS, what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from osgeo import ogr
from qgis.core import QgsProcessingException

from jinchu_pingheng.jobs.examine import examine
from jinchu_pingheng.plan.store import Plan
from tests.qgis.layers import Step, box, new_plan, parcels, survey

FIRST = {"NAME": "第一批", "KIND": "first", "DATE": "2023年3月8日", "DOCUMENT": "市政函〔2023〕9号"}
SECOND = {"NAME": "第二批", "KIND": "second", "DATE": "2023-07-07"}


@pytest.fixture
def plan(step: Step, tmp_path: Path) -> Path:
    """One parcel flows out with the second batch, one flows in with the first."""
    path = new_plan(step, tmp_path / "方案.gpkg", PROFILE="sichuan-2022")
    into = parcels(tmp_path / "in.gpkg", [box(210, 10, 260, 110)])
    step("tagparcels", PLAN=path, INPUT=into, DIRECTION="in", TYPE=1, BATCH="第一批")
    out = parcels(tmp_path / "out.gpkg", [box(10, 10, 60, 60)])
    tags = {"BATCH": "第二批", "START_MONTH": "2023-08"}
    step("tagparcels", PLAN=path, INPUT=out, DIRECTION="out", TYPE=2, **tags)
    return Path(path)


def verdicts(step: Step, plan: Path) -> dict[tuple[str, str], str]:
    """What the check says of batches, by rule and parcel; without QGIS the same is said."""
    dltb = survey(plan.parent / "DLTB.gpkg", kind=ogr.wkbPolygon)
    step("checkconstraints", PLAN=str(plan), DLTB=dltb)

    def of_batches(findings: Any) -> list[Any]:
        return [f[:8] for f in findings if f.rule_id in ("batch", "batch-window")]

    with Plan.open(plan) as opened:
        found = of_batches(opened.findings())
    assert of_batches(examine(plan, children=0).findings) == found
    return {(row[2], row[0]): row[5] for row in found}


def test_parcels_are_known_once_their_batches_are_recorded(step: Step, plan: Path) -> None:
    keys = [("batch", "LC0001"), ("batch", "LR0001"), ("batch-window", "")]
    assert [verdicts(step, plan)[key] for key in keys] == ["unknown", "unknown", "na"]
    step("recordbatch", PLAN=str(plan), **FIRST)
    assert [verdicts(step, plan)[key] for key in keys] == ["unknown", "pass", "pass"]
    step("recordbatch", PLAN=str(plan), **SECOND)
    assert [verdicts(step, plan)[key] for key in keys] == ["pass", "pass", "pass"]
    step("recordbatch", PLAN=str(plan), **{**SECOND, "DATE": "2023-09-01"})
    assert [verdicts(step, plan)[key] for key in keys] == ["fail", "pass", "fail"]
    with Plan.open(plan) as opened:
        held = [(item.name, item.reported_on, item.document) for item in opened.batches()]
        assert held == [("第一批", "2023-03-08", "市政函〔2023〕9号"), ("第二批", "2023-09-01", "")]
        assert sum(action == "登记批次" for _, action, _ in opened.history()) == 3


def test_a_batch_without_parcels_is_taken_out(step: Step, plan: Path) -> None:
    step("recordbatch", PLAN=str(plan), NAME="变更", KIND="revision", DATE="2023-10-01")
    step("recordbatch", PLAN=str(plan), NAME="变更", REMOVE=True)
    with Plan.open(plan) as opened:
        assert opened.batches() == []
    with pytest.raises(QgsProcessingException, match="变更：方案中没有这个批次"):
        step("recordbatch", PLAN=str(plan), NAME="变更", REMOVE=True)
    step("recordbatch", PLAN=str(plan), **FIRST)
    with pytest.raises(QgsProcessingException, match="第一批：有 1 个地块属于该批次"):
        step("recordbatch", PLAN=str(plan), NAME="第一批", REMOVE=True)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"KIND": "third"}, "通知没有种类为“third”的批次；可用的种类：first 第一批（附件三）"),
        ({"DATE": "三月"}, "第一批：报批日期“三月”不是日期"),
        ({"DATE": ""}, "第一批：报批日期“”不是日期"),
        ({"DOCUMENT": "待批"}, "第一批：“待批”看不出是什么文件"),
        ({"NAME": " "}, "没有填写批次名称"),
        ({"NAME": "第一批\n第二批"}, "批次名称过长或有换行"),
        ({"NAME": "批" * 41}, "不超过 40 个字"),
        ({"KIND": ""}, "没有选择批次的种类；可用的种类：first 第一批（附件三）"),
    ],
)
def test_a_batch_that_cannot_be_changes_nothing(
    step: Step, plan: Path, change: dict[str, Any], message: str
) -> None:
    with Plan.open(plan) as opened:
        before = opened.edition
    with pytest.raises(QgsProcessingException, match=message):
        step("recordbatch", PLAN=str(plan), **{**FIRST, **change})
    with Plan.open(plan) as opened:
        assert (opened.batches(), opened.edition) == ([], before)


def test_a_notice_without_batches_takes_none(step: Step, tmp_path: Path) -> None:
    path = new_plan(step, tmp_path / "建宁.gpkg", PROFILE="jianning-2023")
    with pytest.raises(QgsProcessingException, match="没有种类为“first”的批次；.*方案不分批"):
        step("recordbatch", PLAN=path, **FIRST)
    out = parcels(tmp_path / "out.gpkg", [box(10, 10, 60, 60)])
    with pytest.raises(QgsProcessingException, match="批次.*“第一批”不可用；.*没有这一项，请留空"):
        step("tagparcels", PLAN=path, INPUT=out, DIRECTION="out", TYPE=1, BATCH="第一批")
