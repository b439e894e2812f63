"""The tables of one plan as texts: the same findings give the same bytes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from ..core.accounts.balance import Balance
from ..core.model import Header
from ..core.roles import role_label
from ..deliver.wording import SEVERITY, VERDICT, row_label, short_verdict, side
from ..jobs.examine import Examination
from ..jobs.results import area_texts

CsvValue = object

FINDING_COLUMNS = (
    "地块编号", "方向", "规则", "条款", "级别", "结论", "说明", "依据资料", "重叠面积（平方米）",
    "占比", "例外",
)  # fmt: skip
AREA_COLUMNS = (
    "流出", "扣除", "应补", "流入", "其中检查未通过", "结转核销指标", "调入", "调出", "结余",
)  # fmt: skip
"""Columns of areas in hectares, in the order of ``jobs.results.area_texts``."""
PROBLEM_COLUMNS = ("图层", "要素", "处理", "问题")
BALANCE_COLUMNS = (
    "单位代码",
    "单位",
    "地类",
    *AREA_COLUMNS,
    "流出平均等别",
    "流入平均等别",
    "判定",
)


_FORMULA = re.compile(r"\s*([=+@|%]|-(?![0-9.]+$))|[\t\r\n]")
"""What a spreadsheet would compute. Plans come from elsewhere: their texts must stay texts."""


def csv_text(header: Sequence[str], rows: Iterable[Sequence[CsvValue]]) -> str:
    """A table as CSV; None is an empty field."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([[_plain(value) for value in row] for row in rows])
    return text.getvalue()


def _plain(value: CsvValue) -> CsvValue:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def plan_tables(found: Examination) -> dict[str, str]:
    """Texts of a plan's tables by file name; no balance without a survey."""
    tables = {"findings.csv": findings_table(found), "problems.csv": problems_table(found)}
    return (
        {**tables, "balance.csv": balance_table(found.balance, found.header)}
        if found.balance
        else tables
    )


def problems_table(found: Examination) -> str:
    """Recorded layers that could not be read, then features that were repaired or set aside."""
    rows: list[Sequence[CsvValue]] = [
        (role_label(role), "", "未读到", str(found.missing[role])) for role in sorted(found.missing)
    ]
    rows += [
        (
            role_label(role),
            problem.feature,
            "已修复" if problem.usable else "未采用",
            problem.message,
        )
        for role in sorted(found.problems)
        for problem in found.problems[role]
    ]
    return csv_text(PROBLEM_COLUMNS, rows)


def findings_table(found: Examination) -> str:
    """All findings, in the order of the notice's rules, then of the parcels."""
    rows = [
        (
            f.parcel_id,
            side(found.notice, f.direction),
            f.rule_id,
            f.clause,
            SEVERITY[f.severity],
            VERDICT[f.verdict],
            f.message,
            f.evidence,
            f.overlap_m2,
            f.share,
            f.exception,
        )
        for f in found.findings
    ]
    return csv_text(FINDING_COLUMNS, rows)


def balance_table(balance: Balance, header: Header) -> str:
    """The balance by township and class, then of the county."""
    rows = [
        (
            row.unit_code or header.county_code,
            row.unit_name,
            row_label(row),
            *area_texts(row),
            row.out_grade,
            row.in_grade,
            short_verdict(row),
        )
        for row in (*balance.rows, *balance.county)
    ]
    return csv_text(BALANCE_COLUMNS, rows)
