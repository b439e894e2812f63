"""A county's own profile and layer: written as text, run through the algorithms, without code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely

from jinchu_pingheng.core.model import Finding
from jinchu_pingheng.plan.store import Plan
from tests.qgis.layers import (
    SURVEY_ROWS,
    Step,
    algorithms_with,
    box,
    new_plan,
    parcels,
    survey,
    write_layer,
)

COUNTY = """\
id: yunchuan-2023
extends: ningxia-2022
title: 云川县实施细则
roles:
  - {id: GYDC, label: 灌区整治范围, columns: [ZT]}
rules:
  - id: in-irrigation
    clause: 第九条
    text: 灌区整治范围内的未完工地块不得作为流入
    kind: overlap
    severity: block
    direction: in
    params: {role: GYDC, column: ZT, values: [未完工]}
"""


@pytest.fixture
def step(processing: Any, tmp_path: Path) -> Iterator[Step]:
    with algorithms_with(COUNTY, processing, tmp_path / "profiles") as run:
        yield run


@pytest.fixture
def plan(step: Step, tmp_path: Path) -> Path:
    path = new_plan(step, tmp_path / "方案.gpkg", PROFILE="yunchuan-2023")
    step(
        "tagparcels",
        PLAN=str(path),
        INPUT=parcels(tmp_path / "in.gpkg", [box(210, 10, 310, 110)]),
        DIRECTION="in",
        TYPE=1,
    )
    return Path(path)


def zone(folder: Path, name: str, state: str) -> str:
    return write_layer(folder / f"{name}.gpkg", {"ZT": str}, [(box(210, 10, 260, 110), (state,))])


def findings(plan: Path, rule_id: str) -> list[Finding]:
    with Plan.open(plan) as opened:
        return [finding for finding in opened.findings() if finding.rule_id == rule_id]


@pytest.mark.parametrize(("state", "verdict"), [("未完工", "fail"), ("已完工", "pass")])
@pytest.mark.parametrize("name", ["GYDC", "灌区整治范围"])
def test_a_rule_on_a_layer_of_the_county_is_run(
    step: Step, plan: Path, tmp_path: Path, name: str, state: str, verdict: str
) -> None:
    layer = zone(tmp_path, name, state)
    step("checkconstraints", PLAN=str(plan), DLTB=survey(tmp_path / "DLTB.gpkg"), OTHER=[layer])
    [finding] = findings(plan, "in-irrigation")
    assert finding.verdict == verdict and "灌区整治范围" in finding.evidence


def test_without_its_layer_the_rule_is_unknown(step: Step, plan: Path, tmp_path: Path) -> None:
    step("checkconstraints", PLAN=str(plan), DLTB=survey(tmp_path / "DLTB.gpkg"))
    assert [finding.verdict for finding in findings(plan, "in-irrigation")] == ["unknown"]


def test_a_layer_for_no_declared_role_is_refused_with_those_there_are(
    step: Step, plan: Path, tmp_path: Path
) -> None:
    with pytest.raises(Exception, match="GYDC（灌区整治范围）"):
        step("checkconstraints", PLAN=str(plan), OTHER=[zone(tmp_path, "别的", "未完工")])


def test_lines_for_a_role_make_its_rule_unknown_and_the_others_go_on(
    step: Step, plan: Path, tmp_path: Path
) -> None:
    river = parcels(
        tmp_path / "HDHQ.gpkg", [shapely.LineString([(500_000, 4_200_000), (500_009, 4_200_009)])]
    )
    step("checkconstraints", PLAN=str(plan), DLTB=survey(tmp_path / "DLTB.gpkg"), HDHQ=river)
    [lines] = findings(plan, "in-river-lake")
    assert lines.verdict == "unknown" and "图形不是面" in lines.message
    assert [finding.verdict for finding in findings(plan, "in-class")] == ["pass"]


def test_a_recorded_exception_is_printed_and_changes_no_verdict(
    step: Step, plan: Path, tmp_path: Path
) -> None:
    layer = zone(tmp_path, "GYDC", "未完工")
    step(
        "checkconstraints",
        PLAN=str(plan),
        DLTB=survey(tmp_path / "DLTB.gpkg"),
        OTHER=[layer],
        CONFLICTS="memory:",
    )
    [failed] = findings(plan, "in-irrigation")
    reasons = {"REASON": "省重点工程", "DOCUMENT": "宁政函〔2023〕8号"}
    step(
        "recordexception", PLAN=str(plan), PARCEL=failed.parcel_id, RULE="in-irrigation", **reasons
    )
    [excepted] = findings(plan, "in-irrigation")
    assert (
        excepted.verdict == "fail" and excepted.exception == "例外：省重点工程（宁政函〔2023〕8号）"
    )
    assert excepted.geometry is not None
    for wrong, says in (
        ({"RULE": "no-such-rule"}, "没有规则"),
        ({"REASON": " "}, "没有填写理由"),
        ({"DOCUMENT": "正在办理"}, "“正在办理”看不出是什么文件"),
    ):
        given = {"PARCEL": failed.parcel_id, "RULE": "in-irrigation", **reasons, **wrong}
        with pytest.raises(Exception, match=says):
            step("recordexception", PLAN=str(plan), **given)


def test_last_years_land_is_compared_wherever_it_lies(
    step: Step, plan: Path, tmp_path: Path
) -> None:
    far = [box(9000, 9000, 9100, 9100)]
    roles = {role: parcels(tmp_path / f"{role}.gpkg", far) for role in ("SNLC", "PZWJSTD")}
    land = survey(
        tmp_path / "DLTB.gpkg",
        [*SURVEY_ROWS, (box(8000, 8000, 9500, 9500), ("3", "0103", "640999001001", "甲村", 9))],
    )
    step("checkconstraints", PLAN=str(plan), DLTB=land, **roles)
    [taken] = findings(plan, "last-year-construction")
    assert taken.verdict == "fail" and taken.overlap_m2 == 10000


def test_last_years_land_of_another_place_is_no_evidence(
    step: Step, plan: Path, tmp_path: Path
) -> None:
    roles = {
        role: parcels(tmp_path / f"{role}.gpkg", [box(9000, 9000, 9100, 9100)])
        for role in ("SNLC", "PZWJSTD")
    }
    step("checkconstraints", PLAN=str(plan), DLTB=survey(tmp_path / "DLTB.gpkg"), **roles)
    [unclear] = findings(plan, "last-year-construction")
    assert unclear.verdict == "unknown" and "范围不相交" in unclear.message
