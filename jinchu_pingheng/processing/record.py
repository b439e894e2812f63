"""What the algorithms that record something in a plan share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ..judging.feedback import Feedback
from .base import Algorithm


class Record(Algorithm):
    """One record of a plan; returns PLAN."""

    def processAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Record it."""
        path = self.plan_path(parameters, context)
        self.run_job(feedback, lambda job: self.record(path, parameters, context, job))
        return {"PLAN": str(path)}

    def record(
        self, plan: Path, parameters: Any, context: QgsProcessingContext, feedback: Feedback
    ) -> None:
        """Call the job."""
        raise NotImplementedError
