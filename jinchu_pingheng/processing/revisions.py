"""revisions, approveplan, exporthistory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
)

from ..core.errors import PlanError
from ..jobs.approve import approve_plan
from ..jobs.compare import (
    CHANGE_FIELDS,
    KINDS,
    Comparison,
    change_rows,
    compare_plans,
    compare_with_approved,
    write_table,
)
from ..jobs.export import Written
from ..jobs.history import export_history
from ..jobs.results import multipolygon_wkb
from ..judging.feedback import Feedback
from .base import Algorithm, tr
from .export import Export
from .tables import write_table as write_sink


class Revisions(Algorithm):
    """Two states of a plan: what came, went, changed."""

    key = "revisions"
    title = "方案比较（修订情况）"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        self.addParameter(
            QgsProcessingParameterFile(
                "OTHER",
                tr("与之比较的方案文件（修订前）；空为与批准的方案比较"),
                fileFilter=tr("方案 (*.gpkg)"),
                optional=True,
            )
        )
        whole = QgsProcessingParameterNumber.Type.Integer
        revision = tr("批准的版次；空为最近一次批准")
        self.addParameter(
            QgsProcessingParameterNumber("REVISION", revision, whole, optional=True, minValue=1)
        )
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
        found = self.run_job(feedback, lambda job: self._compare(path, parameters, context, job))
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

    def _compare(
        self, path: Path, parameters: Any, context: QgsProcessingContext, feedback: Feedback
    ) -> Comparison:
        other = self.parameterAsFile(parameters, "OTHER", context)
        given = parameters.get("REVISION") is not None
        revision = self.parameterAsInt(parameters, "REVISION", context) if given else None
        if other and given:
            raise PlanError("既指定了方案文件，又指定了批准的版次", str(path), "请只填其中一项")
        if other:
            return compare_plans(path, Path(other), feedback)
        return compare_with_approved(path, revision, feedback)


class ExportHistory(Export):
    """Who did what when, with the values of parcels."""

    key = "exporthistory"
    title = "导出历史"

    def export(self, plan: Path, folder: Path, feedback: Feedback) -> Written:
        """Run the job."""
        return export_history(plan, folder)


class ApprovePlan(Algorithm):
    """An approval, and the plan frozen as it was approved."""

    key = "approveplan"
    title = "登记方案的批准"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        self.add_text("DOCUMENT", tr("批准文件的文号"))
        self.add_text("BODY", tr("批准机关"))
        self.add_text("DATE", tr("批准日期，如 2023-03-20"))
        self.addOutput(QgsProcessingOutputFile("COPY", tr("留存的副本")))

    def processAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Record it."""
        path = self.plan_path(parameters, context)
        document, body, day = (
            self.text(parameters, name, context) for name in ("DOCUMENT", "BODY", "DATE")
        )
        copy = self.run_job(feedback, lambda job: approve_plan(path, document, body, day, job))
        feedback.pushInfo(tr("已留存批准的方案：{}").format(copy))
        return {"PLAN": str(path), "COPY": str(copy)}
