"""The enumerations of the plan document, taken from the notice; ``LISTS`` names them for ``[[list: …]]``."""

from __future__ import annotations

from typing import Callable

from ..core.model import BLOCK, IN, OUT, WARN
from ..core.report import Report


def _rules(report: Report, direction: str, severity: str) -> list[str]:
    """Texts of the rules on one side, each with its clause."""
    return [
        f"{rule.text.rstrip('。；')}（通知{rule.clause}）"
        for rule in report.notice.rules
        if rule.direction == direction and rule.severity == severity
    ]


def _types(report: Report, direction: str) -> list[str]:
    return [f"{item.name.rstrip('。；')}（通知{item.clause}）" for item in report.notice.types(direction)]


def _legal_basis(report: Report) -> list[str]:
    notice = report.notice
    title = notice.title if notice.title.startswith("《") else f"《{notice.title}》"
    named = any(notice.title in entry for entry in notice.legal_basis)
    return [*notice.legal_basis, *([] if named else [f"{notice.issuer}{title}"])]


def _deadlines(report: Report) -> list[str]:
    return [f"{item.what}：{item.when}（通知{item.clause}）" for item in report.notice.deadlines]


LISTS: dict[str, Callable[[Report], list[str]]] = {
    "legal_basis": _legal_basis,
    "deadlines": _deadlines,
    "out_types": lambda report: _types(report, OUT),
    "in_types": lambda report: _types(report, IN),
    "out_prohibited": lambda report: _rules(report, OUT, BLOCK),
    "in_prohibited": lambda report: _rules(report, IN, BLOCK),
    "out_cautioned": lambda report: _rules(report, OUT, WARN),
    "in_cautioned": lambda report: _rules(report, IN, WARN),
}
