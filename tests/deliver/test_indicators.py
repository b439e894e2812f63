"""Every figure of the worked example in ``indicators.md``, wherever it is printed."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jinchu_pingheng.batch.tables import balance_table
from jinchu_pingheng.core.accounts.balance_rows import BalanceRow
from jinchu_pingheng.core.accounts.report import Report
from jinchu_pingheng.core.law.rules.indicators import excesses
from jinchu_pingheng.core.rounding import hectares
from jinchu_pingheng.deliver import document
from jinchu_pingheng.deliver.document.tables import TABLES
from jinchu_pingheng.deliver.workbooks import balance_tables, check_report, schedule_table
from jinchu_pingheng.jobs.results import BALANCE_FIELDS, balance_rows, balance_totals
from tests.deliver.example import HEADER, JIA, YI
from tests.deliver.indicator_example import BOTH, CARRIED, COUNTY, HELP, STORED, indicator_report
from tests.deliver.test_document import text_of, written
from tests.deliver.test_totals import of_sheet, tables_of, wrong_totals

# out, required, in, blocked, credited, received, given, surplus, lawful surplus
BY_HAND: Mapping[tuple[str, str], Sequence[int]] = {
    (JIA[0], "0102"): (10001, 10001, 9000, 0, 2000, 0, 0, 999, 999),
    (JIA[0], "0103"): (0, 0, 8000, 1000, 0, 0, 3900, 4100, 3100),
    (JIA[0], ""): (10001, 10502, 17000, 1000, 2000, 0, 3900, 4598, 3598),
    (YI[0], "0103"): (6000, 6000, 2500, 0, 0, 3900, 0, 400, 400),
    (YI[0], ""): (6000, 6300, 2500, 0, 0, 3900, 0, 100, 100),
    ("", "0102"): (10001, 10001, 9000, 0, 2000, 0, 0, 999, 999),
    ("", "0103"): (6000, 6000, 10500, 1000, 500, 3900, 3900, 5000, 4000),
    ("", ""): (16001, 16802, 19500, 1000, 2500, 3900, 3900, 5198, 4198),
}
# out, in, credited; cumulative out, in, credited; surplus, lawful surplus
MONTHS: Mapping[str, Sequence[int]] = {
    "2023-01": (0, 0, 2000, 0, 0, 2000, 2000, 2000),
    "2023-02": (1500, 0, 0, 1500, 0, 2000, 500, 500),
    "2023-05": (0, 11500, 0, 1500, 11500, 2000, 12000, 12000),
    "2023-06": (8501, 8000, 500, 10001, 19500, 2500, 11999, 10999),
    "2023-07": (6000, 0, 0, 16001, 19500, 2500, 5999, 4999),
}


@pytest.fixture(scope="module")
def report() -> Report:
    return indicator_report()


def figures(row: BalanceRow) -> Sequence[int]:
    return (
        row.out_m2, row.required_m2, row.in_m2, row.blocked_in_m2, row.credited_m2,
        row.received_m2, row.given_m2, row.surplus_m2, row.lawful_surplus_m2,
    )  # fmt: skip


def test_the_balance_is_that_computed_by_hand(report: Report) -> None:
    rows = (*report.balance.rows, *report.balance.county)
    found = {(row.unit_code, row.balance_class): figures(row) for row in rows}
    assert {key: value for key, value in found.items() if any(value)} == BY_HAND
    assert report.balance.county_level is not None
    assert figures(report.balance.county_level) == (0, 0, 0, 0, 500, 0, 0, 500, 500)
    assert report.balance.reached and not report.balance.short_townships


def test_without_transfer_and_credits_the_same_parcels_fall_short() -> None:
    assert [r.unit_name for r in indicator_report((), ()).balance.short_townships] == [YI[1]]
    assert indicator_report(transfers=()).balance.short_townships[0].surplus_m2 == -3800
    assert indicator_report(credits=()).balance.total.surplus_m2 == 2698
    assert indicator_report((), ()).months[1].ahead


def test_grades_are_those_computed_by_hand(report: Report) -> None:
    totals = {row.unit_code: row for row in (*report.balance.township_totals, report.balance.total)}
    found = {
        code: (str(row.out_grade), str(row.in_grade), str(row.supply_grade))
        for code, row in totals.items()
    }
    assert found == {
        JIA[0]: ("8.0", "9.1", "8.5"),
        YI[0]: ("9.0", "9.0", "9.6"),
        "": ("8.4", "9.1", "8.9"),
    }
    assert str(report.balance.total.credit_grade) == "7.8"
    assert report.balance.total.quality_kept is False


def test_credits_are_there_before_outflow_from_the_day_they_can_be_used(report: Report) -> None:
    months = {month.month: month for month in report.months}
    for key, expected in MONTHS.items():
        month = months[key]
        assert (
            month.out_m2, month.in_m2, month.credited_m2, month.cumulative_out_m2,
            month.cumulative_in_m2, month.cumulative_credited_m2, month.surplus_m2,
            month.lawful_surplus_m2,
        ) == tuple(expected), key  # fmt: skip
    assert not any(month.ahead for month in report.months)


def of_document(report: Report, name: str) -> list[Sequence[str]]:
    return [line.texts for line in TABLES[name](report, ()).lines]


def ha(*areas: int) -> tuple[str, ...]:
    """Areas as the document prints them: nothing where there is none."""
    return tuple(hectares(m2) if m2 else "" for m2 in areas)


def test_the_tables_of_the_document_print_these_figures(report: Report) -> None:
    towns = of_document(report, "balance_by_town")
    assert towns == [
        ("甲镇", "1.0001", "", "1.0502", "1.7000", *ha(1000, 2000, 0, 3900), "0.4598", "满足"),
        ("乙乡", "0.6000", "", "0.6300", "0.2500", *ha(0, 0, 3900, 0), "0.0100", "满足"),
        ("县级", "0.0000", "", "0.0000", "0.0000", *ha(0, 500, 0, 0), "0.0500", "满足"),
        ("合计", "1.6001", "", "1.6802", "1.9500", *ha(1000, 2500, 3900, 3900), "0.5198", "满足"),
    ]
    forecast = [(row[0], row[1], *row[4:]) for row in of_document(report, "forecast")]
    assert forecast[1:] == [
        ("水浇地", "0.9000", "0.2000", "1.0001", "0.0999"),
        ("旱地", "1.0500", "0.0500", "0.6000", "0.5000"),
        ("合计（按1:1.05计）", "1.9500", "0.2500", "1.6802", "0.5198"),
    ]
    assert of_document(report, "forecast")[3][2:4] == ("9.1", "0.1000")
    assert of_document(report, "quality")[3] == (
        "合计", "1.6001", "8.4", "1.9500", "9.1", "0.2500", "7.8", "8.9", "流入低于流出"
    )  # fmt: skip
    assert of_document(report, "schedule")[5][1:7] == (
        "0.8501", "0.8000", "0.0500", "1.0001", "1.9500", "0.2500"
    )  # fmt: skip
    assert of_document(report, "credits") == [
        ("以前年度结余", "2022", "甲镇", "水浇地", "7", "年初", "0.2000", CARRIED.document),
        ("库内指标", "2023", "县级", "旱地", "11", "2023-06-10", "0.0500", STORED.document),
        ("合计", "", "", "", "", "", "0.2500", ""),
    ]
    assert of_document(report, "transfers") == [
        ("乡镇间调剂", "甲镇", "乙乡", "旱地", "10", "0.3900", "8000", "4.68", HELP.document),
        ("合计", "", "", "", "", "0.3900", "", "", ""),
    ]


def test_the_document_says_it_in_sentences(tmp_path: Path, report: Report) -> None:
    text = text_of(written(tmp_path, report))
    assert "另有结转、核销指标0.2500公顷，连同耕地流入共2.2000公顷" in text
    assert "耕地流入与结转、核销指标之和不小于平衡所需，节余0.4198公顷" in text
    assert "乙乡2022年以前年度结余水田0.3000公顷（没有文号，不能计入）" in text
    assert "乡镇之间调剂0.3900公顷：甲镇给乙乡旱地0.3900公顷" in text
    assert "指标平均等别为7.8，与耕地流入合计平均等别为8.9" in text
    assert "各月累计流出面积均不大于累计流入与结转、核销指标之和面积" in text


def test_every_total_with_them_is_the_sum_of_what_stands_above_it(report: Report) -> None:
    assert [text for table in tables_of(report) for text in wrong_totals(table)] == []


def test_the_workbooks_print_these_figures(tmp_path: Path, report: Report) -> None:
    [(_, path)] = balance_tables.write(report, tmp_path)
    book = load_workbook(path)
    total = of_sheet(book["数量平衡"]).rows[-1]
    assert list(total[2:12]) == [
        "1.6001", "0.0000", "1.6802", "1.9500", "0.1000", "0.2500", "0.3900", "0.3900", "0.5198",
        "0.4198",
    ]  # fmt: skip
    assert list(of_sheet(book["指标预测与节余"]).rows[-1][2:10]) == [
        "1.9500", "0.1000", "0.2500", "0.3900", "0.3900", "1.6802", "0.5198", "0.4198"
    ]  # fmt: skip
    texts = [str(item.value) for row in book["结转核销指标"].iter_rows() for item in row]
    assert any(text.startswith("未计入：乙乡2022年以前年度结余水田0.3000公顷") for text in texts)
    assert "乡镇间调剂" in book.sheetnames
    [(_, path)] = schedule_table.write(report, tmp_path)
    june = of_sheet(load_workbook(path)["时序安排"]).rows[5]
    assert list(june[1:8]) == [
        "0.8501", "0.8000", "0.0500", "1.0001", "1.9500", "0.2500", "1.1999"
    ]  # fmt: skip
    [(_, path)] = check_report.write(report, tmp_path)
    assert {"结转核销指标", "乡镇间调剂"} <= set(load_workbook(path).sheetnames)


def test_batch_and_processing_print_these_figures(report: Report) -> None:
    *_, last = csv.DictReader(io.StringIO(balance_table(report.balance, HEADER)))
    names = ("流入", "结转核销指标", "调入", "调出", "结余")
    assert [last[name] for name in names] == ["1.9500", "0.2500", "0.3900", "0.3900", "0.5198"]
    fields = [name for name, _ in BALANCE_FIELDS]
    row = dict(zip(fields, list(balance_rows(report.balance))[-1]))
    assert (row["credited_ha"], row["surplus_ha"]) == ("0.2500", "0.5198")
    assert balance_totals(report.balance)["CREDITED_HA"] == "0.2500"


def test_their_sheets_are_headed_by_the_notices_own_regime(tmp_path: Path) -> None:
    notice = replace(BOTH, words=replace(BOTH.words, regime="占补平衡"))
    balance_tables.write(replace(indicator_report(), notice=notice), tmp_path)
    [path] = tmp_path.iterdir()
    book = load_workbook(path)
    for name in ("结转核销指标", "乡镇间调剂"):
        assert book[name]["A1"].value.startswith("云川县2023年度耕地“占补平衡”")


def test_a_plan_without_them_gets_no_columns_and_no_sheets(tmp_path: Path) -> None:
    bare = indicator_report((), ())
    assert len(TABLES["balance_by_town"](bare, ()).columns) == 8
    assert len(TABLES["forecast"](bare, ()).columns) == 6
    [(_, path)] = balance_tables.write(bare, tmp_path)
    assert not {"结转核销指标", "乡镇间调剂"} & set(load_workbook(path).sheetnames)
    role, path = document.write(bare, {}, tmp_path)
    assert "结转" not in text_of(written(tmp_path, bare))


def giving(m2: int, **changes: object) -> list[str]:
    report = indicator_report(transfers=(replace(HELP, m2=m2, **changes),))  # type: ignore[arg-type]
    return [text for _, text in excesses(report.balance, BOTH)]


def test_a_township_gives_its_lawful_surplus_and_not_a_square_metre_more() -> None:
    assert giving(7000) == []
    assert giving(7001) == ["甲镇旱地调出 0.7001 公顷后缺 0.0001 公顷"]
    # water-fed land: surplus 999 in the class, though 7,498 in total
    assert giving(999, balance_class="0102") == []
    assert giving(1000, balance_class="0102") == ["甲镇水浇地调出 0.1000 公顷后缺 0.0001 公顷"]


def test_the_county_arranges_up_to_its_share_of_lawful_inflow() -> None:
    assert giving(800, kind=COUNTY) == []
    assert giving(801, kind=COUNTY) == ["甲镇由县统筹 0.0801 公顷，超过可统筹的 0.0800 公顷"]


def test_the_price_of_a_transfer_is_rounded_once() -> None:
    assert HELP.cost == Decimal("4.68")
