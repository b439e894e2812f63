"""What the algorithms that record something in a plan share."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterEnum,
    QgsProcessingParameterString,
)

from ..judging.feedback import Feedback
from .base import Algorithm


class Record(Algorithm):
    """One record of a plan, made of texts and names; returns PLAN."""

    def add_text(self, name: str, label: str, optional: bool = False) -> None:
        """A text."""
        self.addParameter(QgsProcessingParameterString(name, label, optional=optional))

    def add_choice(
        self, name: str, label: str, names: Iterable[str], default: str | None = None
    ) -> None:
        """One of the names."""
        self.addParameter(
            QgsProcessingParameterEnum(
                name, label, options=list(names), usesStaticStrings=True, defaultValue=default
            )
        )

    def text(self, parameters: Any, name: str, context: QgsProcessingContext) -> str:
        """A text without blanks around it."""
        return str(self.parameterAsString(parameters, name, context)).strip()

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
