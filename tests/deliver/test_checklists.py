"""检查单: what was checked of each parcel, and of the plan."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook

from jinchu_pingheng.core.model import FAIL, PASS, UNKNOWN
from jinchu_pingheng.deliver.workbooks import checklists
from jinchu_pingheng.deliver.workbooks.checklists import PAGE_POINTS
from tests.deliver.example import example_report


def texts(sheet: object) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]  # type: ignore[attr-defined]


def test_what_fails_or_is_unknown_has_a_row_and_what_is_passed_a_line(tmp_path: Path) -> None:
    report = example_report()
    [(role, path)] = checklists.write(report, tmp_path)
    book = load_workbook(path)
    assert role == "check_report"
    for direction, sheet in zip(("out", "in"), book.worksheets[1:]):
        names = {parcel.parcel_id for parcel in report.parcels_of(direction)}
        findings = [f for f in report.findings if f.parcel_id in names]
        found = texts(sheet)
        assert sum(text.startswith("检查人") for text in found) == len(names)
        rows = sum(text in ("不通过", "通过", "无法判定", "不适用") for text in found)
        assert rows == sum(f.verdict in (FAIL, UNKNOWN) for f in findings)
        passed = [text for text in found if text.startswith("通过的条款：")]
        assert len(passed) == len({f.parcel_id for f in findings if f.verdict == PASS})


def test_parcels_stand_under_each_other_and_no_page_cuts_one(tmp_path: Path) -> None:
    report = example_report()
    many = [
        replace(parcel, parcel_id=f"{parcel.parcel_id}-{number}")
        for number in range(40)
        for parcel in report.parcels
    ]
    findings = [
        finding._replace(parcel_id=f"{finding.parcel_id}-{number}")
        for number in range(40)
        for finding in report.findings
        if finding.parcel_id
    ]
    report = replace(report, parcels=(*report.parcels, *many), findings=tuple(findings))
    [(_, path)] = checklists.write(report, tmp_path)
    for sheet in load_workbook(path).worksheets[1:]:
        ends = [0, *(item.id for item in sheet.row_breaks.brk), sheet.max_row]
        pages = [range(first + 1, last + 1) for first, last in zip(ends, ends[1:])]
        assert 1 < len(pages) < len(many) / 2
        for page in pages:
            assert sum(sheet.row_dimensions[row].height or 0 for row in page) <= PAGE_POINTS
        for page in pages[1:]:
            assert str(sheet.cell(page[0], 1).value).startswith("地块编号：")


def test_a_recorded_exception_is_printed_with_its_finding(tmp_path: Path) -> None:
    report = example_report()
    failed = next(f for f in report.findings if f.verdict == FAIL and f.parcel_id)
    excepted = failed._replace(exception="例外：省重点工程（2号）")
    findings = tuple(excepted if f is failed else f for f in report.findings)
    [(_, path)] = checklists.write(replace(report, findings=findings), tmp_path)
    book = load_workbook(path)
    assert any(
        "例外：省重点工程（2号）" in text for sheet in book.worksheets for text in texts(sheet)
    )
