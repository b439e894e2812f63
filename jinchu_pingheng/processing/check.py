"""checkconstraints."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
)

from ..core.model import FAIL, UNKNOWN
from ..jobs.check import check_plan
from ..judging.collection import give_back, no_collection
from .base import Algorithm, attempt, tr
from .roles import add_all_roles, all_sources
from .tables import write_conflicts, write_findings


class CheckConstraints(Algorithm):
    """Every rule of the notice on every parcel."""

    key = "checkconstraints"
    title = "合规检查"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        add_all_roles(self)
        table, polygons = (
            QgsProcessing.SourceType.TypeVector,
            QgsProcessing.SourceType.TypeVectorPolygon,
        )
        self.addParameter(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("检查结论"), table, optional=True)
        )
        self.addParameter(
            QgsProcessingParameterFeatureSink("CONFLICTS", tr("冲突范围"), polygons, optional=True)
        )
        self.addOutput(QgsProcessingOutputNumber("FAILED", tr("不通过的条数")))
        self.addOutput(QgsProcessingOutputNumber("UNKNOWN", tr("无法判定的条数")))

    def prepareAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> bool:
        """Take the layers on the main thread."""
        self._sources = attempt(lambda: all_sources(self, parameters, context))
        return True

    def processAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Check and write the findings."""
        with no_collection():
            return self._check(parameters, context, feedback)

    def _check(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        path = self.plan_path(parameters, context)
        given, draw = self._sources(), bool(parameters.get("CONFLICTS"))
        findings = self.run_job(feedback, lambda job: check_plan(path, given, job, draw))
        failed, unknown = map(findings.column("verdict").count, (FAIL, UNKNOWN))
        text = tr("共 {all} 条结论：不通过 {failed} 条，无法判定 {unknown} 条。")
        feedback.pushInfo(text.format(all=len(findings), failed=failed, unknown=unknown))
        results = {
            "OUTPUT": self.run_job(
                feedback, lambda _: write_findings(self, parameters, context, findings, path)
            ),
            "CONFLICTS": write_conflicts(self, parameters, context, findings, path)
            if draw
            else None,
            "FAILED": failed,
            "UNKNOWN": unknown,
        }
        for column in findings.columns:
            give_back(column)
        return results
