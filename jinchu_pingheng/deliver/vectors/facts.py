"""What was computed for the parcels of one side, for the delivered vector data."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from ...core.accounts.balance import deducted_parcels
from ...core.accounts.graded_area import graded
from ...core.accounts.report import Report
from ...core.model import BLOCK, COUNTED, FAIL, UNKNOWN, WARN, Cell, Finding, Parcel


class Facts(NamedTuple):
    """A parcel with what was computed for it. ``word``: its side in the notice's word; ``dlbm``:
    the land class that most of its land has in the survey, ``grade`` its 等别 (mean by area);
    ``m2``: the area that the balance counts."""

    parcel: Parcel
    word: str
    type_name: str
    towns: str
    villages: str
    dlbm: str
    grade: Decimal | None
    m2: int
    block_fails: int
    checks: str


def parcel_facts(report: Report, direction: str) -> list[Facts]:
    """The parcels of one side, in the report's order, with their area and check results."""
    cells: dict[str, list[Cell]] = {}
    for cell in report.cells:
        if cell.status == COUNTED:
            cells.setdefault(cell.parcel_id, []).append(cell)
    findings: dict[str, list[Finding]] = {}
    for finding in report.findings:
        findings.setdefault(finding.parcel_id, []).append(finding)
    deducted = set(deducted_parcels(report.parcels, report.notice))
    found = []
    for parcel in report.parcels_of(direction):
        own = cells.get(parcel.parcel_id, [])
        # a deducted parcel is outside the lists and sums: nothing of it counts
        counted = [] if parcel.parcel_id in deducted else own
        checked = findings.get(parcel.parcel_id, [])
        found.append(
            Facts(
                parcel=parcel,
                word=report.notice.word(direction),
                type_name=report.notice.type_name(direction, parcel.type),
                towns="、".join(dict.fromkeys(cell.town_name for cell in counted)),
                villages="、".join(dict.fromkeys(cell.village for cell in counted)),
                dlbm=_most(own),
                grade=graded(own).grade,
                m2=sum(cell.m2 for cell in counted),
                block_fails=_fails(checked, BLOCK),
                checks=_checks_text(checked) if report.findings else "未检查",
            )
        )
    return found


def _most(cells: Sequence[Cell]) -> str:
    """The land class with the largest area, the first of equal ones; '' without land."""
    area: dict[str, int] = {}
    for cell in cells:
        area[cell.dlbm] = area.get(cell.dlbm, 0) + cell.m2
    return max(area, key=lambda dlbm: area[dlbm], default="")


def _fails(found: Sequence[Finding], severity: str) -> int:
    return sum(f.verdict == FAIL and f.severity == severity for f in found)


def _checks_text(found: Sequence[Finding]) -> str:
    """E.g. '禁止1项、警示1项、无法判定2项、登记例外1项', or '通过'."""
    counts = (
        ("禁止", _fails(found, BLOCK)),
        ("警示", _fails(found, WARN)),
        ("无法判定", sum(f.verdict == UNKNOWN for f in found)),
        ("登记例外", sum(bool(f.exception) for f in found)),
    )
    return "、".join(f"{word}{count}项" for word, count in counts if count) or "通过"
