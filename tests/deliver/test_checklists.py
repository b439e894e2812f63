"""检查单: a page for each parcel with every rule that was checked, and one for the plan."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook

from jinchu_pingheng.core.model import FAIL
from jinchu_pingheng.deliver.workbooks import checklists
from tests.deliver.example import example_report


def texts(sheet: object) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]  # type: ignore[attr-defined]


def test_every_parcel_has_its_own_page_and_every_finding_a_row(tmp_path: Path) -> None:
    report = example_report()
    [(role, path)] = checklists.write(report, tmp_path)
    book = load_workbook(path)
    assert role == "check_report"
    for direction, sheet in zip(("out", "in"), book.worksheets[1:]):
        parcels = report.parcels_of(direction)
        assert len(sheet.row_breaks.brk) == len(parcels) - 1
        assert sum(text.startswith("检查人") for text in texts(sheet)) == len(parcels)
        findings = [f for f in report.findings if f.parcel_id in {p.parcel_id for p in parcels}]
        assert sum(
            text in ("不通过", "通过", "无法判定", "不适用") for text in texts(sheet)
        ) == len(findings)


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
