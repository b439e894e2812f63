"""What the algorithms that record something in a plan share."""

from __future__ import annotations

from typing import Any

from ..jobs.layers import Sources
from ..judging.feedback import Feedback
from .base import Algorithm
from .call import Call


class Record(Algorithm):
    """One record of a plan; returns PLAN."""

    def work(self, call: Call, given: Sources) -> dict[str, Any]:
        """Record it."""
        call.run(lambda job: self.record(call, job))
        return {"PLAN": str(call.plan)}

    def record(self, call: Call, feedback: Feedback) -> None:
        """Call the job."""
        raise NotImplementedError
