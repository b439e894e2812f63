"""recordcredit and recordtransfer: what they store, what follows at once, what they refuse."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException

from jinchu_pingheng.batch.tables import balance_table
from jinchu_pingheng.core.model import FAIL, IN, NA, OUT, PASS, UNKNOWN, Finding, Header
from jinchu_pingheng.jobs.examine import examine
from jinchu_pingheng.jobs.snapshot import take_snapshot
from jinchu_pingheng.plan.store import Plan
from tests.batch.counties import EPSG, box, make_plan, record, write_layer
from tests.qgis.layers import Step

JIA, YI = "640199101", "640199102"


@pytest.fixture
def county(step: Step, tmp_path: Path) -> Path:
    """10,000 m² flow out and 6,400 m² in, under 宁夏's notice; checked."""
    path = make_plan(tmp_path / "a", "640121", 100, 80)
    with Plan.open(path) as plan:
        survey = f"{path.parent / 'DLTB.gpkg'}|layername=DLTB"
        plan.set_layer_roles([record("DLTB", survey)])
    step("checkconstraints", PLAN=str(path))
    return path


def test_a_plan_without_a_survey_stays_checked(step: Step, tmp_path: Path) -> None:
    path = make_plan(tmp_path / "a", "640121", 100, 80)
    step("checkconstraints", PLAN=str(path))  # the recorded paths lead nowhere from here
    step("recordcredit", PLAN=str(path), **credit())
    assert verdicts(path, "balance", "credit-document") == [UNKNOWN, UNKNOWN]


@pytest.fixture
def two_towns(step: Step, tmp_path: Path) -> Path:
    """甲镇 restores 3,600 m², 乙乡 takes 1,600 m², under 建宁's; checked."""
    land = box(0, 0, 200, 200), box(200, 0, 400, 200)
    west = {"BSM": "1", "DLBM": "0301", "ZLDWDM": f"{JIA}001", "ZLDWMC": "甲村", "GDDB": 0}
    east = {"BSM": "2", "DLBM": "0103", "ZLDWDM": f"{YI}001", "ZLDWMC": "乙村", "GDDB": 9}
    write_layer(tmp_path / "DLTB.gpkg", [(land[0], west), (land[1], east)])
    towns = ({"XZQDM": JIA, "XZQMC": "甲镇"}, {"XZQDM": YI, "XZQMC": "乙乡"})
    write_layer(tmp_path / "XZQ.gpkg", list(zip(land, towns)))
    path = tmp_path / "plan.gpkg"
    header = Header("640199", "云川县", 2023, "jianning-2023", f"EPSG:{EPSG}")
    with Plan.create(path, header) as plan:
        out = {"parcel_id": "C1", "direction": OUT, "type": 1, "geom": box(210, 10, 250, 50)}
        into = {"parcel_id": "R1", "direction": IN, "type": 1, "geom": box(10, 10, 70, 70)}
        plan.add_parcels([out, {**into, "planned_class": "0103", "grade": Decimal(9)}])
        plan.set_layer_roles(
            [record(role, f"{tmp_path / role}.gpkg|layername={role}") for role in ("DLTB", "XZQ")]
        )
    step("checkconstraints", PLAN=str(path))
    return path


def credit(**changes: Any) -> dict[str, Any]:
    return {
        "KIND": "carry_over", "YEAR": 2022, "CLASS": "0103", "AREA": 3600,
        "DOCUMENT": "云自然资认〔2023〕1号", **changes,
    }  # fmt: skip


def transfer(**changes: Any) -> dict[str, Any]:
    return {
        "KIND": "agreed", "FROM_UNIT": JIA, "TO_UNIT": YI, "CLASS": "0103", "AREA": 1680,
        "DOCUMENT": "甲乙调〔2023〕1号", **changes,
    }  # fmt: skip


def verdicts(path: Path, *rules: str) -> list[str]:
    with Plan.open(path) as plan:
        found = {f.rule_id: f.verdict for f in plan.findings() if not f.parcel_id}
        assert plan.checked_revision == plan.edition.revision
    return [found[rule] for rule in rules]


def same_as_a_new_check(step: Step, path: Path) -> None:
    """What followed at once is what a check says, and batch says the same byte for byte."""
    with Plan.open(path) as plan:
        before = plan.findings()
        header = plan.header
    step("checkconstraints", PLAN=str(path))
    with Plan.open(path) as plan:
        assert [f[:8] for f in plan.findings()] == [f[:8] for f in before]
    found, report = examine(path, children=0), take_snapshot(path).report
    assert found.balance is not None
    assert balance_table(found.balance, header) == balance_table(report.balance, header)
    assert of_sums(found.findings) == of_sums(before)


def of_sums(findings: Iterable[Finding]) -> list[Any]:
    """Findings on the plan, but for the day and for layers that only batch finds by their path."""
    on_plan = [f for f in findings if not f.parcel_id and f.rule_id != "validity"]
    return [f[:8] for f in on_plan if "个地块等待判定" not in f.message]


def test_the_day_of_a_credit_may_be_written_as_people_write_it(step: Step, county: Path) -> None:
    step("recordcredit", PLAN=str(county), **credit(SINCE="2023年2月1日"))
    with Plan.open(county) as plan:
        assert [held.since for held in plan.credits()] == ["2023-02-01"]


def test_a_carry_over_balances_the_county_at_once(step: Step, county: Path) -> None:
    rules = ("balance", "class-balance", "credit-document")
    assert verdicts(county, *rules) == [FAIL, FAIL, NA]
    step("recordcredit", PLAN=str(county), **credit(GRADE=8.5, SINCE="2023-02-01", NOTE="结余"))
    assert verdicts(county, *rules) == [PASS, PASS, PASS]
    totals = step("balance", PLAN=str(county))
    assert (totals["IN_HA"], totals["CREDITED_HA"], totals["SURPLUS_HA"], totals["BALANCED"]) == (
        "0.6400", "0.3600", "0.0000", True
    )  # fmt: skip
    with Plan.open(county) as plan:
        [held] = plan.credits()
        assert (held.grade, held.since, held.note) == (Decimal("8.5"), "2023-02-01", "结余")
        _, action, detail = plan.history()[-1]
        assert action == "登记结转核销指标" and "0.3600公顷：云自然资认〔2023〕1号" in detail
    same_as_a_new_check(step, county)


def test_without_a_document_it_is_kept_but_does_not_count(step: Step, county: Path) -> None:
    step("recordcredit", PLAN=str(county), **credit(DOCUMENT=""))
    assert verdicts(county, "balance", "credit-document") == [FAIL, UNKNOWN]
    assert step("balance", PLAN=str(county))["CREDITED_HA"] == "0.0000"
    same_as_a_new_check(step, county)
    step("recordcredit", PLAN=str(county), **credit())
    assert verdicts(county, "balance", "credit-document") == [PASS, PASS]


def test_an_area_of_0_takes_it_out(step: Step, county: Path) -> None:
    step("recordcredit", PLAN=str(county), **credit())
    step("recordcredit", PLAN=str(county), **credit(AREA=0))
    assert verdicts(county, "balance", "credit-document") == [FAIL, NA]
    with pytest.raises(QgsProcessingException, match="方案中没有这一条，不能删除"):
        step("recordcredit", PLAN=str(county), **credit(AREA=0))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"YEAR": 2023}, "指标年度 2023 晚于 2022"),
        ({"UNIT": "999999999"}, "没有代码为“999999999”的乡镇"),
        ({"SINCE": "2023-02-30"}, "可用日期“2023-02-30”不是日期"),
    ],
)
def test_a_credit_that_cannot_be_changes_nothing(
    step: Step, county: Path, change: dict[str, Any], message: str
) -> None:
    with Plan.open(county) as plan:
        before = plan.edition
    with pytest.raises(QgsProcessingException, match=message):
        step("recordcredit", PLAN=str(county), **credit(**change))
    with Plan.open(county) as plan:
        assert (plan.credits(), plan.edition) == ([], before)


def test_a_transfer_balances_both_townships_at_once(step: Step, two_towns: Path) -> None:
    # 1.05 × 1,600 = 1,680
    assert verdicts(two_towns, "township-balance", "township-transfer") == [FAIL, NA]
    step("recordtransfer", PLAN=str(two_towns), **transfer(PRICE=8000.0))
    rules = ("township-balance", "township-transfer", "entrust-cost")
    assert verdicts(two_towns, *rules) == [PASS, PASS, PASS]
    with Plan.open(two_towns) as plan:
        [held] = plan.transfers()
        assert (held.from_name, held.to_name, held.cost) == ("甲镇", "乙乡", Decimal("2.02"))
    balance = take_snapshot(two_towns).report.balance
    assert [row.surplus_m2 for row in (*balance.township_totals, balance.total)] == [1920, 0, 1920]
    same_as_a_new_check(step, two_towns)
    step("recordtransfer", PLAN=str(two_towns), **transfer(AREA=0))
    assert verdicts(two_towns, "township-balance", "township-transfer") == [FAIL, NA]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"AREA": 3601}, "甲镇旱地调出 0.3601 公顷后缺 0.0001 公顷"),
        ({"CLASS": "0101", "AREA": 1}, "甲镇水田调出 0.0001 公顷后缺 0.0001 公顷"),
        ({"KIND": "county", "AREA": 181}, "县统筹 0.0181 公顷，超过可统筹的 0.0180 公顷"),
        ({"TO_UNIT": JIA}, "调出和调入是同一个乡镇"),
        ({"TO_UNIT": "640199103"}, "没有代码为“640199103”的乡镇"),
        ({"DOCUMENT": " "}, "没有文号，不能计入"),
    ],
)
def test_a_transfer_that_cannot_be_changes_nothing(
    step: Step, two_towns: Path, change: dict[str, Any], message: str
) -> None:
    with pytest.raises(QgsProcessingException, match=message):
        step("recordtransfer", PLAN=str(two_towns), **transfer(**change))
    with Plan.open(two_towns) as plan:
        assert plan.transfers() == []


def test_a_transfer_may_be_replaced_by_a_larger_one_up_to_the_surplus(
    step: Step, two_towns: Path
) -> None:
    step("recordtransfer", PLAN=str(two_towns), **transfer(AREA=3000))
    step("recordtransfer", PLAN=str(two_towns), **transfer(AREA=3600))
    with pytest.raises(QgsProcessingException, match="超过调出乡镇可调剂的面积"):
        step(
            "recordtransfer", PLAN=str(two_towns), **transfer(AREA=1, DOCUMENT="甲乙调〔2023〕2号")
        )
    with Plan.open(two_towns) as plan:
        assert [held.m2 for held in plan.transfers()] == [3600]


def test_what_the_notice_does_not_provide_for_is_refused(
    step: Step, county: Path, two_towns: Path
) -> None:
    with pytest.raises(QgsProcessingException, match="通知没有乡镇间调剂的规定"):
        step("recordtransfer", PLAN=str(county), **transfer(FROM_UNIT="640121001"))
    with pytest.raises(QgsProcessingException, match="通知没有可用以前年度结余的规定"):
        step("recordcredit", PLAN=str(two_towns), **credit())


def test_surplus_is_not_known_before_a_check(step: Step, two_towns: Path) -> None:
    with Plan.open(two_towns) as plan:
        plan.forget_results()
    with pytest.raises(QgsProcessingException, match="请先运行“合规检查”，再登记调剂"):
        step("recordtransfer", PLAN=str(two_towns), **transfer())
