"""A statement of the county through the algorithm: recorded, refused, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from osgeo import ogr
from qgis.core import QgsProcessingException

from jinchu_pingheng.jobs.examine import examine
from jinchu_pingheng.plan.store import Plan
from tests.qgis.layers import Step, box, new_plan, parcels, survey, write_layer

GIVEN = {
    "ROLE": "LQ",
    "STATEMENT": "none_here",
    "DOCUMENT": "云自然资〔2023〕5号",
    "SIGNED_BY": "云川县林业和草原局",
    "DATE": "2023-02-01",
}


@pytest.fixture
def plan(step: Step, tmp_path: Path) -> Path:
    path = new_plan(step, tmp_path / "方案.gpkg", PROFILE="ningxia-2022")
    land = parcels(tmp_path / "in.gpkg", [box(210, 10, 260, 110)])
    step("tagparcels", PLAN=path, INPUT=land, DIRECTION="in", TYPE=1)
    return Path(path)


def zone_verdicts(step: Step, plan: Path, **layers: str) -> list[tuple[str, str]]:
    """What the check and batch say of the forest zone (宁夏 一（四）2); both must agree."""
    dltb = survey(plan.parent / "DLTB.gpkg", kind=ogr.wkbPolygon)
    step("checkconstraints", PLAN=str(plan), DLTB=dltb, **layers)
    with Plan.open(plan) as opened:
        found = [
            (f.parcel_id, f.verdict) for f in opened.findings() if f.rule_id == "in-forest-zone"
        ]
    again = examine(plan, children=0).findings
    assert [(f.parcel_id, f.verdict) for f in again if f.rule_id == "in-forest-zone"] == found
    return found


def test_a_statement_decides_what_the_missing_layer_left_open(step: Step, plan: Path) -> None:
    assert zone_verdicts(step, plan) == [("", "unknown")]
    step("recorddeclaration", PLAN=str(plan), **GIVEN)
    assert zone_verdicts(step, plan) == [("LR0001", "pass")]
    with Plan.open(plan) as opened:
        assert [d.document for d in opened.declarations()] == [GIVEN["DOCUMENT"]]
        assert any(action == "登记县级声明" for _, action, _ in opened.history())
    step("recorddeclaration", PLAN=str(plan), ROLE="LQ", REMOVE=True)
    assert zone_verdicts(step, plan) == [("", "unknown")]


def test_a_layer_that_shows_the_contrary_decides(step: Step, plan: Path, tmp_path: Path) -> None:
    step("recorddeclaration", PLAN=str(plan), **GIVEN)
    forest = write_layer(
        tmp_path / "林区.gpkg", {"BSM": str}, [(box(200, 0, 270, 120), ("1",))], kind=ogr.wkbPolygon
    )
    assert zone_verdicts(step, plan, LQ=forest) == [("LR0001", "fail")]
    with pytest.raises(QgsProcessingException, match="与声明不符"):
        step("recorddeclaration", PLAN=str(plan), **GIVEN)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"DOCUMENT": ""}, "没有填写文号"),
        ({"DOCUMENT": "正在办理"}, "看不出是什么文件"),
        ({"SIGNED_BY": " "}, "没有填写出具机关"),
        ({"DATE": "2023-2-30"}, "不是日期"),
        ({"ROLE": "DLTB"}, "不能对这个图层角色作声明"),
        ({"ROLE": "没有"}, "不能对这个图层角色作声明"),
    ],
)
def test_a_statement_that_is_none_is_refused_and_nothing_is_stored(
    step: Step, plan: Path, change: dict[str, str], said: str
) -> None:
    with pytest.raises(QgsProcessingException, match=said):
        step("recorddeclaration", PLAN=str(plan), **{**GIVEN, **change})
    with Plan.open(plan) as opened:
        assert opened.declarations() == []


def test_taking_back_what_was_never_recorded_is_refused(step: Step, plan: Path) -> None:
    with pytest.raises(QgsProcessingException, match="没有登记过"):
        step("recorddeclaration", PLAN=str(plan), ROLE="LQ", REMOVE=True)
