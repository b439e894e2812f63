"""answerpolygons."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
)

from ..jobs.answer_polygons import ISSUED, answer_polygons, write_answers
from ..jobs.answer_results import SHARE_FIELDS, answer_totals, share_rows, share_shapes
from ..jobs.layers import Sources, required
from .base import Algorithm
from .call import Call, tr
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
        self.add_table("OUTPUT", tr("图斑与方案地块的对应"), polygons=True)
        self.add_folder(optional=True)
        self.add_outputs(
            QgsProcessingOutputNumber, COUNT=tr("图斑数"), UNKNOWN=tr("无法判定的图斑数")
        )
        self.add_outputs(
            QgsProcessingOutputString,
            PLANNED_HA=tr("方案流出范围内（公顷）"),
            DEDUCTED_HA=tr("扣除（公顷）"),
            OPEN_HA=tr("待处理（公顷）"),
        )

    def sources(self, call: Call) -> Sources:
        """The issued polygons."""
        return layer_for(call, "INPUT", ISSUED)

    def work(self, call: Call, given: Sources) -> dict[str, Any]:
        """Answer and write."""
        issued = required(given, ISSUED)
        report = call.run(lambda job: answer_polygons(call.plan, issued, job))
        for remark in report.remarks:
            call.warn(f"{report.layer} {remark.feature}：{remark.message}")
        for answer in report.answers:
            if answer.doubt:
                call.warn(f"{report.layer} {answer.number}：{answer.doubt}")
        crs = QgsCoordinateReferenceSystem(report.header.crs)
        rows, shapes = share_rows(report), share_shapes(report)
        return {
            "OUTPUT": write_table(call, "OUTPUT", SHARE_FIELDS, rows, shapes, crs),
            **call.write(lambda folder, _: write_answers(report, folder)),
            **answer_totals(report),
        }
