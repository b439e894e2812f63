"""recordexception."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingParameterString

from ..core.model import RecordedException
from ..jobs.check import record_exception
from .base import Algorithm, tr


class RecordException(Algorithm):
    """Why a parcel may break a rule, and by which document."""

    key = "recordexception"
    title = "登记例外"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        self.addParameter(
            QgsProcessingParameterString(
                "PARCEL", tr("地块编号（整个方案的规则留空）"), optional=True
            )
        )
        for name, label in (
            ("RULE", tr("规则 id")),
            ("REASON", tr("理由")),
            ("DOCUMENT", tr("文号")),
        ):
            self.addParameter(QgsProcessingParameterString(name, label))

    def processAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Record it."""
        path = self.plan_path(parameters, context)
        values = [
            self.parameterAsString(parameters, name, context).strip()
            for name in ("PARCEL", "RULE", "REASON", "DOCUMENT")
        ]
        self.run_job(feedback, lambda _: record_exception(path, RecordedException(*values)))
        return {"PLAN": str(path)}
