"""The check report: rules, problems, every parcel's verdicts, data and rounding, areas side by
side."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook

from ...core.accounts.report import Report
from ...core.model import BLOCK, FAIL, IN, INFO, NA, OUT, PASS, UNKNOWN, WARN, Finding
from ...core.notice import Rule
from ...core.rounding import half_up, percent
from ..wording import (
    NOT_CHECKED,
    SEVERITY,
    VERDICT,
    finding_text,
    headed,
    is_draft,
    reason_text,
    side,
)
from . import check_areas, check_declarations, check_layers, check_priorities, indicator_sheets
from .look import CAUTION, PLAIN, WARNING, verdict_fill
from .sheets import Table, Value
from .workbook import new_workbook, save

ROLE = "check_report"
VERDICTS = (FAIL, PASS, UNKNOWN, NA)
MARKS = {FAIL: "×", PASS: "√", UNKNOWN: "？", NA: "—"}


def write(report: Report, folder: Path) -> list[tuple[str, Path]]:
    """Write the workbook; returns (contract role, path)."""
    title = headed(report, "检查报告")
    book = new_workbook(report, title)
    _summary(book, report, title)
    _problems(book, report)
    for direction in (OUT, IN):
        _parcels(book, report, direction)
    check_areas.data_and_rounding(book, report)
    check_areas.comparison(book, report)
    check_layers.write(book, report)
    check_declarations.write(book, report)
    indicator_sheets.write(book, report)
    for direction in (OUT, IN):
        check_priorities.write(book, report, direction)
    return [(ROLE, save(book, folder, title))]


def _state(report: Report) -> str:
    if not report.balance.checked:
        return f"{NOT_CHECKED}：本报告没有检查结果。"
    counts = Counter(finding.verdict for finding in report.findings)
    failed = Counter(finding.severity for finding in report.findings if finding.verdict == FAIL)
    by_severity = "、".join(f"{word} {failed[severity]} 项" for severity, word in SEVERITY.items())
    decided = counts[FAIL] + counts[PASS]
    return (
        f"检查结果：不通过 {counts[FAIL]} 项（{by_severity}），无法判定 {counts[UNKNOWN]} 项，"
        f"通过 {counts[PASS]} 项，不适用 {counts[NA]} 项；"
        f"已判定 {percent(decided, decided + counts[UNKNOWN])}，其余所缺资料见各条说明。"
        "缺少证据的规则为“无法判定”，不视为通过。"
    )


def _by_rule(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.rule_id].append(finding)
    return groups


def _summary(book: Workbook, report: Report, title: str) -> None:
    table = Table(book, "汇总", (6, 14, 38, 6, 6, 8, 8, 9, 8, 28, 16))
    notes = [_state(report), *([reason_text(report)] if report.reason or is_draft(report) else [])]
    table.head(report, title, [*notes, f"软件：{report.software}"], unit="")
    table.header(
        (
            "序号",
            "条款",
            "内容",
            "方向",
            "级别",
            *(VERDICT[v] for v in VERDICTS),
            "依据资料",
            "规则代码",
        )
    )
    found = _by_rule(report.findings)
    for number, rule in enumerate(report.notice.rules, 1):
        _summary_row(table, report, number, rule, found.get(rule.id, []))
    counts = Counter(finding.verdict for finding in report.findings)
    table.total(
        ["合计", None, None, None, None, *(counts[verdict] for verdict in VERDICTS)], merge=5
    )


def _summary_row(
    table: Table, report: Report, number: int, rule: Rule, findings: list[Finding]
) -> None:
    counts = Counter(finding.verdict for finding in findings)
    evidence = "、".join(
        dict.fromkeys(f.evidence or f.message for f in findings if _shows_evidence(f))
    )
    if not findings:
        evidence = "没有适用的地块" if report.balance.checked else NOT_CHECKED
    worst = FAIL if counts[FAIL] else UNKNOWN if counts[UNKNOWN] else PASS
    direction = side(report.notice, rule.direction)
    values: list[Value] = [number, rule.clause, rule.text, direction, SEVERITY[rule.severity]]
    counted = (counts[verdict] for verdict in VERDICTS)
    table.row([*values, *counted, evidence, rule.id], verdict_fill(worst, rule.severity))


def _shows_evidence(finding: Finding) -> bool:
    """A missing layer has no name to cite: there the message tells what is missing."""
    return bool(finding.evidence) or finding.verdict == UNKNOWN


def _problems(book: Workbook, report: Report) -> None:
    """Every fail and every unknown, blocking ones first."""
    table = Table(book, "问题清单", (6, 10, 6, 38, 14, 6, 9, 12, 10, 22, 36))
    table.head(report, "检查问题清单", [_state(report)], unit="")
    table.header(
        (
            "序号",
            "地块编号",
            "方向",
            "规则",
            "条款",
            "级别",
            "判定",
            "重叠面积\n（平方米）",
            "占地块比例",
            "依据资料",
            "说明",
        )
    )
    order = [
        (FAIL, BLOCK),
        (FAIL, WARN),
        (FAIL, INFO),
        (UNKNOWN, BLOCK),
        (UNKNOWN, WARN),
        (UNKNOWN, INFO),
    ]
    open_ones = [f for f in report.findings if (f.verdict, f.severity) in order]
    texts = report.notice.rule_texts
    for number, f in enumerate(
        sorted(open_ones, key=lambda f: order.index((f.verdict, f.severity))), 1
    ):
        table.row(
            [
                number, f.parcel_id or "（整体）", side(report.notice, f.direction),
                texts.get(f.rule_id, f.rule_id), f.clause, SEVERITY[f.severity], VERDICT[f.verdict],
                None if f.overlap_m2 is None else half_up(f.overlap_m2, 2),
                None if f.share is None else f"{half_up(f.share * 100, 2)}%", f.evidence,
                finding_text(f, texts.get(f.rule_id, f.rule_id)),
            ],
            verdict_fill(f.verdict, f.severity),
        )  # fmt: skip
    if not open_ones:
        table.nothing("（无）" if report.balance.checked else NOT_CHECKED)


def _parcels(book: Workbook, report: Report, direction: str) -> None:
    """One row a parcel, one column a rule of that side; the worst verdict where a rule has
    several."""
    word = side(report.notice, direction)
    rules = [rule for rule in report.notice.rules if rule.direction in (direction, "both")]
    table = Table(book, f"逐地块（{word}）", (9, 28, *(5.5 for _ in rules), 7, 7, 7))
    legend = "，".join(f"{MARKS[verdict]} {VERDICT[verdict]}" for verdict in VERDICTS)
    note = f"{legend}；空白：{NOT_CHECKED}。表头为规则在“汇总”中的序号和条款。"
    table.head(report, f"耕地{word}地块检查结果", [note], unit="")
    numbers = {rule.id: number for number, rule in enumerate(report.notice.rules, 1)}
    headings = (f"{numbers[rule.id]}\n{rule.clause}" for rule in rules)
    table.header(("地块编号", "名称", *headings, "不通过", "无法判定", "通过"))
    verdicts: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in report.findings:
        verdicts[finding.parcel_id, finding.rule_id].append(finding)
    parcels = report.parcels_of(direction)
    for parcel in parcels:
        worst = [_worst(verdicts.get((parcel.parcel_id, rule.id), [])) for rule in rules]
        counts = Counter(worst)
        blocked = any(v == FAIL and rule.severity == BLOCK for v, rule in zip(worst, rules))
        fill = WARNING if blocked else CAUTION if counts[FAIL] or counts[UNKNOWN] else PLAIN
        marks = [MARKS.get(verdict, "") for verdict in worst]
        name = parcel.name or parcel.project
        table.row(
            [parcel.parcel_id, name, *marks, counts[FAIL], counts[UNKNOWN], counts[PASS]], fill
        )
    if not parcels:
        table.nothing()


def _worst(findings: list[Finding]) -> str:
    order = (FAIL, UNKNOWN, PASS, NA)
    return min((finding.verdict for finding in findings), key=order.index, default="")
