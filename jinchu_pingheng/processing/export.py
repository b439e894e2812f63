"""exporttables, exportdocument, exportmaps, exportvectors, exportpackage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputMultipleLayers,
    QgsProcessingParameterCrs,
)

from ..core.coordinate_text.dialects import BY_ID, DIALECTS, JINCHU
from ..jobs import export
from ..judging.feedback import Feedback
from .base import Algorithm, tr

ENCODINGS = ("utf-8", "gbk")


class Export(Algorithm):
    """Files of a plan into a folder."""

    def export(self, plan: Path, folder: Path, feedback: Feedback) -> export.Written:
        """Run the job; returns (role, path) of the files."""
        raise NotImplementedError

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        self.add_folder()
        self.addOutput(QgsProcessingOutputMultipleLayers("FILES", tr("文件")))

    def processAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Write the files."""
        path = self.plan_path(parameters, context)
        folder = Path(self.parameterAsString(parameters, "FOLDER", context))
        written = self.run_job(feedback, lambda job: self.export(path, folder, job))
        for _, file in written:
            feedback.pushInfo(str(file))
        return {"FOLDER": str(folder), "FILES": [str(file) for _, file in written]}


class _DrawingExport(Export):
    """Layouts are drawn on the main thread only."""

    def flags(self) -> Any:
        """Not threaded."""
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading


class ExportTables(Export):
    """Workbooks."""

    key, title = "exporttables", "导出表格"

    def export(self, plan: Path, folder: Path, feedback: Feedback) -> export.Written:
        """Run the job."""
        return export.export_tables(plan, folder, feedback)


class ExportDocument(_DrawingExport):
    """The plan document."""

    key, title = "exportdocument", "导出总体方案"

    def export(self, plan: Path, folder: Path, feedback: Feedback) -> export.Written:
        """Run the job."""
        return export.export_document(plan, folder, feedback)


class ExportMaps(_DrawingExport):
    """Figures."""

    key, title = "exportmaps", "导出附图"

    def export(self, plan: Path, folder: Path, feedback: Feedback) -> export.Written:
        """Run the job."""
        return export.export_maps(plan, folder, feedback)


class ExportVectors(Export):
    """Vector data."""

    key, title = "exportvectors", "导出矢量数据"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        super().initAlgorithm(configuration)
        names = "，".join(f"{dialect.id} {dialect.title}" for dialect in DIALECTS)
        self.add_choice("TEXT", f"{tr('坐标文本的格式')}（{names}）", BY_ID, default=JINCHU.id)
        self.addParameter(
            QgsProcessingParameterCrs(
                "TEXT_CRS", tr("坐标文本的坐标系（不选则为方案的坐标系）"), optional=True
            )
        )
        self.add_choice("TEXT_ENCODING", tr("坐标文本的编码"), ENCODINGS, default=ENCODINGS[0])

    def processAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Write the files."""
        self._form = export.TextFormat(
            dialect=BY_ID[self.parameterAsEnumString(parameters, "TEXT", context)],
            crs=self.parameterAsCrs(parameters, "TEXT_CRS", context).authid(),
            encoding=self.parameterAsEnumString(parameters, "TEXT_ENCODING", context),
        )
        return super().processAlgorithm(parameters, context, feedback)

    def export(self, plan: Path, folder: Path, feedback: Feedback) -> export.Written:
        """Run the job."""
        return export.export_vectors(plan, folder, feedback, self._form)


class ExportPackage(_DrawingExport):
    """The whole package."""

    key, title = "exportpackage", "导出成果包"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        super().initAlgorithm(configuration)
        said = tr("仍有禁止、无法判定事项时继续导出的理由（写入总体方案封面和检查报告）")
        self.add_text("REASON", said, optional=True)

    def processAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Write the files."""
        self._reason = self.text(parameters, "REASON", context)
        return super().processAlgorithm(parameters, context, feedback)

    def export(self, plan: Path, folder: Path, feedback: Feedback) -> export.Written:
        """Run the job."""
        return export.export_package(plan, folder, feedback, reason=self._reason)
