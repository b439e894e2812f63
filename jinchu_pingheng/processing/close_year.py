"""closeyear."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputMultipleLayers,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFolderDestination,
)

from ..core.accounts.year_end_verdict import LAYOUTS, UNSTATED
from ..core.roles import BEFORE, SURVEY
from ..jobs.close_year import close_year, write_year
from ..jobs.layers import Sources
from ..jobs.year_end_results import CHANGE_FIELDS, change_rows, change_shapes, year_totals
from ..judging.setup import TOWNS
from .base import Algorithm, attempt, tr
from .roles import add_layer, add_roles, layer_for, sources
from .tables import write_table


class CloseYear(Algorithm):
    """Two surveys against a plan."""

    key = "closeyear"
    title = "年末核算"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        add_layer(self, "BEFORE", tr("上年地类图斑（不选则用方案记录的地类图斑）"), optional=True)
        add_layer(self, "AFTER", tr("本年地类图斑"), optional=False)
        add_roles(self, [TOWNS])
        self.add_choice("LAYOUT", tr("检查机关对布局的认定"), LAYOUTS, default=UNSTATED)
        polygons = QgsProcessing.SourceType.TypeVectorPolygon
        self.addParameter(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("耕地变化图斑"), polygons, optional=True)
        )
        self.addParameter(
            QgsProcessingParameterFolderDestination("FOLDER", tr("输出文件夹"), optional=True)
        )
        for name, label in (
            ("VERDICT", tr("认定")),
            ("REASON", tr("理由")),
            ("OUT_HA", tr("流出（公顷）")),
            ("DEDUCTED_HA", tr("扣除（公顷）")),
            ("REQUIRED_HA", tr("需流入（公顷）")),
            ("IN_HA", tr("流入（公顷）")),
            ("DOUBTFUL_HA", tr("存疑（公顷）")),
        ):
            self.addOutput(QgsProcessingOutputString(name, label))
        self.addOutput(QgsProcessingOutputMultipleLayers("FILES", tr("文件")))

    def prepareAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> bool:
        """Take the layers on the main thread."""
        self._sources = attempt(lambda: self._surveys(parameters, context))
        return True

    def _surveys(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Sources:
        return {
            **layer_for(self, parameters, context, "BEFORE", BEFORE),
            **layer_for(self, parameters, context, "AFTER", SURVEY),
            **sources(self, parameters, context, [TOWNS]),
        }

    def processAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Compare, judge, write."""
        given, path = self._sources(), self.plan_path(parameters, context)
        layout = self.parameterAsEnumString(parameters, "LAYOUT", context)
        report = self.run_job(feedback, lambda job: close_year(path, given, layout, job))
        for problem in report.problems:
            if not problem.usable:
                feedback.pushWarning(f"{problem.layer} {problem.feature}：{problem.message}")
        feedback.pushInfo(f"{report.verdict.text}：{report.verdict.reason}")
        target = write_table(
            self, parameters, context, "OUTPUT", CHANGE_FIELDS, change_rows(report),
            change_shapes(report), QgsCoordinateReferenceSystem(report.header.crs),
        )  # fmt: skip
        files: list[str] = []
        folder = self.parameterAsString(parameters, "FOLDER", context)
        if folder:
            written = self.run_job(feedback, lambda job: write_year(report, Path(folder)))
            files = [str(file) for _, file in written]
        return {"OUTPUT": target, "FOLDER": folder, "FILES": files, **year_totals(report)}
