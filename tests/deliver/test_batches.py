"""A plan of two batches: every figure of ``indicators.md`` by batch and for the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from jinchu_pingheng.core.accounts.balance_rows import BalanceRow
from jinchu_pingheng.core.accounts.report import Report, build_report
from jinchu_pingheng.core.model import OUT
from jinchu_pingheng.deliver.document.tables import TABLES
from jinchu_pingheng.deliver.workbooks import (
    annexes,
    balance_tables,
    county_lists,
    schedule_table,
)
from tests.deliver.example import HEADER, INPUTS, SOFTWARE
from tests.deliver.indicator_example import BATCH_OF, batched_report, indicator_report
from tests.deliver.test_document import text_of, written
from tests.deliver.test_totals import of_sheet, tables_of, wrong_totals

# out, required, in, blocked, credited, received, given, surplus
BY_HAND: dict[tuple[str, str], Sequence[int]] = {
    ("第一批", "0102"): (1500, 1500, 9000, 0, 0, 0, 0, 7500),
    ("第一批", "0103"): (0, 0, 2500, 0, 0, 0, 0, 2500),
    ("第一批", ""): (1500, 1575, 11500, 0, 0, 0, 0, 9925),
    ("第二批", "0102"): (8501, 8501, 0, 0, 0, 0, 0, -8501),
    ("第二批", "0103"): (6000, 6000, 8000, 1000, 0, 0, 0, 2000),
    ("第二批", ""): (14501, 15227, 8000, 1000, 0, 0, 0, -7227),
    ("不分批", "0102"): (0, 0, 0, 0, 2000, 0, 0, 2000),
    ("不分批", "0103"): (0, 0, 0, 0, 500, 3900, 3900, 500),
    ("不分批", ""): (0, 0, 0, 0, 2500, 3900, 3900, 2500),
}


@pytest.fixture(scope="module")
def report() -> Report:
    return batched_report()


def figures(row: BalanceRow) -> Sequence[int]:
    return (
        row.out_m2, row.required_m2, row.in_m2, row.blocked_in_m2, row.credited_m2,
        row.received_m2, row.given_m2, row.surplus_m2,
    )  # fmt: skip


def test_each_batch_and_what_belongs_to_none_are_those_computed_by_hand(report: Report) -> None:
    rows = [(part.name, row) for part in report.parts for row in part.report.balance.county]
    rows += [("不分批", row) for row in report.beside_parts]
    found = {(name, row.balance_class): figures(row) for name, row in rows if not row.empty}
    assert found == BY_HAND


def test_the_year_is_what_it_is_without_batches(report: Report) -> None:
    whole = indicator_report()
    assert (report.balance.rows, report.balance.county, report.months) == (
        whole.balance.rows, whole.balance.county, whole.months
    )  # fmt: skip
    assert report.balance.reached and not report.parts[1].report.balance.total.reached


def sheets(written: Sequence[tuple[str, Path]], name: str) -> Workbook:
    [path] = [path for _, path in written if name in path.name]
    return load_workbook(path)


def texts(book: Workbook, sheet: str) -> list[str]:
    return [str(cell.value) for row in book[sheet].iter_rows() for cell in row if cell.value]


def test_lists_of_townships_and_county_have_a_sheet_for_each_batch(
    tmp_path: Path, report: Report
) -> None:
    lists = annexes.write(report, tmp_path)
    jia = sheets(lists, "附件1_甲镇")
    assert jia.sheetnames == ["耕地流出", "第一批", "第二批"]
    assert any(text.endswith("项目列表（第二批）") for text in texts(jia, "第二批"))
    assert [of_sheet(jia[name]).rows[-1][5] for name in jia.sheetnames] == [
        "1.0001", "0.1500", "0.8501"
    ]  # fmt: skip
    assert sheets(lists, "附件1_乙乡").sheetnames == ["耕地流出", "第二批"]
    assert sheets(lists, "附件2_乙乡").sheetnames == ["耕地流入", "第一批"]
    county = sheets(county_lists.write(report, tmp_path), "云川县2023年度“耕地流入”")
    totals = [of_sheet(county[name]).rows[-1] for name in county.sheetnames]
    assert [row[7] for row in totals] == ["1.0500", "0.2500", "0.8000"]


def test_rows_of_the_common_list_name_their_batch(report: Report) -> None:
    rows = [row for block in report.county_out.blocks for row in block.rows]
    assert {row.name: row.note for row in rows} == {
        key: name for key, name in BATCH_OF.items() if key.startswith("C")
    }
    [first] = [part for part in report.parts if part.name == "第一批"]
    assert [row.note for row in first.report.county_out.blocks[0].rows] == [""]


def test_the_tables_print_each_batch_and_the_year(tmp_path: Path, report: Report) -> None:
    [(_, path)] = balance_tables.write(report, tmp_path)
    rows = of_sheet(load_workbook(path)["分批"]).rows
    assert [row[0] for row in rows if row[0]] == ["第一批", "第二批", "不分批的指标", "总计"]
    assert list(rows[0][1:5]) == ["第一批", "2023-03-08", "市政函〔2023〕9号", "水浇地"]
    assert list(rows[-1][5:]) == [
        "1.6001", "0.0000", "1.6802", "1.9500", "0.1000", "0.2500", "0.3900", "0.3900", "0.5198"
    ]  # fmt: skip
    [(_, path)] = schedule_table.write(report, tmp_path)
    july = of_sheet(load_workbook(path)["分批"]).rows[6]
    assert list(july[1:]) == ["0.0000", "0.0000", "0.6000", "0.0000", "0.6000", "0.0000"]


def test_the_document_prints_each_batch_and_the_year(tmp_path: Path, report: Report) -> None:
    lines = [line.texts for line in TABLES["batches"](report, ()).lines]
    assert [line[0] for line in lines] == ["第一批", "第二批", "不分批的指标", "合计"]
    assert lines[1] == ("第二批", "2023-07-07", "尚无", "1.4501", "1.5227", "0.8000", "-0.7227")
    assert "本年度方案分批编报：第一批、第二批。" in text_of(written(tmp_path, report))


def test_every_total_of_a_plan_in_batches_is_the_sum_of_what_stands_above(report: Report) -> None:
    assert [text for table in tables_of(report) for text in wrong_totals(table)] == []


def test_batches_that_are_not_recorded_and_parcels_of_none_are_named(report: Report) -> None:
    names = {"C1": "补报", "C2": ""}
    parcels = [replace(p, batch=names.get(p.parcel_id, "第二批")) for p in report.parcels]
    again = build_report(
        HEADER, report.notice, parcels, report.cells, (), INPUTS, SOFTWARE,
        batches=[part.batch for part in report.parts if part.batch],
    )  # fmt: skip
    assert [(part.label, part.batch is None) for part in again.parts] == [
        ("第二批", False), ("补报", True), ("未填批次", True)
    ]  # fmt: skip
    assert sum(part.report.balance.total.out_m2 for part in again.parts) == 16001


def test_a_plan_of_one_batch_prints_as_one_without(tmp_path: Path, report: Report) -> None:
    parcels = [replace(item, batch="第一批") for item in report.parcels]
    batches = [part.batch for part in report.parts if part.batch]
    one = build_report(
        HEADER, report.notice, parcels, report.cells, (), INPUTS, SOFTWARE, batches=batches
    )
    assert one.parts == () and not TABLES["batches"](one, ()).lines
    assert all(not row.note for block in one.county_out.blocks for row in block.rows)
    [(_, path)] = balance_tables.write(one, tmp_path)
    assert "分批" not in load_workbook(path).sheetnames
    assert [item.parcel_id for item in one.parcels_of(OUT)] == ["C1", "C2", "C3"]


def test_requirements_that_round_up_by_themselves_are_told() -> None:
    """1.05 × 10 = 10.5 → 11 twice, for the year 21."""
    report = batched_report()
    cells = [replace(cell, m2=10) for cell in report.cells if cell.parcel_id in ("C1", "C2")]
    parcels = [item for item in report.parcels if item.parcel_id in ("C1", "C2")]
    odd = build_report(HEADER, report.notice, parcels, cells, (), INPUTS, SOFTWARE)
    assert odd.parts_excess_m2 == 1
    assert TABLES["batches"](odd, ()).lines[-1].texts[0] == "合计（按全年计）"
    assert [text for table in tables_of(odd) for text in wrong_totals(table)] == []
