"""potential."""

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
    QgsProcessingParameterMatrix,
    QgsProcessingParameterMultipleLayers,
)

from ..jobs.find_potential import find_potential, write_pool
from ..jobs.pool_results import POOL_FIELDS, pool_rows, pool_shapes, pool_totals
from .base import Algorithm, attempt, tr
from .roles import add_all_roles, all_sources
from .tables import write_table


class Potential(Algorithm):
    """Land that could become cropland."""

    key = "potential"
    title = "流入潜力"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        add_all_roles(self)
        files = QgsProcessing.SourceType.TypeFile
        self.addParameter(
            QgsProcessingParameterMultipleLayers(
                "EARLIER", tr("以前年度方案（其流入地块不再计入）"), files, optional=True
            )
        )
        headers = [tr("评分项"), tr("权重")]
        self.addParameter(
            QgsProcessingParameterMatrix(
                "WEIGHTS", tr("评分权重（空为配置所列）"), 0, False, headers, optional=True
            )
        )
        polygons = QgsProcessing.SourceType.TypeVectorPolygon
        self.addParameter(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("潜力图斑"), polygons, optional=True)
        )
        self.addParameter(
            QgsProcessingParameterFolderDestination("FOLDER", tr("输出文件夹"), optional=True)
        )
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("图斑数")))
        for name, label in (
            ("POTENTIAL_HA", tr("潜力（公顷）")),
            ("OPEN_HA", tr("其中待查（公顷）")),
            ("USED_HA", tr("已用（公顷）")),
            ("LEFT_HA", tr("剩余（公顷）")),
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
        self._sources = attempt(lambda: all_sources(self, parameters, context))
        return True

    def processAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Look for the land and write it."""
        given, path = self._sources(), self.plan_path(parameters, context)
        files_given = self.parameterAsFileList(parameters, "EARLIER", context)
        earlier = [Path(file) for file in files_given if file]
        rows = self.parameterAsMatrix(parameters, "WEIGHTS", context)
        weights = list(zip(rows[::2], rows[1::2]))
        report = self.run_job(
            feedback, lambda job: find_potential(path, given, earlier, weights, job)
        )
        for text in report.unseen:
            feedback.pushWarning(text)
        target = write_table(
            self, parameters, context, "OUTPUT", POOL_FIELDS, pool_rows(report),
            pool_shapes(report), QgsCoordinateReferenceSystem(report.header.crs),
        )  # fmt: skip
        files: list[str] = []
        folder = self.parameterAsString(parameters, "FOLDER", context)
        if folder:
            written = self.run_job(feedback, lambda job: write_pool(report, Path(folder)))
            files = [str(file) for _, file in written]
        return {"OUTPUT": target, "FOLDER": folder, "FILES": files, **pool_totals(report)}
