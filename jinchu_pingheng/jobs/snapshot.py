"""One state of a plan, read at once: whatever is printed from it belongs together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ..core.accounts.report import Report, build_report
from ..core.errors import PlanError
from ..core.model import InputRecord
from ..intake.stored import sound
from ..judging.feedback import Feedback
from ..plan import profiles
from ..plan.store import Plan
from ..version import software
from .complete import complete
from .headers import signed_header
from .indicators import indicators_of
from .layers import Records
from .measure import measure_again


@dataclass(frozen=True)
class Snapshot:
    """A report, and the plan's record of layers by role, which figures and land use are made from.

    Later changes of the plan do not reach it; ``report.edition`` says which state it is.
    """

    report: Report
    layers: Records


def take_snapshot(path: Path, feedback: Feedback | None = None, printed: bool = False) -> Snapshot:
    """Read a plan in one transaction; parcels are measured first when they have changed since.

    ``printed``: what a check leaves out is filled in where the layers are still at hand. Raises
    PlanError when the plan was not measured and its survey layer is not at hand.
    """
    feedback = feedback or Feedback()
    with Plan.open(path) as plan, plan.snapshot():
        bring_up_to_date(plan, feedback)
        if printed:
            complete(plan, feedback)
        return Snapshot(_report(plan), plan.layers_by_role())


def signed(report: Report) -> Report:
    """A report to be printed, with its batches."""
    parts = tuple(replace(part, report=signed(part.report)) for part in report.parts)
    return replace(report, header=signed_header(report.header), parts=parts)


def _report(plan: Plan) -> Report:
    notice = profiles.load(plan.header.profile)
    inputs = [
        InputRecord(row["role"], row["name"], row["feature_count"], row["sha256"])
        for rows in plan.layers_by_role().values()
        for row in rows
    ]
    return build_report(
        header=plan.header,
        notice=notice,
        parcels=sound(plan.parcels(), notice),
        cells=plan.cells(),
        findings=plan.findings(),
        inputs=inputs,
        software=software(),
        problems=plan.problems(),
        priorities=plan.priorities(),
        edition=plan.edition,
        indicators=indicators_of(plan, notice),
        declarations=plan.declarations(),
        batches=plan.batches(),
    )


def bring_up_to_date(plan: Plan, feedback: Feedback) -> None:
    """Measure the parcels when they have changed since. Raises PlanError as ``take_snapshot``."""
    plan.notice_edits()
    if not plan.stale:
        return
    plan.forget_results()
    # wrong values are told before a survey is asked for
    parcels = sound(plan.parcels(), profiles.load(plan.header.profile))
    if parcels and "DLTB" not in plan.layers_by_role():
        raise PlanError(
            "地块尚未量算面积",
            str(plan.path),
            "请先运行“面积量算”或“合规检查”，并选择地类图斑图层",
        )
    measure_again(plan, {}, feedback)
