"""recordexception."""

from __future__ import annotations

from typing import Any

from ..core.model import RecordedException
from ..jobs.check import record_exception
from ..judging.feedback import Feedback
from .call import Call, tr
from .record import Record


class RecordException(Record):
    """Why a parcel may break a rule, and by which document."""

    key = "recordexception"
    title = "登记例外"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        self.add_text("PARCEL", tr("地块编号（整个方案的规则留空）"), optional=True)
        self.add_text("RULE", tr("规则 id"))
        self.add_text("REASON", tr("理由"))
        self.add_text("DOCUMENT", tr("文号"))

    def record(self, call: Call, feedback: Feedback) -> None:
        """Call the job."""
        values = map(call.text, ("PARCEL", "RULE", "REASON", "DOCUMENT"))
        record_exception(call.plan, RecordedException(*values))
