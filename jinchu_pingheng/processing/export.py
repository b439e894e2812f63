"""exporttables, exportdocument, exportmaps, exportvectors, exportpackage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputMultipleLayers,
)

from ..jobs import export
from ..jobs.feedback import Feedback
from ..jobs.staging import Written
from .base import Algorithm, tr


class _Export(Algorithm):
    """Files of a plan into a folder."""

    job: ClassVar[Callable[[Path, Path, Feedback | None], Written]]

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        self.add_folder()
        self.addOutput(QgsProcessingOutputMultipleLayers("FILES", tr("文件")))

    def processAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Write the files."""
        path = self.plan_path(parameters, context)
        folder = Path(self.parameterAsString(parameters, "FOLDER", context))
        written = self.run_job(feedback, lambda job: type(self).job(path, folder, job))
        for _, file in written:
            feedback.pushInfo(str(file))
        return {"FOLDER": str(folder), "FILES": [str(file) for _, file in written]}


class _DrawingExport(_Export):
    """Layouts are drawn on the main thread only."""

    def flags(self) -> QgsProcessingAlgorithm.Flags:
        """Not threaded."""
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading


class ExportTables(_Export):
    """Workbooks."""

    id, title, job = "exporttables", "导出表格", staticmethod(export.export_tables)


class ExportDocument(_DrawingExport):
    """The plan document."""

    id, title, job = "exportdocument", "导出总体方案", staticmethod(export.export_document)


class ExportMaps(_DrawingExport):
    """Figures."""

    id, title, job = "exportmaps", "导出附图", staticmethod(export.export_maps)


class ExportVectors(_Export):
    """Vector data."""

    id, title, job = "exportvectors", "导出矢量数据", staticmethod(export.export_vectors)


class ExportPackage(_DrawingExport):
    """The whole package."""

    id, title, job = "exportpackage", "导出成果包", staticmethod(export.export_package)
