"""The enumerations of the plan document, taken from the notice; ``LISTS`` names them for ``[[list:
…]]``."""

from __future__ import annotations

from typing import Callable

from ...core.accounts.report import Report
from ...core.law.deadlines import calendar
from ...core.model import BLOCK, IN, INFO, OUT, WARN
from ...core.notice import Notice, Rule
from .notice_tables import due_text, points_text
from .wording import quoted_title


def _claused(notice: Notice, text: str, clause: str) -> str:
    """A requirement of the notice with its clause; a clause of another paper names that one."""
    paper = "" if clause.startswith("《") else notice.paper
    return f"{text.rstrip('。；')}（{paper}{clause}）"


def _rules(report: Report, direction: str, severity: str) -> list[str]:
    """Texts of the rules that hold for one side, each with its clause."""
    return _texts(
        report,
        [
            r
            for r in report.notice.rules
            if r.direction in (direction, "both") and r.severity == severity
        ],
    )


def _plan_rules(report: Report) -> list[str]:
    return _texts(report, [rule for rule in report.notice.rules if rule.direction == "plan"])


def _texts(report: Report, rules: list[Rule]) -> list[str]:
    return [_claused(report.notice, rule.text, rule.clause) for rule in rules]


def _types(report: Report, direction: str) -> list[str]:
    return [
        _claused(report.notice, item.name, item.clause) for item in report.notice.types(direction)
    ]


def _legal_basis(report: Report) -> list[str]:
    notice = report.notice
    named = any(notice.title.strip("《》") in entry for entry in notice.legal_basis)
    return [*notice.legal_basis, *([] if named else [f"{notice.issuer}{quoted_title(notice)}"])]


def _deadlines(report: Report) -> list[str]:
    return [
        _claused(report.notice, f"{due[1].what}：{due_text(due)}", due[1].clause)
        for due in calendar(report.notice, report.header.year)
    ]


def _priorities(report: Report, direction: str) -> list[str]:
    return [
        _claused(report.notice, f"{part.name}，满分{points_text(part.weight)}", part.clause)
        for part in report.notice.priorities(direction)
    ]


LISTS: dict[str, Callable[[Report], list[str]]] = {
    "legal_basis": _legal_basis,
    "deadlines": _deadlines,
    "plan_rules": _plan_rules,
    "out_types": lambda report: _types(report, OUT),
    "in_types": lambda report: _types(report, IN),
    "out_prohibited": lambda report: _rules(report, OUT, BLOCK),
    "in_prohibited": lambda report: _rules(report, IN, BLOCK),
    "out_cautioned": lambda report: _rules(report, OUT, WARN),
    "in_cautioned": lambda report: _rules(report, IN, WARN),
    "out_advised": lambda report: _rules(report, OUT, INFO),
    "in_advised": lambda report: _rules(report, IN, INFO),
    "out_priorities": lambda report: _priorities(report, OUT),
    "in_priorities": lambda report: _priorities(report, IN),
}
