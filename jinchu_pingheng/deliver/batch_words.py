"""The words for the batches of a plan, the same in every table."""

from __future__ import annotations

from ..core.accounts.report import Part, Report
from ..core.batches import clause_of
from ..core.rounding import hectares


def batch_kind(report: Report, part: Part) -> str:
    """What the notice calls a batch of this kind."""
    if part.batch is None:
        return "没有登记"
    clause = clause_of(part.batch, report.notice)
    return clause.name if clause else part.batch.kind


BESIDE = "不分批的指标"
"""What stands beside the batches: credits and transfers of the year."""


def year_label(report: Report, word: str) -> str:
    """合计 or 总计 below the batches: with its basis where it requires less than their sum."""
    return f"{word}（按全年计）" if report.parts_excess_m2 else word


def batch_notes(report: Report) -> list[str]:
    """How batches enter the year."""
    notes = ["平衡、质量和时序按全年判定，分批数字供核对；各批之和为全年数。"]
    if report.beside_parts:
        notes.append("结转、核销指标和乡镇间调剂属于全年，不分批。")
    if report.parts_excess_m2:
        notes.append(
            f"各批需{report.notice.word_in}分别进到平方米，其和比全年多"
            f"{hectares(report.parts_excess_m2)}公顷；总计按全年{report.notice.word_out}计算一次。"
        )
    return notes
