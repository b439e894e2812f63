"""Batches in which a year's plan comes: 四川's two windows (附件一 to 四), 宁夏's 更新 and 一事一议
(二（三）). Balance and sequence hold over the year, whatever batch a parcel is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .errors import PlanError, listed
from .notice import BatchClause, Notice

LONGEST_NAME = 40
"""Characters: it is printed in cells and in names of sheets."""


@dataclass(frozen=True)
class Batch:
    """``name``: as its parcels carry it, told apart within a plan. ``kind``: code of the notice's
    BatchClause. ``reported_on`` ('YYYY-MM-DD'): the day on which the county hands it in for
    approval or record. ``document``: by which it was approved, '' until then."""

    name: str
    kind: str
    reported_on: str
    document: str = ""
    note: str = ""


def clause_of(batch: Batch, notice: Notice) -> BatchClause | None:
    """What the notice says of a batch's kind; None where it knows no such kind."""
    return next((item for item in notice.batches if item.code == batch.kind), None)


def batch_fault(batch: Batch, notice: Notice) -> PlanError | None:
    """Why a plan under the notice cannot have a batch, its day aside."""
    if not batch.name:
        return PlanError("没有填写批次名称", "批次", "请填写地块所用的名称，如 第二批")
    if len(batch.name) > LONGEST_NAME or not batch.name.isprintable():
        do = f"请填写不超过 {LONGEST_NAME} 个字、不换行的名称，如 第二批"
        return PlanError("批次名称过长或有换行", f"“{batch.name[:10]}…”", do)
    if not batch.kind and notice.batches:
        return PlanError("没有选择批次的种类", batch.name, _kinds(notice))
    if clause_of(batch, notice) is None:
        do = _kinds(notice) if notice.batches else f"该{notice.paper}的方案不分批"
        return PlanError(f"{notice.paper}没有种类为“{batch.kind}”的批次", batch.name, do)
    return None


def _kinds(notice: Notice) -> str:
    kinds = (f"{item.code} {item.name}（{item.clause}）" for item in notice.batches)
    return f"可用的种类：{listed(kinds)}"


def names(batches: Sequence[Batch]) -> dict[str, Batch]:
    """Batches by name, in the order of the days on which they are handed in."""
    ordered = sorted(batches, key=lambda item: (item.reported_on or "9999", item.name))
    return {item.name: item for item in ordered}
