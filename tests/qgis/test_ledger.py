"""recordstage and ledger: a plan's land on its way to the account, through Processing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from qgis.core import QgsProcessingException

from jinchu_pingheng.plan.store import Plan
from tests.qgis.layers import Step, box, checked_plan

ORDER = (
    ("project", "2023-03-01"), ("work", "2023-04-01"), ("county", "2023-06-01"),
    ("city", "2023-07-01"), ("region", "2023-08-01"), ("entered", "2023-09-01"),
)  # fmt: skip
DOCUMENT = "云自然资〔2023〕5号"


@pytest.fixture
def plan(step: Step, tmp_path: Path) -> Path:
    """宁夏: one hectare flows out, 1.21 ha in."""
    return checked_plan(step, tmp_path, box(10, 10, 110, 110))


def record(step: Step, plan: Path, parcels: str, stage: str, day: str, **given: Any) -> None:
    values = {"DOCUMENT": DOCUMENT, **given}
    step("recordstage", PLAN=str(plan), PARCELS=parcels, STAGE=stage, DATE=day, **values)


def test_inflow_stands_in_the_account_once_it_is_entered(
    step: Step, plan: Path, tmp_path: Path
) -> None:
    with Plan.open(plan) as opened:
        before = opened.edition
    for stage, day in ORDER[:-1]:
        record(step, plan, "LR0001", stage, day)
    assert step("ledger", PLAN=str(plan))["SURPLUS_HA"] == "0.0000"
    record(step, plan, "LC0001", "written_off", "2023-09-02")
    record(step, plan, "LC0001", "carried_out", "2023年9月3日")
    told = step("ledger", PLAN=str(plan))
    assert told["SURPLUS_HA"] == "-1.0000" and told["REMARKS"].startswith(
        "2023-09-03 起流出先于流入"
    )
    record(step, plan, "LR0001", *ORDER[-1])
    result = step("ledger", PLAN=str(plan), FOLDER=str(tmp_path / "台账"))
    assert (result["OUT_HA"], result["IN_HA"], result["SURPLUS_HA"], result["REMARKS"]) == (
        "1.0000", "1.2100", "0.2100", "",
    )  # fmt: skip
    book = load_workbook(result["FILES"][0])
    assert book.sheetnames == ["汇总", "按日期", "流出地块状态", "流入地块状态", "自治区复核抽查"]
    text = "\n".join(str(c.value) for row in book["自治区复核抽查"].iter_rows() for c in row)
    assert "LR0001" in text and "种子 1" in text and "30%" in text
    with Plan.open(plan) as opened:
        assert opened.edition == before  # what is done on the ground is no change of the plan


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("LR0001", "city", "2023-07-01"), "还没有登记“立项”"),
        (("LR0001", "project", "2099-01-01"), "2099-01-01 还没有到"),
        (("LR0001", "project", "三月"), "日期“三月”不是日期"),
        (("LR0001", "nothing", "2023-03-01"), "没有阶段“nothing”；可登记：project 立项"),
        (("LR0001、LR0009", "project", "2023-03-01"), "没有地块或项目“LR0009”"),
    ],
)
def test_what_cannot_be_books_nothing_by_half(
    step: Step, plan: Path, given: tuple[str, str, str], said: str
) -> None:
    with pytest.raises(QgsProcessingException, match=said):
        record(step, plan, *given)
    with Plan.open(plan) as opened:
        assert opened.stages() == []


def test_a_document_twice_is_refused_and_records_come_back_in_turn(step: Step, plan: Path) -> None:
    record(step, plan, "LR0001", *ORDER[0])
    with pytest.raises(QgsProcessingException, match="“立项”已经登记过（2023-03-01，云自然资"):
        record(step, plan, "LR0001", *ORDER[0])
    record(step, plan, "LR0001", *ORDER[1])
    with pytest.raises(QgsProcessingException, match="以后的阶段“work”已经登记"):
        step("recordstage", PLAN=str(plan), PARCELS="LR0001", STAGE="project", REMOVE=True)
    for stage in ("work", "project"):
        step("recordstage", PLAN=str(plan), PARCELS="LR0001", STAGE=stage, REMOVE=True)
    with Plan.open(plan) as opened:
        assert opened.stages() == []


def test_two_plans_of_one_year_or_of_two_counties_make_no_ledger(
    step: Step, plan: Path, tmp_path: Path
) -> None:
    twin = tmp_path / "另一个.gpkg"
    twin.write_bytes(plan.read_bytes())
    with pytest.raises(QgsProcessingException, match="2023 年度的方案选了两个"):
        step("ledger", PLAN=str(plan), OTHERS=[str(twin)])
