"""Sheet 优先序 of the check report: each parcel's score with its parts."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from openpyxl import Workbook

from ...core.accounts.report import Report
from ...core.model import PriorityScore
from .sheets import Table, Value


def write(book: Workbook, report: Report, direction: str) -> None:
    """One row a parcel, highest score first; one column a part of the notice's priorities."""
    parts = report.notice.priorities(direction)
    if not parts:
        return
    word = report.notice.word(direction)
    table = Table(book, f"优先序（{word}）", (12, 30, *(14 for _ in parts), 10))
    note = (
        f"按{report.notice.paper}的优先条件逐项打分，仅供选择地块参考，不影响检查结论；"
        "“—”为缺少依据，计0分。"
    )
    clauses = "，".join(f"{part.name}：{part.clause}，满分{part.weight}" for part in parts)
    table.head(report, f"耕地{word}地块优先序", [note, clauses], unit="")
    table.header(("地块编号", "名称", *(part.name for part in parts), "合计"))
    scores: dict[str, dict[str, PriorityScore]] = defaultdict(dict)
    for score in report.priorities:
        scores[score.parcel_id][score.part] = score
    parcels = sorted(
        report.parcels_of(direction), key=lambda p: (-total(scores[p.parcel_id]), p.parcel_id)
    )
    for parcel in parcels:
        found = scores[parcel.parcel_id]
        points: list[Value] = [_points(found.get(part.name)) for part in parts]
        table.row([parcel.parcel_id, parcel.name or parcel.project, *points, total(found)])
    if not parcels:
        table.nothing()


def total(scores: dict[str, PriorityScore]) -> Decimal:
    """Sum of a parcel's points."""
    return sum((score.points for score in scores.values()), Decimal(0))


def _points(score: PriorityScore | None) -> Value:
    return "—" if score is None or score.value is None else score.points
