"""The balance of a plan, and the report that everything is printed from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..core.balance import Balance
from ..core.errors import PlanError
from ..core.model import Finding, InputRecord
from ..core.report import Report, build_report
from ..plan import profiles
from ..plan.store import Plan
from ..version import software
from .feedback import Feedback
from .measure import measure_layers, read_survey


def balance_plan(path: Path, feedback: Feedback | None = None) -> Balance:
    """Inflow against outflow; parcels are measured first when they have changed since."""
    return report_of(path, feedback).balance


def report_of(path: Path, feedback: Feedback | None = None) -> Report:
    """Everything that is printed, computed from the plan.

    Raises PlanError when the plan has no parcels, or was not measured and its survey layer is not at hand.
    """
    feedback = feedback or Feedback()
    with Plan.open(path) as plan:
        if not plan.cells():
            if plan.parcels() and "DLTB" not in plan.layer_roles():
                raise PlanError(
                    "地块尚未量算面积", str(plan.path), "请先运行“面积量算”或“合规检查”，并选择地类图斑图层"
                )
            measure_layers(plan, read_survey(plan, {}, feedback), Feedback())
        inputs = [
            InputRecord(row["role"], row["name"], row["feature_count"], row["sha256"])
            for row in plan.layer_roles().values()
        ]
        return build_report(
            plan.header,
            profiles.load(plan.header.profile),
            plan.parcels(),
            plan.cells(),
            _with_conflicts(plan.findings(), plan.conflicts()),
            inputs,
            software(),
            plan.problems(),
        )


def _with_conflicts(findings: Iterable[Finding], conflicts: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """Findings with the polygons that the plan keeps in a layer of their own, in the same order."""
    polygons: dict[tuple[str, str, float | None], list[Any]] = defaultdict(list)
    for row in conflicts:
        polygons[row["parcel_id"], row["rule_id"], row["overlap_m2"]].append(row["geom"])
    joined = []
    for finding in findings:
        overlap = None if finding.overlap_m2 is None else float(finding.overlap_m2)
        found = polygons[finding.parcel_id, finding.rule_id, overlap]
        joined.append(replace(finding, geometry=found.pop(0)) if found else finding)
    return joined
