"""chooseinflow: a plan that lacks inflow, a pool of squares, a scenario that is balanced."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from qgis.core import QgsProcessingException

from jinchu_pingheng.core.model import IN, OUT, Header
from jinchu_pingheng.plan.store import Plan
from tests.batch.counties import record
from tests.qgis.layers import EPSG, SURVEY_FIELDS, Listener, Step, box, write_layer

POOL_FIELDS = {
    "pool_id": str, "type": int, "planned_class": str,
    "state": str, "lock": str, "yuan_per_mu": str,
}  # fmt: skip


@pytest.fixture
def plan(step: Step, tmp_path: Path) -> Path:
    """One hectare of dry land of 等别 9 flows out; six hectares of forest lie beside the rest."""
    rows = [
        (box(0, 0, 800, 100), ("1", "0103", "640999001001", "村", 9)),
        (box(0, 100, 800, 200), ("2", "0301", "640999001001", "村", 0)),
    ]
    survey = write_layer(tmp_path / "DLTB.gpkg", SURVEY_FIELDS, rows)
    path = tmp_path / "方案.gpkg"
    header = Header("640999", "云川县", 2023, "ningxia-2022", f"EPSG:{EPSG}")
    with Plan.create(path, header) as made:
        out = {"parcel_id": "LC0001", "direction": OUT, "type": 1, "geom": box(0, 0, 100, 100)}
        made.add_parcels([out])
        made.set_layer_roles([record("DLTB", f"{survey}|layername=DLTB")])
    step("measureareas", PLAN=str(path), DLTB=survey, OUTPUT="memory:")
    return path


def offer(name: str, left: float, wide: float, **more: Any) -> tuple[Any, Sequence[Any]]:
    """A strip of forest 100 m high."""
    values = {"type": 1, "planned_class": "0103", "state": "可用", "lock": "", "yuan_per_mu": None}
    values.update(more)
    geometry = box(left, 100, left + wide, 200)
    return geometry, (name, *(values[field] for field in list(POOL_FIELDS)[1:]))


def pool(path: Path, *rows: tuple[Any, Sequence[Any]]) -> str:
    return write_layer(path / "潜力.gpkg", POOL_FIELDS, rows)


def inflow_of(scenario: str) -> list[tuple[str, float]]:
    with Plan.open(scenario) as opened:
        found = [p for p in opened.parcels() if p.direction == IN]
    return [(p.note.split("，")[0].removeprefix("选自潜力图斑 "), p.area) for p in found]


def test_the_cheapest_polygons_close_the_gap_in_a_scenario(
    step: Step, tmp_path: Path, plan: Path
) -> None:
    offers = pool(
        tmp_path, offer("Q1", 0, 100), offer("Q2", 150, 60, type=2), offer("Q3", 250, 50, type=2)
    )
    before = plan.read_bytes()
    listener = Listener()
    result = step(
        "chooseinflow", PLAN=str(plan), POOL=offers, NAME="甲", FOLDER=str(tmp_path / "out"),
        PRICES=["1", "2000", "2", "1000"], feedback=listener,
    )  # fmt: skip
    assert plan.read_bytes() == before
    # 1.1 ha at 1000 yuan are cheaper than 1.0 ha at 2000
    assert inflow_of(result["SCENARIO"]) == [
        ("Q2", pytest.approx(6000)),
        ("Q3", pytest.approx(5000)),
    ]
    assert (result["CHOSEN_HA"], result["MISSING_HA"], result["COUNT"]) == ("1.1000", "0.0000", 2)
    balance = step("balance", PLAN=result["SCENARIO"])
    assert (balance["BALANCED"], balance["SURPLUS_HA"]) == (True, "0.1000")
    book = load_workbook(result["FILES"][0])
    rows = [[cell.value for cell in row] for row in book["选取地块"].iter_rows()]
    taken = {row[1]: row for row in rows if str(row[1]).startswith("Q")}
    assert set(taken) == {"Q2", "Q3"}
    assert taken["Q2"][6] == 9000  # 6,000 m² are 9 亩
    assert taken["Q2"][8] == "Q1"
    if result["PROVEN"]:
        assert "已证最优" in listener.infos


def test_what_the_pool_cannot_give_names_the_need_and_the_hectares(
    step: Step, tmp_path: Path, plan: Path
) -> None:
    offers = pool(tmp_path, offer("Q1", 0, 40), offer("Q2", 100, 30, state="待查"))
    listener = Listener()
    result = step("chooseinflow", PLAN=str(plan), POOL=offers, NAME="甲", feedback=listener)
    assert (result["MISSING_HA"], result["COUNT"]) == ("0.6000", 1)
    assert any("全县合计" in text and "0.6000" in text for text in listener.warnings)
    more = step("chooseinflow", PLAN=str(plan), POOL=offers, NAME="乙", WITH_OPEN=True)
    assert (more["MISSING_HA"], more["COUNT"]) == ("0.3000", 2)


def test_locks_are_kept(step: Step, tmp_path: Path, plan: Path) -> None:
    offers = pool(
        tmp_path, offer("Q1", 0, 100), offer("Q2", 150, 100, lock="不选"),
        offer("Q3", 300, 20, lock="必选"), offer("Q4", 400, 90),
    )  # fmt: skip
    result = step("chooseinflow", PLAN=str(plan), POOL=offers, NAME="甲")
    # with the 0.2 ha that must be taken 0.9 ha suffice
    assert [name for name, _ in inflow_of(result["SCENARIO"])] == ["Q3", "Q4"]


def test_more_may_be_spent_on_land_that_lies_together_and_slivers_be_left_out(
    step: Step, tmp_path: Path, plan: Path
) -> None:
    offers = pool(
        tmp_path, offer("Q1", 0, 50), offer("Q2", 50, 52), offer("Q3", 200, 50), offer("Q4", 300, 1)
    )
    run = {"PLAN": str(plan), "POOL": offers}
    cheapest = step("chooseinflow", **run, NAME="甲")
    assert [name for name, _ in inflow_of(cheapest["SCENARIO"])] == ["Q1", "Q3"]
    together = step("chooseinflow", **run, NAME="乙", SLACK=3)
    if together["PROVEN"]:
        assert [name for name, _ in inflow_of(together["SCENARIO"])] == ["Q1", "Q2"]
    without = step("chooseinflow", **run, NAME="丙", LEAST=5_100)
    assert (without["COUNT"], without["MISSING_HA"]) == (1, "0.4800")


@pytest.mark.parametrize(
    ("rows", "more", "sentence"),
    [
        ([offer("Q1", 0, 100, yuan_per_mu="-3")], {}, "费用“-3”"),
        ([offer("Q1", 0, 100, yuan_per_mu="贵")], {}, "费用“贵”"),
        ([offer("Q1", 0, 100)], {"PRICES": ["2", "1000"]}, "没有费用单价"),
        ([offer("Q1", 0, 100)], {"PRICES": ["1", "贵"]}, "费用“贵”不是"),
        ([offer("Q1", 0, 100, lock="也许")], {}, "锁定“也许”"),
        ([offer("Q1", 0, 100, state="待查")], {}, "没有可以选取的图斑"),
        ([offer("Q1", 0, 100), offer("Q1", 200, 100)], {}, "编号 Q1 重复"),
        ([offer("Q1", 0, 100)], {"NAME": "a/b"}, "不能作为情景名称"),
    ],
)
def test_what_cannot_be_chosen_from_is_refused_and_nothing_is_written(
    step: Step,
    tmp_path: Path,
    plan: Path,
    rows: list[tuple[Any, Sequence[Any]]],
    more: dict[str, Any],
    sentence: str,
) -> None:
    offers = pool(tmp_path, *rows)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(QgsProcessingException, match=sentence):
        step("chooseinflow", **{"PLAN": str(plan), "POOL": offers, "NAME": "甲", **more})
    assert sorted(tmp_path.iterdir()) == before


def test_ground_that_two_polygons_of_the_pool_hold_counts_once(
    step: Step, tmp_path: Path, plan: Path
) -> None:
    offers = pool(tmp_path, offer("Q1", 0, 60), offer("Q2", 30, 60))
    result = step("chooseinflow", PLAN=str(plan), POOL=offers, NAME="甲")
    assert result["MISSING_HA"] == "0.1000"
    assert step("balance", PLAN=result["SCENARIO"])["SURPLUS_HA"] == "-0.1000"


def test_ground_that_the_plan_holds_already_is_not_taken_again(
    step: Step, tmp_path: Path, plan: Path
) -> None:
    offers = pool(tmp_path, offer("Q1", 0, 40))
    first = step("chooseinflow", PLAN=str(plan), POOL=offers, NAME="甲")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(QgsProcessingException, match="与预计不符"):
        step("chooseinflow", PLAN=first["SCENARIO"], POOL=offers, NAME="乙")
    assert sorted(tmp_path.iterdir()) == before


def test_a_plan_that_lacks_nothing_needs_no_scenario(
    step: Step, tmp_path: Path, plan: Path
) -> None:
    offers = pool(tmp_path, offer("Q1", 0, 100))
    result = step("chooseinflow", PLAN=str(plan), POOL=offers, NAME="甲")
    with pytest.raises(QgsProcessingException, match="方案没有缺口"):
        step("chooseinflow", PLAN=result["SCENARIO"], POOL=offers, NAME="乙")


def test_a_price_that_is_no_number_is_named(step: Step, tmp_path: Path, plan: Path) -> None:
    offers = pool(tmp_path, offer("Q1", 0, 100))
    with pytest.raises(QgsProcessingException, match="单价表“1 便宜”：费用“便宜”不是"):
        step("chooseinflow", PLAN=str(plan), POOL=offers, NAME="甲", PRICES=["1", "便宜"])
