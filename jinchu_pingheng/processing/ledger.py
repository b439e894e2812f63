"""recordstage and ledger."""

from __future__ import annotations

import re
from typing import Any

from qgis.core import QgsProcessingOutputNumber, QgsProcessingOutputString

from ..core.rounding import hectares
from ..core.stages import StageRecord
from ..jobs.keep_ledger import SEED, keep_ledger, write_ledger
from ..jobs.layers import Sources
from ..jobs.record_stage import record_stage, remove_stage
from ..judging.feedback import Feedback
from .base import Algorithm
from .call import Call, tr
from .record import Record


class RecordStage(Record):
    """Parcels have reached a stage."""

    key, title = "recordstage", "登记实施阶段"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        self.add_text("PARCELS", tr("地块编号或项目名称，以顿号、逗号或空格分开"))
        self.add_text("STAGE", tr("阶段（通知配置 stages 的 code，如 city）"))
        self.add_text("DATE", tr("日期"), optional=True)
        self.add_text("DOCUMENT", tr("文件的机关和文号"), optional=True)
        self.add_text("NOTE", tr("备注"), optional=True)
        self.add_flag("REMOVE", tr("撤销该登记"))

    def record(self, call: Call, feedback: Feedback) -> None:
        """Record it, or take it back."""
        ids = [name for name in re.split(r"[、，,;；\s]+", call.text("PARCELS")) if name]
        if call.flag("REMOVE"):
            remove_stage(call.plan, ids, call.text("STAGE"))
            return
        texts = map(call.text, ("STAGE", "DATE", "DOCUMENT", "NOTE"))
        record_stage(call.plan, ids, StageRecord("", *texts))


class KeepLedger(Algorithm):
    """The account of the county's plans."""

    key, title = "ledger", "进出平衡台账"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        self.add_files("OTHERS", tr("其他年度的方案"))
        self.add_text("SEED", tr("抽查的种子，空为 1"), optional=True)
        self.add_folder(optional=True)
        self.add_outputs(
            QgsProcessingOutputString, OUT_HA=tr("已流出"), IN_HA=tr("已流入"),
            SURPLUS_HA=tr("结余"), REMARKS=tr("需要核实的事项"),
        )  # fmt: skip
        self.add_outputs(QgsProcessingOutputNumber, ENTRIES=tr("台账行数"))

    def work(self, call: Call, given: Sources) -> dict[str, Any]:
        """Read the plans, keep the book, write it."""
        others, seed = call.files("OTHERS"), call.text("SEED") or SEED
        kept = call.run(lambda job: keep_ledger(call.plan, others, seed, job))
        years = kept.book.sums("year").values()
        lines = kept.book.lines
        return {
            "OUT_HA": str(hectares(sum(item.done_out_m2 for item in years))),
            "IN_HA": str(hectares(sum(item.done_in_m2 for item in years))),
            "SURPLUS_HA": str(hectares(lines[-1].surplus_m2 if lines else 0)),
            "REMARKS": "\n".join(kept.book.remarks),
            "ENTRIES": len(kept.book.entries),
            **call.write(lambda folder, job: write_ledger(kept, folder)),
        }
