"""answerpolygons."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputMultipleLayers,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFolderDestination,
)

from ..jobs.answer_polygons import ISSUED, answer_polygons, write_answers
from ..jobs.answer_results import SHARE_FIELDS, answer_totals, share_rows, share_shapes
from ..jobs.layers import required
from .base import Algorithm, attempt, tr
from .roles import add_layer, layer_for
from .tables import write_table


class AnswerPolygons(Algorithm):
    """Issued polygons against a plan."""

    key = "answerpolygons"
    title = "下发图斑核实回复"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        add_layer(self, "INPUT", tr("下发图斑（卫片、流出监测）"), optional=False)
        polygons = QgsProcessing.SourceType.TypeVectorPolygon
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("图斑与方案地块的对应"), polygons, optional=True
            )
        )
        self.addParameter(
            QgsProcessingParameterFolderDestination("FOLDER", tr("输出文件夹"), optional=True)
        )
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("图斑数")))
        self.addOutput(QgsProcessingOutputNumber("UNKNOWN", tr("无法判定的图斑数")))
        for name, label in (
            ("PLANNED_HA", tr("方案流出范围内（公顷）")),
            ("DEDUCTED_HA", tr("扣除（公顷）")),
            ("OPEN_HA", tr("待处理（公顷）")),
        ):
            self.addOutput(QgsProcessingOutputString(name, label))
        self.addOutput(QgsProcessingOutputMultipleLayers("FILES", tr("文件")))

    def prepareAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> bool:
        """Take the layer on the main thread."""
        self._issued = attempt(lambda: layer_for(self, parameters, context, "INPUT", ISSUED))
        return True

    def processAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Answer and write."""
        issued, path = required(self._issued(), ISSUED), self.plan_path(parameters, context)
        report = self.run_job(feedback, lambda job: answer_polygons(path, issued, job))
        for remark in report.remarks:
            feedback.pushWarning(f"{report.layer} {remark.feature}：{remark.message}")
        for answer in report.answers:
            if answer.doubt:
                feedback.pushWarning(f"{report.layer} {answer.number}：{answer.doubt}")
        target = write_table(
            self, parameters, context, "OUTPUT", SHARE_FIELDS, share_rows(report),
            share_shapes(report), QgsCoordinateReferenceSystem(report.header.crs),
        )  # fmt: skip
        files: list[str] = []
        folder = self.parameterAsString(parameters, "FOLDER", context)
        if folder:
            written = self.run_job(feedback, lambda job: write_answers(report, Path(folder)))
            files = [str(file) for _, file in written]
        return {"OUTPUT": target, "FOLDER": folder, "FILES": files, **answer_totals(report)}
