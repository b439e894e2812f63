"""Record a batch of a year's plan: 四川's two windows, 宁夏's 更新 and 一事一议."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..core.batches import Batch, batch_fault
from ..core.errors import PlanError
from ..plan import profiles
from ..plan.store import Plan
from .stated import require_document, stated_day

ACTION = "登记批次"


def record_batch(path: Path, batch: Batch) -> None:
    """Record a batch in place of the one of the same name; parcels are judged by it from the next
    check on.

    Raises PlanError for a kind that the notice does not know, a missing name, a day that is none,
    and a text that is no document; an empty document may follow with the approval.
    """
    with Plan.open(path) as plan, plan.transaction():
        fault = batch_fault(batch, profiles.load(plan.header.profile))
        if fault is not None:
            raise fault
        day = stated_day(batch.reported_on, name="报批日期", where=batch.name)
        if batch.document:
            require_document(batch.document, where=batch.name)
        plan.put_batch(replace(batch, reported_on=day))
        plan.log(ACTION, f"{batch.name}：{day}，{batch.document or '尚无文号'}")


def remove_batch(path: Path, name: str) -> None:
    """Take a batch out. Raises PlanError when there is none of the name, and while parcels carry
    it."""
    with Plan.open(path) as plan, plan.transaction():
        carried = sum(parcel.batch == name for parcel in plan.parcels())
        if carried:
            raise PlanError(f"有 {carried} 个地块属于该批次", name, "请先改地块的批次")
        if not plan.remove_batch(name):
            raise PlanError("方案中没有这个批次", name, "请核对批次名称")
        plan.log(f"删除{ACTION[2:]}", name)
