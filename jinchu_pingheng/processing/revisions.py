"""revisions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
)

from ..jobs.compare import CHANGE_FIELDS, KINDS, change_rows, compare_plans, write_table
from ..jobs.results import multipolygon_wkb
from .base import Algorithm, tr
from .tables import write_table as write_sink


class Revisions(Algorithm):
    """Two states of a plan: what came, went, changed."""

    key = "revisions"
    title = "方案比较（修订情况）"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        self.addParameter(
            QgsProcessingParameterFile("OTHER", tr("与之比较的方案文件（修订前）"),
                                       fileFilter=tr("方案 (*.gpkg)"))
        )  # fmt: skip
        polygons = QgsProcessing.SourceType.TypeVectorPolygon
        self.addParameter(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("变化的地块"), polygons, optional=True)
        )
        self.addParameter(
            QgsProcessingParameterFolderDestination(
                "FOLDER", tr("修订情况表的文件夹"), optional=True, createByDefault=False
            )
        )
        for name, label in zip(KINDS, (tr("新增地块数"), tr("取消地块数"), tr("调整地块数"))):
            self.addOutput(QgsProcessingOutputNumber(name.upper(), label))

    def processAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Compare, and write what was asked for."""
        path = self.plan_path(parameters, context)
        other = Path(self.parameterAsFile(parameters, "OTHER", context))
        found = self.run_job(feedback, lambda job: compare_plans(path, other, job))
        counts = {kind.upper(): len(found.of(kind)) for kind in KINDS}
        text = tr("新增 {CAME} 块，取消 {WENT} 块，调整 {CHANGED} 块。")
        feedback.pushInfo(text.format(**counts))
        results: dict[str, Any] = {**counts, "FOLDER": None}
        folder = self.parameterAsString(parameters, "FOLDER", context)
        if folder:
            written = self.run_job(feedback, lambda _: write_table(found, Path(folder)))
            feedback.pushInfo(str(written[0][1]))
            results["FOLDER"] = folder
        shapes = [multipolygon_wkb(change.parcel.geometry) for change in found.changes]
        crs = QgsCoordinateReferenceSystem(found.after.header.crs)
        results["OUTPUT"] = write_sink(
            self, parameters, context, "OUTPUT", CHANGE_FIELDS, change_rows(found), shapes, crs
        )
        return results
