"""potential."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
)

from ..jobs.find_potential import find_potential, write_pool
from ..jobs.layers import Sources
from ..jobs.pool_results import POOL_FIELDS, pool_rows, pool_shapes, pool_totals
from .base import Algorithm
from .call import Call, tr
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
        self.add_files("EARLIER", tr("以前年度方案（其流入地块不再计入）"))
        self.add_rows("WEIGHTS", tr("评分权重（空为配置所列）"), [tr("评分项"), tr("权重")])
        self.add_table("OUTPUT", tr("潜力图斑"), polygons=True)
        self.add_folder(optional=True)
        self.add_outputs(QgsProcessingOutputNumber, COUNT=tr("图斑数"))
        self.add_outputs(
            QgsProcessingOutputString,
            POTENTIAL_HA=tr("潜力（公顷）"),
            OPEN_HA=tr("其中待查（公顷）"),
            USED_HA=tr("已用（公顷）"),
            LEFT_HA=tr("剩余（公顷）"),
        )

    def sources(self, call: Call) -> Sources:
        """The layers of all roles."""
        return all_sources(call)

    def work(self, call: Call, given: Sources) -> dict[str, Any]:
        """Look for the land and write it."""
        earlier, weights = call.files("EARLIER"), call.rows("WEIGHTS", 2)
        report = call.run(lambda job: find_potential(call.plan, given, earlier, weights, job))
        for text in report.unseen:
            call.warn(text)
        crs = QgsCoordinateReferenceSystem(report.header.crs)
        rows, shapes = pool_rows(report), pool_shapes(report)
        return {
            "OUTPUT": write_table(call, "OUTPUT", POOL_FIELDS, rows, shapes, crs),
            **call.write(lambda folder, _: write_pool(report, folder)),
            **pool_totals(report),
        }
