"""A role played by several layers, or by what a filter takes of a layer, through the algorithm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from osgeo import ogr
from qgis.core import QgsProcessingException

from jinchu_pingheng.jobs.examine import examine
from jinchu_pingheng.plan.store import Plan
from tests.qgis.layers import (
    Listener,
    Step,
    box,
    new_plan,
    parcels,
    survey,
    write_layer,
)


@pytest.fixture
def plan(step: Step, tmp_path: Path) -> Path:
    """Two inflow parcels of one hectare."""
    path = new_plan(step, tmp_path / "方案.gpkg", PROFILE="ningxia-2022")
    land = parcels(tmp_path / "in.gpkg", [box(210, 10, 260, 110), (box(300, 10, 350, 110))])
    step("tagparcels", PLAN=path, INPUT=land, DIRECTION="in", TYPE=1)
    return Path(path)


def zones(folder: Path, name: str, *rows: tuple[Any, str]) -> str:
    return write_layer(
        folder / f"{name}.gpkg", {"JB": str}, [(land, (level,)) for land, level in rows]
    )


def check(step: Step, plan: Path, **layers: Any) -> Listener:
    heard = Listener()
    dltb = survey(plan.parent / "DLTB.gpkg", kind=ogr.wkbPolygon)
    step("checkconstraints", PLAN=str(plan), DLTB=dltb, feedback=heard, **layers)
    return heard


def verdicts(plan: Path, role_word: str) -> dict[str, str]:
    """Verdicts by parcel of the rule whose evidence is a layer of that name."""
    with Plan.open(plan) as opened:
        return {f.parcel_id: f.verdict for f in opened.findings() if role_word in f.evidence}


def test_a_parcel_in_the_second_layer_of_a_role_does_not_pass(
    step: Step, plan: Path, tmp_path: Path
) -> None:
    reserve = zones(tmp_path, "ZRBHQ", (box(200, 0, 270, 120), "国家级"))
    park = zones(tmp_path, "SLGY", (box(340, 0, 400, 120), "省级"))
    check(step, plan, ZRBHD=reserve, OTHER=[park])
    assert verdicts(plan, "ZRBHQ、SLGY") == {"LR0001": "fail", "LR0002": "fail"}
    assert [f._replace(geometry=None) for f in examine(plan, children=0).findings] == [
        f._replace(geometry=None) for f in stored(plan)
    ]


def stored(plan: Path) -> list[Any]:
    with Plan.open(plan) as opened:
        return opened.findings()


def test_a_filter_leaves_the_rest_of_the_layer_out_and_is_recorded(
    step: Step, plan: Path, tmp_path: Path
) -> None:
    water = zones(
        tmp_path, "YYSSYD", (box(200, 0, 270, 120), "二级"), (box(290, 0, 360, 120), "一级")
    )
    heard = check(step, plan, YYSYD=water, FILTERS=["YYSYD", "", "JB=一级"])
    assert verdicts(plan, "YYSSYD") == {"LR0001": "pass", "LR0002": "fail"}
    assert not any("各级" in text for text in heard.warnings)
    with Plan.open(plan) as opened:
        assert opened.layers_by_role()["YYSYD"][0]["filter"] == "JB=一级"
    assert {
        f.parcel_id: f.verdict for f in examine(plan, children=0).findings if "YYSSYD" in f.evidence
    } == {
        "LR0001": "pass",
        "LR0002": "fail",
    }


def test_a_layer_of_all_levels_that_nobody_filters_is_told(
    step: Step, plan: Path, tmp_path: Path
) -> None:
    water = zones(tmp_path, "YYSSYD", (box(200, 0, 270, 120), "二级"))
    heard = check(step, plan, YYSYD=water)
    assert any("一级保护区" in text for text in heard.warnings)
    assert verdicts(plan, "YYSSYD")["LR0001"] == "fail"


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (["YYSYD", "", "DJ=一级"], "DJ"),
        (["YYSYD", "", "一级"], "看不懂"),
        (["ZRBHD", "", "JB=一级"], "没有可以筛选的图层"),
    ],
)
def test_a_filter_that_cannot_be_is_refused_and_nothing_is_stored(
    step: Step, plan: Path, tmp_path: Path, filters: list[str], said: str
) -> None:
    water = zones(tmp_path, "YYSSYD", (box(200, 0, 270, 120), "二级"))
    with pytest.raises(QgsProcessingException, match=said):
        check(step, plan, YYSYD=water, FILTERS=filters)
    assert not stored(plan)
