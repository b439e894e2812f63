"""A statement of the county is evidence where a layer is missing or empty, and nowhere else; a
missing layer is one line for the plan."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from jinchu_pingheng.core.declarations import NONE_HERE, Declaration
from jinchu_pingheng.core.geometry.layer import Layer
from jinchu_pingheng.core.land.survey import Survey
from jinchu_pingheng.core.model import Finding, Parcel
from jinchu_pingheng.judging.judge_plan import judge_plan
from jinchu_pingheng.judging.setup import Layers, setup_for
from jinchu_pingheng.plan import profiles
from tests.judging import memory

NINGXIA = profiles.load("ningxia-2022")
ZONE = "in-forest-zone"
"""Inflow must not lie in a forest zone, role LQ (宁夏 一（四）2)."""
STATED = Declaration("LQ", NONE_HERE, "", "云自然资〔2023〕5号", "云川县林业和草原局", "2023-02-01")


def box(x: float) -> Any:
    return shapely.box(500_000 + x, 4_200_000, 500_100 + x, 4_200_100)


def layer(role: str, *places: float, **columns: list[Any]) -> Layer:
    geometry = np.array([box(x) for x in places], dtype=object)
    ids = np.array([f"{role}{x:.0f}" for x in places], dtype=object)
    arrays = {name: np.array(values, dtype=object) for name, values in columns.items()}
    return Layer(role, role, ids, geometry, arrays, total=len(ids))


LAND = Survey(
    layer(
        "DLTB", 0, 100, DLBM=["0201", "0201"], ZLDWDM=["6409991002010000000"] * 2, ZLDWMC=["村"] * 2
    )
)
PARCELS = [
    Parcel("R1", "in", 1, box(0), planned_class="0103"),
    Parcel("R2", "in", 1, box(100), planned_class="0103"),
]


def findings(*given: Layer, stated: tuple[Declaration, ...] = (STATED,)) -> list[Finding]:
    specs = {"DLTB": memory.spec(LAND.dltb), **{item.role: memory.spec(item) for item in given}}
    header = replace(memory.HEADER, profile="ningxia-2022")
    layers = Layers(lambda role, boxes: specs.get(role))
    setup = setup_for(header, NINGXIA, PARCELS, layers, declarations=stated, surfaces=False)
    found = judge_plan(PARCELS, setup).findings
    return [finding for finding in found if finding.rule_id == ZONE]


def test_a_statement_is_evidence_where_the_layer_is_missing() -> None:
    assert [(f.parcel_id, f.verdict) for f in findings()] == [("R1", "pass"), ("R2", "pass")]
    assert all("云自然资〔2023〕5号" in f.message and "声明" in f.message for f in findings())


def test_a_statement_is_evidence_where_the_layer_is_empty() -> None:
    assert {f.verdict for f in findings(layer("LQ"))} == {"pass"}
    assert {f.verdict for f in findings(layer("LQ"), stated=())} == {"unknown"}


def test_a_statement_never_overrides_a_layer_that_shows_the_contrary() -> None:
    shown = findings(layer("LQ", 0))
    assert [(f.parcel_id, f.verdict) for f in shown] == [("R1", "fail"), ("R2", "pass")]
    assert not any("声明" in f.message for f in shown)


def test_a_missing_layer_is_one_line_that_says_what_to_ask_from_whom() -> None:
    [line] = findings(stated=())
    assert (line.parcel_id, line.verdict) == ("", "unknown")
    for word in ("林区", "2 个地块", "林业和草原部门", "声明"):
        assert word in line.message


def test_a_clean_inflow_parcel_waits_for_no_more_than_its_own_papers() -> None:
    """With an ordinary delivery, at most one rule may stay open on a clean parcel."""
    clean = replace(
        PARCELS[0],
        agreement="是",
        consent_doc="云川镇一村同意书〔2023〕1号",
        forest_consent_doc="云林函〔2023〕2号",
        end_month="2023-06",
    )
    ordinary = [
        layer(role, 5000) for role in ("YJJBNT", "STBHHX", "ZRBHD", "GYL", "CZKFBJ", "CZCDYD")
    ]
    specs = {item.role: memory.spec(item) for item in ordinary}
    wide = layer("DLTB", 0, 5000, DLBM=["0201"] * 2, ZZSXDM=["JKHF"] * 2, CZCSXM=[""] * 2,
                 TBXHDM=[""] * 2, ZLDWDM=["6409991002010000000"] * 2)  # fmt: skip
    specs["DLTB"] = memory.spec(wide)
    header = replace(memory.HEADER, profile="ningxia-2022")
    setup = setup_for(header, NINGXIA, [clean], Layers(lambda r, b: specs.get(r)), surfaces=False)
    found = judge_plan([clean], setup).findings
    open_rules = [f.rule_id for f in found if f.parcel_id and f.verdict == "unknown"]
    assert len(open_rules) <= 1, open_rules
