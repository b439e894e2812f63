"""检查单: for each parcel what was checked: rules that fail or could not be judged a row each, with
evidence and text; those that are passed by their clauses. Parcels stand under each other, none is
cut by a page's end unless it is longer than one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from openpyxl import Workbook

from ...core.accounts.balance import counted
from ...core.accounts.lists import location
from ...core.accounts.report import Report
from ...core.model import FAIL, IN, NA, OUT, PASS, UNKNOWN, Finding
from ...core.rounding import half_up, hectares, mu
from ..wording import NOT_CHECKED, SEVERITY, VERDICT, finding_text, headed
from .look import CENTRE, TITLE_FONT, verdict_fill
from .sheets import Table, Value
from .workbook import new_workbook, save

ROLE = "check_report"
PAGE_POINTS = 760.0
"""Height of the rows on an upright A4 page, whose width the columns fill at nine tenths."""
WIDTHS = (4, 25, 10, 5, 8, 9, 7, 12, 18)
HEADINGS = (
    "序号",
    "规则",
    "条款",
    "级别",
    "结论",
    "重叠面积\n（平方米）",
    "占比",
    "依据资料",
    "说明",
)


def write(report: Report, folder: Path) -> list[tuple[str, Path]]:
    """Write the workbook: a sheet for the plan and one for each side, a page for each parcel."""
    title = headed(report, "地块检查单")
    book = new_workbook(report, title)
    by_parcel: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        by_parcel[finding.parcel_id].append(finding)
    plan = _sheet(book, "方案")
    _head(plan, report, f"{report.header.county_name}{report.header.year}年度方案检查单")
    _block(plan, report, (), by_parcel[""])
    for direction in (OUT, IN):
        _side(book, report, direction, by_parcel)
    return [(ROLE, save(book, folder, title))]


def _sheet(book: Workbook, name: str) -> Table:
    """Upright pages."""
    table = Table(book, name, WIDTHS)
    table.sheet.page_setup.orientation = "portrait"
    return table


def _side(
    book: Workbook, report: Report, direction: str, by_parcel: dict[str, list[Finding]]
) -> None:
    word = report.notice.word(direction)
    table = _sheet(book, f"耕地{word}地块")
    areas: dict[str, int] = defaultdict(int)
    places: dict[str, list[str]] = defaultdict(list)
    by_id = {parcel.parcel_id: parcel for parcel in report.parcels}
    for cell in counted(report.cells, direction):
        areas[cell.parcel_id] += cell.m2
        places[cell.parcel_id].append(location(by_id[cell.parcel_id], cell))
    _head(table, report, f"耕地{word}地块检查单")
    used = table.points(1)
    for parcel in report.parcels_of(direction):
        first, m2 = table.row_number + 1, areas[parcel.parcel_id]
        facts = (
            f"地块编号：{parcel.parcel_id}    名称：{parcel.name or '（未填写）'}    项目："
            f"{parcel.project or '（未填写）'}",
            f"类型：{report.notice.type_name(direction, parcel.type)}",
            f"位置：{'、'.join(dict.fromkeys(places[parcel.parcel_id])) or '（未量算）'}    "
            f"计入面积：{hectares(m2)} 公顷（{mu(m2)} 亩）",
        )
        _block(table, report, facts, by_parcel[parcel.parcel_id])
        used += table.points(first)
        if used > PAGE_POINTS and first > 3:
            table.page_break(before=first)
            used = table.points(first)
    if not report.parcels_of(direction):
        table.nothing()


def _head(table: Table, report: Report, title: str) -> None:
    table.line(title, TITLE_FONT, CENTRE)
    table.line(f"依据：{report.notice.issuer}《{report.notice.title}》")


def _block(table: Table, report: Report, facts: Sequence[str], findings: Sequence[Finding]) -> None:
    for fact in facts:
        table.line(fact)
    table.line(f"结论：{_summary(findings)}")
    texts = report.notice.rule_texts
    told = [finding for finding in findings if finding.verdict in (FAIL, UNKNOWN)]
    if told:
        table.inner_header(HEADINGS)
    for number, finding in enumerate(told, 1):
        table.row(_row(number, finding, texts), verdict_fill(finding.verdict, finding.severity))
    for verdict in (PASS, NA):
        same = [finding.clause for finding in findings if finding.verdict == verdict]
        if same:
            table.line(f"{VERDICT[verdict]}的条款：{'；'.join(_counted(same))}")
    if not findings:
        table.nothing(NOT_CHECKED)
    table.line("检查人：                    复核人：                    日期：      年    月    日")
    table.line("")


def _counted(clauses: Sequence[str]) -> Iterator[str]:
    """Clauses in their order; a clause with several rules says how many."""
    for clause, count in Counter(clauses).items():
        yield clause if count == 1 else f"{clause}（{count} 项）"


def _summary(findings: Sequence[Finding]) -> str:
    counts = {verdict: sum(f.verdict == verdict for f in findings) for verdict in VERDICT}
    return "，".join(f"{VERDICT[verdict]} {count} 项" for verdict, count in counts.items())


def _row(number: int, finding: Finding, texts: dict[str, str]) -> list[Value]:
    text = texts.get(finding.rule_id, finding.rule_id)
    return [
        number,
        text,
        finding.clause,
        SEVERITY[finding.severity],
        VERDICT[finding.verdict],
        None if finding.overlap_m2 is None else half_up(finding.overlap_m2, 2),
        None if finding.share is None else f"{half_up(finding.share * 100, 2)}%",
        finding.evidence,
        finding_text(finding, text),
    ]
