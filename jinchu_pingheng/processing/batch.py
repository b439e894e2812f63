"""Record a batch of the plan."""

from __future__ import annotations

from typing import Any

from ..core.batches import Batch
from ..jobs.record_batch import record_batch, remove_batch
from ..judging.feedback import Feedback
from .call import Call, tr
from .record import Record


class RecordBatch(Record):
    """A batch with its kind, day and document."""

    key = "recordbatch"
    title = "登记批次"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        self.add_text("NAME", tr("批次名称（地块的批次填此名称），如 第二批"))
        self.add_text("KIND", tr("批次种类（通知配置 batches 的 code），如 second"), optional=True)
        self.add_text("DATE", tr("报批、备案日期（尚未报批的填计划日期）"), optional=True)
        self.add_text("DOCUMENT", tr("批准或备案文号（没有则留空）"), optional=True)
        self.add_text("NOTE", tr("备注"), optional=True)
        self.add_flag("REMOVE", tr("删除该批次"))

    def record(self, call: Call, feedback: Feedback) -> None:
        """Record it, or take it out."""
        name = call.text("NAME")
        if call.flag("REMOVE"):
            remove_batch(call.plan, name)
            return
        batch = Batch(
            name=name,
            kind=call.text("KIND"),
            reported_on=call.text("DATE"),
            document=call.text("DOCUMENT"),
            note=call.text("NOTE"),
        )
        record_batch(call.plan, batch)
