"""revisions, approveplan, exporthistory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
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
from ..jobs.layers import Sources
from ..jobs.results import multipolygon_wkb
from ..judging.feedback import Feedback
from .base import Algorithm
from .call import Call, tr
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
        revision = tr("批准的版次；空为最近一次批准")
        self.add_number("REVISION", revision, whole=True, optional=True, low=1)
        self.add_table("OUTPUT", tr("变化的地块"), polygons=True)
        self.addParameter(
            QgsProcessingParameterFolderDestination(
                "FOLDER", tr("修订情况表的文件夹"), optional=True, createByDefault=False
            )
        )
        labels = (tr("新增地块数"), tr("取消地块数"), tr("调整地块数"))
        counts = dict(zip(map(str.upper, KINDS), labels))
        self.add_outputs(QgsProcessingOutputNumber, **counts)

    def work(self, call: Call, given: Sources) -> dict[str, Any]:
        """Compare, and write what was asked for."""
        found = call.run(lambda job: _compare(call, job))
        counts = {kind.upper(): len(found.of(kind)) for kind in KINDS}
        text = tr("新增 {CAME} 块，取消 {WENT} 块，调整 {CHANGED} 块。")
        call.info(text.format(**counts))
        shapes = [multipolygon_wkb(change.parcel.geometry) for change in found.changes]
        crs, rows = QgsCoordinateReferenceSystem(found.after.header.crs), change_rows(found)
        return {
            "OUTPUT": write_sink(call, "OUTPUT", CHANGE_FIELDS, rows, shapes, crs),
            **call.write(lambda folder, _: write_table(found, folder)),
            **counts,
        }


def _compare(call: Call, feedback: Feedback) -> Comparison:
    other = call.text("OTHER")
    revision = call.whole("REVISION") if call.given("REVISION") else None
    if other and revision is not None:
        where = str(call.plan)
        raise PlanError("既指定了方案文件，又指定了批准的版次", where, "请只填其中一项")
    if other:
        return compare_plans(call.plan, call.file("OTHER"), feedback)
    return compare_with_approved(call.plan, revision, feedback)


class ExportHistory(Export):
    """Who did what when, with the values of parcels."""

    key = "exporthistory"
    title = "导出历史"

    def export(self, call: Call, folder: Path, feedback: Feedback) -> Written:
        """Run the job."""
        return export_history(call.plan, folder)


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
        self.add_outputs(QgsProcessingOutputFile, COPY=tr("留存的副本"))

    def work(self, call: Call, given: Sources) -> dict[str, Any]:
        """Record it."""
        document, body, day = map(call.text, ("DOCUMENT", "BODY", "DATE"))
        copy = call.run(lambda job: approve_plan(call.plan, document, body, day, job))
        call.info(tr("已留存批准的方案：{}").format(copy))
        return {"PLAN": str(call.plan), "COPY": str(copy)}
