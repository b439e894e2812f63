"""The balance of a plan, and the report that everything is printed from."""

from __future__ import annotations

from pathlib import Path

from ..core.accounts.balance import Balance
from ..core.accounts.report import Report, build_report
from ..core.errors import PlanError
from ..core.model import InputRecord
from ..intake.stored import sound
from ..judging.feedback import Feedback
from ..plan import profiles
from ..plan.store import Plan
from ..version import software
from .complete import complete
from .measure import measure_again


def balance_plan(path: Path, feedback: Feedback | None = None) -> Balance:
    """Inflow against outflow; parcels are measured first when they have changed since."""
    return report_of(path, feedback).balance


def report_of(path: Path, feedback: Feedback | None = None, printed: bool = False) -> Report:
    """Everything that is printed, computed from the plan.

    ``printed``: what a check leaves out is filled in where the layers are still at hand. Raises
    PlanError when the plan has no parcels, or was not measured and its survey layer is not at hand.
    """
    feedback = feedback or Feedback()
    with Plan.open(path) as plan:
        if plan.stale:
            _measure_again(plan, feedback)
        if printed:
            complete(plan, feedback)
        notice = profiles.load(plan.header.profile)
        inputs = [
            InputRecord(row["role"], row["name"], row["feature_count"], row["sha256"])
            for row in plan.layer_roles().values()
        ]
        return build_report(
            plan.header,
            notice,
            sound(plan.parcels(), notice),
            plan.cells(),
            plan.findings(),
            inputs,
            software(),
            plan.problems(),
            plan.priorities(),
        )


def _measure_again(plan: Plan, feedback: Feedback) -> None:
    with plan.transaction():
        plan.parcels_changed()
        if plan.parcels() and "DLTB" not in plan.layer_roles():
            raise PlanError(
                "地块尚未量算面积",
                str(plan.path),
                "请先运行“面积量算”或“合规检查”，并选择地类图斑图层",
            )
        measure_again(plan, {}, feedback)
