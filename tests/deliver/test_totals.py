"""A row called 合计 is the sum of the rows above it, or says in words why not: in every table."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from jinchu_pingheng.batch.tables import balance_table
from jinchu_pingheng.core.accounts.report import Report, build_report
from jinchu_pingheng.core.landclass import CROPLAND
from jinchu_pingheng.core.model import BLOCK, FAIL, IN, OUT, Cell, Finding, Parcel
from jinchu_pingheng.core.rounding import hectares
from jinchu_pingheng.deliver.document.tables import TABLES
from jinchu_pingheng.deliver.workbooks import WORKBOOKS
from jinchu_pingheng.deliver.workbooks.balance_tables import ROLE as BALANCE_TABLES
from jinchu_pingheng.jobs.results import BALANCE_FIELDS, balance_rows, balance_totals
from tests.deliver.example import HEADER, INPUTS, JIA, NOTICE, SOFTWARE, YI, cell, parcel

AREA = re.compile(r"-?\d+\.\d{4}")
NO_SUMS = ("累计", "等别", "未舍入", "差值", "占比")
"""Columns that a total does not sum, as their headings say."""
BY_RATIO = ("需", "应补", "结余", "节余", "required", "surplus")
"""Columns that are no sums where the row names its ratio or its basis."""


class Printed(NamedTuple):
    """A table as it is read: headings by column, rows of texts."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def wrong_totals(table: Printed) -> Iterator[str]:
    """Cells of 合计 and 总计 that are not the sum of what stands above, without a word on why."""
    parts: list[Sequence[str]] = []
    sums: list[Sequence[str]] = []
    for row in table.rows:
        label = next(
            (text for text in row if text.startswith(("合计", "总计", "予以扣除合计"))), ""
        )
        if not label:
            parts += [] if row[-1].startswith("未扣除") else [row]
            continue
        if label.startswith("总计"):
            above = sums
        else:
            above, parts, sums = parts, [], [*sums, row]
        for place, heading in enumerate(table.headings):
            if any(word in heading for word in NO_SUMS) or not AREA.fullmatch(row[place]):
                continue
            if "按" in label and any(word in heading for word in BY_RATIO):
                continue
            expected = sum(
                (Decimal(r[place]) for r in above if AREA.fullmatch(r[place])), Decimal(0)
            )
            if expected != Decimal(row[place]):
                yield f"{table.name}: {label} {heading} {row[place]}, {expected}"


def of_sheet(sheet: Worksheet) -> Printed:
    """A worksheet; headings are all texts above the first area of a column."""
    rows = [
        [
            f"{item.value:.4f}" if item.number_format == "0.0000" else str(item.value or "")
            for item in row
        ]
        for row in sheet.iter_rows()
    ]
    first = next((n for n, row in enumerate(rows) if any(map(AREA.fullmatch, row))), len(rows))
    headings = [" ".join(filter(None, column)) for column in zip(*rows[:first])]
    # the title stands in the first column, above the headings
    return Printed(sheet.title, headings or [""] * len(rows[0]), rows[first:])


def tables_of(report: Report) -> Iterator[Printed]:
    """Every table with areas: document, workbooks, CSV, Processing."""
    for name, make in TABLES.items():
        grid = make(report, ())
        yield Printed(
            name, [c.group + c.title for c in grid.columns], [x.texts for x in grid.lines]
        )
    header, *rows = csv.reader(io.StringIO(balance_table(report.balance, report.header)))
    yield Printed("balance.csv", header, rows)
    fields = [name for name, _ in BALANCE_FIELDS]
    values = [[str(value) for value in row] for row in balance_rows(report.balance)]
    yield Printed("balance", fields, values)
    with tempfile.TemporaryDirectory() as folder:
        for module in WORKBOOKS:
            for _, path in module.write(report, Path(folder)):
                yield from map(of_sheet, load_workbook(path).worksheets)


entries = st.lists(
    st.tuples(
        st.sampled_from((OUT, IN)), st.sampled_from(CROPLAND), st.sampled_from((JIA, YI)),
        st.integers(1, 40000), st.booleans(), st.integers(1, 5), st.integers(1, 12),
    ),
    max_size=12,
)  # fmt: skip


def report_of(
    ratio: str, rows: Sequence[tuple[str, str, tuple[str, str], int, bool, int, int]]
) -> Report:
    """A plan of parcels with a cell each; a marked one is blocked, outflow deducted."""
    parcels: list[Parcel] = []
    cells: list[Cell] = []
    found: list[Finding] = []
    for number, (direction, cls, town, m2, marked, kind, month) in enumerate(rows):
        tags = {"start_month": f"2023-{month:02d}", "end_month": f"2023-{month:02d}"}
        if marked and direction == OUT:
            tags |= {"deduction": "ecological", "deduction_doc": "云政发〔2022〕35号"}
        item = parcel(f"{direction}{number}", direction, kind, m2, name=f"地块{number}", **tags)
        parcels.append(item)
        cells.append(cell(item, cls, cls, m2, 8, town, "一村"))
        if marked and direction == IN:
            found.append(
                Finding(
                    parcel_id=item.parcel_id, direction=IN, rule_id="NX11", clause="一（四）",
                    severity=BLOCK, verdict=FAIL, message="在生态保护红线内",
                )
            )  # fmt: skip
    notice = replace(NOTICE, balance=replace(NOTICE.balance, ratio=Decimal(ratio)))
    return build_report(HEADER, notice, parcels, cells, found, INPUTS, SOFTWARE)


@given(ratio=st.sampled_from(("1", "1.05", "1.1")), rows=entries)
@settings(max_examples=8, deadline=None)
def test_every_printed_total_is_the_sum_of_what_stands_above_it(
    ratio: str, rows: list[tuple[str, str, tuple[str, str], int, bool, int, int]]
) -> None:
    wrong = [text for table in tables_of(report_of(ratio, rows)) for text in wrong_totals(table)]
    assert wrong == []


ODD = (
    (OUT, "0101", JIA, 10001, False, 1, 3), (OUT, "0103", YI, 10001, False, 1, 4),
    (IN, "0103", JIA, 30001, False, 1, 5), (IN, "0103", YI, 7000, True, 1, 6),
)  # fmt: skip


def test_a_total_by_the_ratio_is_named_wherever_it_stands() -> None:
    # 1.05 × 10,001 = 10,501.05 -> 10,502 for either township, 1.05 × 20,002 = 21,002.1 -> 21,003
    report = report_of("1.05", ODD)
    assert hectares(report.balance.total.required_m2) == "2.1003"
    assert hectares(report.balance.townships_excess_m2) == "0.0001"
    printed = {table.name: table for table in tables_of(report)}
    for name in (
        "balance_by_class",
        "forecast",
        "balance.csv",
        "balance",
        "数量平衡",
        "分地类",
        "指标预测与节余",
    ):
        words = [text for row in printed[name].rows for text in row]
        assert "合计（按1:1.05计）" in words and "合计" not in words, name
    towns = printed["balance_by_town"].rows
    assert [row[3] for row in towns] == ["1.0502", "1.0502", "2.1003"]
    assert towns[-1][0] == "合计（按全县计）"


@pytest.mark.parametrize("ratio", ["1", "1.05"])
def test_every_door_prints_the_same_requirement_and_surplus(tmp_path: Path, ratio: str) -> None:
    report = report_of(ratio, ODD)
    total = report.balance.total
    printed = (hectares(total.required_m2), hectares(total.surplus_m2))
    totals = balance_totals(report.balance)
    assert (totals["REQUIRED_HA"], totals["SURPLUS_HA"]) == printed
    row = TABLES["balance_by_class"](report, ()).lines[-1].texts
    assert (row[3], row[6]) == printed
    last = list(csv.DictReader(io.StringIO(balance_table(report.balance, report.header))))[-1]
    assert (last["应补"], last["结余"]) == printed
    [module] = [m for m in WORKBOOKS if getattr(m, "ROLE", "") == BALANCE_TABLES]
    [(_, path)] = module.write(report, tmp_path)
    sheet = of_sheet(load_workbook(path)["数量平衡"])
    assert (sheet.rows[-1][4], sheet.rows[-1][7]) == printed


def test_the_check_finds_a_total_that_is_no_sum() -> None:
    rows = [["水田", "1.0000"], ["旱地", "2.0000"], ["合计", "3.1500"]]
    assert list(wrong_totals(Printed("表", ["地类", "需流入"], rows)))
    assert not list(
        wrong_totals(Printed("表", ["地类", "需流入"], [*rows[:2], ["合计", "3.0000"]]))
    )
    named = [*rows[:2], ["合计（按1:1.05计）", "3.1500"]]
    assert not list(wrong_totals(Printed("表", ["地类", "需流入"], named)))
    assert list(wrong_totals(Printed("表", ["地类", "流出"], named)))
