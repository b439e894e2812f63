"""closeyear."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingOutputString

from ..core.accounts.year_end_verdict import LAYOUTS, UNSTATED
from ..core.roles import BEFORE, SURVEY
from ..jobs.close_year import close_year, write_year
from ..jobs.layers import Sources
from ..jobs.year_end_results import CHANGE_FIELDS, change_rows, change_shapes, year_totals
from ..judging.setup import TOWNS
from .base import Algorithm
from .call import Call, tr
from .roles import add_layer, add_roles, layer_for, sources_of
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
        self.add_table("OUTPUT", tr("耕地变化图斑"), polygons=True)
        self.add_folder(optional=True)
        self.add_outputs(
            QgsProcessingOutputString,
            VERDICT=tr("认定"),
            REASON=tr("理由"),
            OUT_HA=tr("流出（公顷）"),
            DEDUCTED_HA=tr("扣除（公顷）"),
            REQUIRED_HA=tr("需流入（公顷）"),
            IN_HA=tr("流入（公顷）"),
            DOUBTFUL_HA=tr("存疑（公顷）"),
        )

    def sources(self, call: Call) -> Sources:
        """Both surveys, and the townships."""
        return {
            **layer_for(call, "BEFORE", BEFORE),
            **layer_for(call, "AFTER", SURVEY),
            **sources_of(call, [TOWNS]),
        }

    def work(self, call: Call, given: Sources) -> dict[str, Any]:
        """Compare, judge, write."""
        report = call.run(lambda job: close_year(call.plan, given, call.choice("LAYOUT"), job))
        for problem in report.problems:
            if not problem.usable:
                text = f"{problem.layer} {problem.feature}：{problem.message}"
                call.warn(text)
        call.info(f"{report.verdict.text}：{report.verdict.reason}")
        crs = QgsCoordinateReferenceSystem(report.header.crs)
        rows, shapes = change_rows(report), change_shapes(report)
        return {
            "OUTPUT": write_table(call, "OUTPUT", CHANGE_FIELDS, rows, shapes, crs),
            **call.write(lambda folder, _: write_year(report, folder)),
            **year_totals(report),
        }
