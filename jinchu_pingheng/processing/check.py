"""checkconstraints."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingOutputNumber

from ..core.model import FAIL, UNKNOWN
from ..jobs.check import check_plan
from ..jobs.layers import Sources
from ..judging.collection import give_back, no_collection
from .base import Algorithm
from .call import Call, tr
from .roles import add_all_roles, all_sources
from .tables import write_conflicts, write_findings


class CheckConstraints(Algorithm):
    """Every rule of the notice on every parcel."""

    key = "checkconstraints"
    title = "合规检查"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare the parameters."""
        self.add_plan()
        add_all_roles(self)
        self.add_table("OUTPUT", tr("检查结论"))
        self.add_table("CONFLICTS", tr("冲突范围"), polygons=True)
        self.add_outputs(
            QgsProcessingOutputNumber, FAILED=tr("不通过的条数"), UNKNOWN=tr("无法判定的条数")
        )

    def sources(self, call: Call) -> Sources:
        """The layers of all roles."""
        return all_sources(call)

    def work(self, call: Call, given: Sources) -> dict[str, Any]:
        """Check and write the findings."""
        with no_collection():
            return self._check(call, given)

    def _check(self, call: Call, given: Sources) -> dict[str, Any]:
        path, draw = call.plan, bool(call.parameters.get("CONFLICTS"))
        findings = call.run(lambda job: check_plan(path, given, job, draw))
        failed, unknown = map(findings.column("verdict").count, (FAIL, UNKNOWN))
        text = tr("共 {all} 条结论：不通过 {failed} 条，无法判定 {unknown} 条。")
        call.info(text.format(all=len(findings), failed=failed, unknown=unknown))
        results = {
            "OUTPUT": call.run(lambda _: write_findings(call, findings)),
            "CONFLICTS": write_conflicts(call, findings) if draw else None,
            "FAILED": failed,
            "UNKNOWN": unknown,
        }
        for column in findings.columns:
            give_back(column)
        return results
