"""How the plan document words a single fact: an area, a date, a parcel; shared by its sentences and
tables."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ...core.accounts.balance import BalanceRow
from ...core.accounts.lists import ParcelList
from ...core.accounts.report import Report
from ...core.model import FAIL, OUT, Finding, Parcel
from ...core.notice import Notice
from ...core.rounding import hectares

LandUse = Sequence[tuple[str, int]]
"""Area of the county by land class: (class name, whole m²)."""

MOST_NAMED = 6
"""Parcels that a sentence names; tables name all."""


def quoted_title(notice: Notice) -> str:
    """The notice's title in book-title marks; marks inside it become single ones."""
    title = notice.title
    inner = title[1:-1] if title.startswith("《") and title.endswith("》") else title
    return f"《{inner.replace('《', '〈').replace('》', '〉')}》"


def surplus_text(m2: int) -> str:
    """“节余 1.2345 公顷” or “缺口 1.2345 公顷”."""
    return f"{'缺口' if m2 < 0 else '节余'}{hectares(abs(m2))}公顷"


def shortage_text(row: BalanceRow) -> str:
    """What a class needs and has, what of it does not count, and what is missing then."""
    rejected = (
        f"其中{hectares(row.blocked_in_m2)}公顷未通过禁止性检查，" if row.blocked_in_m2 else ""
    )
    missing = hectares(-row.lawful_surplus_m2)
    credits = f"结转、核销指标{hectares(row.credited_m2)}公顷，" if row.credited_m2 else ""
    return (
        f"需{hectares(row.required_m2)}公顷，安排{hectares(row.in_m2)}公顷，"
        f"{rejected}{credits}缺口{missing}公顷"
    )


def grade_text(grade: Decimal | None) -> str:
    """A mean 等别, or a dash when it is not known."""
    return "—" if grade is None else str(grade)


def parcel_text(parcel: Parcel) -> str:
    """Name and id of a parcel."""
    name = parcel.name or parcel.project
    return (
        f"{name}（{parcel.parcel_id}）" if name and name != parcel.parcel_id else parcel.parcel_id
    )


def findings_of(report: Report, direction: str) -> list[Finding]:
    """The findings on parcels of one side."""
    return [f for f in report.findings if f.direction == direction and f.parcel_id]


def plan_findings(report: Report) -> list[Finding]:
    """The findings on the plan as a whole."""
    return [finding for finding in report.findings if not finding.parcel_id]


def excepted(findings: Sequence[Finding]) -> list[Finding]:
    """Findings that fail and for which the office has recorded an exception."""
    return [finding for finding in findings if finding.verdict == FAIL and finding.exception]


def message_text(finding: Finding) -> str:
    """What a finding says, with the recorded exception."""
    message = finding.message.rstrip("。；")
    return (
        "；".join(filter(None, (message, finding.exception)))
        if finding.exception
        else finding.message
    )


def unapproved(report: Report) -> list[str]:
    """Outflow parcels without 批准文件."""
    return [parcel_text(parcel) for parcel in report.parcels_of(OUT) if not parcel.approval_doc]


def unconsented(report: Report) -> list[str]:
    """Outflow parcels without 知情同意书."""
    return [parcel_text(parcel) for parcel in report.parcels_of(OUT) if not parcel.consent_doc]


def unlisted(report: Report, direction: str) -> list[Parcel]:
    """Parcels of one side without a row in the list: deducted ones, and those of which nothing
    counts."""
    blocks = county_list(report, direction).blocks
    listed = {key for block in blocks for row in block.rows for key in row.parcel_ids}
    return [p for p in report.parcels_of(direction) if p.parcel_id not in listed]


def county_list(report: Report, direction: str) -> ParcelList:
    """The county's list of one side."""
    return report.county_out if direction == OUT else report.county_in


def town_lists(report: Report, direction: str) -> tuple[ParcelList, ...]:
    """The townships' lists of one side, those without a row left out."""
    return tuple(
        unit for unit in (report.out_lists if direction == OUT else report.in_lists) if unit.blocks
    )
