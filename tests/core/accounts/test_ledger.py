"""台账: what counts when, what stands after it, and what no ledger may hide."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from jinchu_pingheng.core.accounts.ledger import LedgerBook, YearPlan, eligible, keep
from jinchu_pingheng.core.accounts.report import Report, build_report
from jinchu_pingheng.core.indicators import CARRY_OVER, Credit, Indicators
from jinchu_pingheng.core.model import COUNTED, IN, OUT, Cell, Header, Parcel
from jinchu_pingheng.core.notice import IndicatorClause, StageClause
from jinchu_pingheng.core.stages import StageRecord, sampled, stage_fault
from tests.core.notices import notice

STAGES = (
    StageClause("work", "实施", "一", IN),
    StageClause("city", "验收", "二", IN),
    StageClause("region", "复核", "三", IN, sample=Decimal("0.3")),
    StageClause("entered", "入库", "四", IN, counts=True),
    StageClause("done", "实施流出", "五", OUT, counts=True),
)
NOTICE = replace(notice(), stages=STAGES, credits=(IndicatorClause(CARRY_OVER, "六"),))
DOC = "云自然资〔2023〕1号"


def made(areas: dict[str, int], year: int = 2023, credit_m2: int = 0, deducted: str = "") -> Report:
    """A plan of parcels by id (LC… flow out, LR… in) and area."""
    sides = {name: OUT if name.startswith("LC") else IN for name in areas}
    granted = {"deduction": "disaster", "deduction_doc": DOC}
    parcels = [
        Parcel(name, side, 1, shapely.box(0, 0, 1, 1), **(granted if name == deducted else {}))  # type: ignore[arg-type]
        for name, side in sides.items()
    ]
    cells = [
        Cell(
            parcel_id=name, direction=sides[name], dlbm="0103", balance_class="0103",
            grade=Decimal(9), grade_estimated=False, town_code="640999001", town_name="甲镇",
            village="一村", status=COUNTED, m2=m2, planar=Decimal(m2), net=Decimal(m2),
            ellipsoidal=None,
        )
        for name, m2 in areas.items()
    ]  # fmt: skip
    credit = Credit(CARRY_OVER, year - 1, "", "", "0103", credit_m2, Decimal(9), "", DOC)
    held = Indicators(credits=(credit,)) if credit_m2 else Indicators()
    header = Header("640999", "云川县", year, "test", "EPSG:4544")
    return build_report(header, NOTICE, parcels, cells, (), (), "软件", indicators=held)


def reached(name: str, stage: str, day: str) -> StageRecord:
    return StageRecord(name, stage, day, DOC)


def entered(name: str, *days: str) -> list[StageRecord]:
    return [
        reached(name, stage, day) for stage, day in zip(("work", "city", "region", "entered"), days)
    ]


def kept(report: Report, *records: StageRecord) -> LedgerBook:
    return keep([YearPlan(report, tuple(records))])


def test_inflow_counts_from_its_stage_and_outflow_from_the_day_it_was_carried_out() -> None:
    days = ("2023-03-01", "2023-04-01", "2023-05-01", "2023-06-01")
    book = kept(
        made({"LC1": 700, "LR1": 1000}),
        *entered("LR1", *days),
        reached("LC1", "done", "2023-07-01"),
    )
    counted = [(line.entry.day, line.surplus_m2) for line in book.lines]
    assert counted == [("2023-06-01", 1000), ("2023-07-01", 300)]
    [sums] = book.sums("year").values()
    assert (sums.planned_out_m2, sums.planned_in_m2, sums.done_out_m2, sums.done_in_m2) == (
        700, 1000, 700, 1000,
    )  # fmt: skip
    assert book.remarks == ()
    assert [standing.state for standing in book.standings] == ["实施流出", "入库"]


def test_outflow_that_runs_ahead_is_told_with_its_day_and_depth() -> None:
    days = ("2023-03-01", "2023-04-01", "2023-05-01", "2023-08-01")
    book = kept(
        made({"LC1": 700, "LR1": 1000}),
        *entered("LR1", *days),
        reached("LC1", "done", "2023-07-01"),
    )
    assert [line.surplus_m2 for line in book.lines] == [-700, 300]
    assert book.remarks == ("2023-07-01 起流出先于流入：累计缺口最大 0.0700 公顷，共 1 个日期不足",)


def test_on_one_day_gains_come_first() -> None:
    days = ("2023-07-01",) * 4
    book = kept(
        made({"LC1": 700, "LR1": 1000}),
        reached("LC1", "done", "2023-07-01"),
        *entered("LR1", *days),
    )
    assert [line.surplus_m2 for line in book.lines] == [1000, 300] and not book.remarks


def test_deducted_outflow_stands_beside_the_balance() -> None:
    book = kept(made({"LC1": 700}, deducted="LC1"), reached("LC1", "done", "2023-07-01"))
    [sums] = book.sums("year").values()
    assert book.lines == () and (sums.done_out_m2, sums.planned_out_m2) == (0, 0)
    assert sums.deducted_m2 == 1400  # planned and carried out, each once


def test_a_carry_over_from_a_year_in_the_ledger_is_not_counted_twice() -> None:
    last = YearPlan(made({"LR1": 1000}, 2023), tuple(entered("LR1", *["2023-06-01"] * 4)))
    this = YearPlan(made({"LC1": 900}, 2024, 1000), (reached("LC1", "done", "2024-02-01"),))
    assert [line.surplus_m2 for line in keep([this, last]).lines] == [1000, 100]
    assert [line.surplus_m2 for line in keep([this]).lines] == [1000, 100]


def test_a_carry_over_beyond_what_the_year_left_is_told() -> None:
    last = YearPlan(made({"LR1": 1000}, 2023), tuple(entered("LR1", *["2023-06-01"] * 4)))
    book = keep([last, YearPlan(made({"LC1": 1}, 2024, 1001))])
    assert book.remarks == ("以后年度使用 2023 年度结余 0.1001 公顷，该年度台账只有 0.1000 公顷",)


@given(
    st.lists(
        st.tuples(st.booleans(), st.integers(1, 10_000), st.integers(1, 28)),
        min_size=1,
        max_size=12,
    )
)
def test_what_stands_at_the_end_is_gains_less_losses_whatever_the_order(
    lands: list[tuple[bool, int, int]],
) -> None:
    areas, records, total = {}, [], 0
    for number, (out, m2, day) in enumerate(lands):
        name = f"{'LC' if out else 'LR'}{number}"
        areas[name] = m2
        date = f"2023-05-{day:02}"
        records += [reached(name, "done", date)] if out else entered(name, *[date] * 4)
        total += -m2 if out else m2
    book = kept(made(areas), *records)
    assert book.lines[-1].surplus_m2 == total
    by_day: dict[str, int] = {}
    for out, m2, day in lands:
        for later in range(day, 29):
            by_day[f"2023-05-{later:02}"] = by_day.get(f"2023-05-{later:02}", 0) + (
                -m2 if out else m2
            )
    ahead = any(by_day[f"2023-05-{day:02}"] < 0 for _, _, day in lands)
    assert bool(book.remarks) == ahead
    [sums] = book.sums("year").values()
    assert sums.done_in_m2 - sums.done_out_m2 == total


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (reached("LR1", "region", "2023-06-01"), "还没有登记“验收”"),
        (reached("LR1", "work", "2023-06-01"), "“实施”已经登记过"),
        (reached("LR1", "city", "2023-01-01"), "“验收”的日期 2023-01-01 早于“实施”"),
        (reached("LR1", "done", "2023-06-01"), "流入地块没有阶段“done”"),
        (StageRecord("LR1", "city", "2023-06-01", "正在办理"), "没有填写文件"),
    ],
)
def test_a_stage_out_of_order_is_refused(record: StageRecord, said: str) -> None:
    fault = stage_fault(record, IN, [reached("LR1", "work", "2023-03-01")], NOTICE)
    assert fault is not None and said in str(fault)


def test_the_sample_is_drawn_among_those_that_have_come_so_far_and_can_be_drawn_again() -> None:
    names = [f"LR{number}" for number in range(10)]
    records = [record for name in names[:7] for record in entered(name, "2023-03-01", "2023-04-01")]
    book = kept(made(dict.fromkeys(names, 100)), *records)
    among = eligible(book, NOTICE, "region")
    assert among == names[:7]
    drawn = sampled(among, Decimal("0.3"), "7")
    assert len(drawn) == 3 and set(drawn) <= set(among)  # 2.1, rounded up
    assert sampled(reversed(among), Decimal("0.3"), "7") == drawn
    assert any(sampled(among, Decimal("0.3"), str(seed)) != drawn for seed in range(5))
