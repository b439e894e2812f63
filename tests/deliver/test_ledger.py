"""Who carries it out, and the use before and after: in the 台账 of 建宁 and in the lists."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook

from jinchu_pingheng.core.accounts.report import Report, build_report
from jinchu_pingheng.core.notice import Ledger
from jinchu_pingheng.deliver.workbooks import balance_tables
from tests.deliver.example import HEADER, INPUTS, NOTICE, SOFTWARE
from tests.deliver.indicator_example import indicator_report
from tests.deliver.test_totals import of_sheet

LEDGER = Ledger("耕地转进转出台账", "四（二）")


def report(ledger: Ledger | None = LEDGER) -> Report:
    """The parcels of the worked example; what is filled in of C1 and R1."""
    filled = {
        "C1": {
            "implementer": "云川农业公司", "former_use": "种植玉米", "target_use": "机耕道",
            "decided_by": "县政府常务会",
        },
        "R1": {"implementer": "一村合作社", "completed_on": "2023-05-20"},
    }  # fmt: skip
    whole = indicator_report()
    parcels = [
        replace(item, **filled.get(item.parcel_id, {}), note="")  # type: ignore[arg-type]
        for item in whole.parcels
    ]
    notice = replace(NOTICE, ledger=ledger)
    return build_report(HEADER, notice, parcels, whole.cells, (), INPUTS, SOFTWARE)


def test_the_ledger_names_who_carries_it_out_and_the_use_before_and_after(tmp_path: Path) -> None:
    [(_, path)] = balance_tables.write(report(), tmp_path)
    rows = {row[1]: row for row in of_sheet(load_workbook(path)["耕地转进转出台账"]).rows}
    assert list(rows["C1"][2:]) == [
        "C1", "甲镇一村", "水浇地", "0.1500", "云川农业公司", "种植玉米", "机耕道", "县政府常务会",
        "",
    ]  # fmt: skip
    # nothing filled in: the survey's class before, the planned class after
    assert list(rows["R2"][4:9]) == ["旱地", "0.7000", "未填写", "旱地", "旱地"]
    sums = [row for row in of_sheet(load_workbook(path)["耕地转进转出台账"]).rows if not row[1]]
    assert [(row[0], row[5]) for row in sums] == [("流出合计", "1.6001"), ("流入合计", "1.9500")]


def test_a_notice_without_a_ledger_gets_no_sheet(tmp_path: Path) -> None:
    [(_, path)] = balance_tables.write(report(None), tmp_path)
    assert LEDGER.title not in load_workbook(path).sheetnames


def test_lists_name_in_their_notes_what_was_filled_in() -> None:
    made = report()
    notes = {
        row.name: row.note
        for items in (made.county_out, made.county_in)
        for block in items.blocks
        for row in block.rows
    }
    assert notes["C1"] == "实施主体：云川农业公司；变化前用途：种植玉米"
    assert notes["R1"] == "实施主体：一村合作社；实际完成日期：2023-05-20"
    assert notes["C2"] == ""


def test_inflow_that_was_done_counts_from_that_month() -> None:
    made = report()
    parcels = [
        replace(item, completed_on="2023-09-02") if item.parcel_id == "R1" else item
        for item in made.parcels
    ]
    again = build_report(HEADER, NOTICE, parcels, made.cells, (), INPUTS, SOFTWARE)
    inflow = {month.month: month.in_m2 for month in again.months if month.in_m2}
    assert inflow == {"2023-05": 2500, "2023-06": 8000, "2023-09": 9000}
