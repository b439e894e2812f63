"""Record the approval of a plan, and freeze what was approved (宁夏通知 二（三）)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ..core.approvals import Approval
from ..core.errors import PlanError
from ..core.model import Header
from ..judging.feedback import Feedback
from ..plan.freezing import discard, freeze
from ..plan.store import Plan
from .missing import missing_of
from .snapshot import bring_up_to_date
from .stated import require_body, require_document, stated_day

ACTION = "批准方案"


def usual_body(header: Header) -> str:
    """Who approves a county's plan (宁夏通知 二（三））."""
    return f"{header.county_name}人民政府"


def approve_plan(
    path: Path, document: str, body: str, day: str, feedback: Feedback | None = None
) -> Path:
    """Record by which document and which body the plan was approved on a day ('YYYY-MM-DD');
    returns the frozen copy, which lies beside the plan.

    Raises PlanError for what names no document or no body, a day that is none or still to come, a
    plan without parcels, parcels that cannot be measured, and a revision that was approved before.
    What a check has found wanting is told, not refused: it is the body that approves.
    """
    feedback = feedback or Feedback()
    require_document(document, where=ACTION)
    require_body(body, name="批准机关", where=ACTION)
    day = stated_day(day, name="批准日期", where=ACTION)
    if day > date.today().isoformat():
        raise PlanError(f"批准日期 {day} 还没有到", ACTION, "请填写批准文件的日期")
    _bring_up_to_date(path, feedback)
    frozen: list[Approval] = []
    try:
        with Plan.open(path) as plan, plan.transaction():
            frozen.append(freeze(path, _approval(plan, document.strip(), body.strip(), day)))
            plan.add_approval(frozen[0])
            plan.log(ACTION, f"{frozen[0].words}，副本 {frozen[0].file}")
    except BaseException:
        for approval in frozen:
            discard(path, approval)
        raise
    _tell(path, feedback)
    feedback.step(100)
    return path.with_name(frozen[0].file)


def _bring_up_to_date(path: Path, feedback: Feedback) -> None:
    """What is frozen holds the areas of its parcels."""
    with Plan.open(path) as plan, plan.snapshot():
        if not plan.parcel_count():
            raise PlanError("方案中没有地块", str(path), "请先标注地块")
        bring_up_to_date(plan, feedback)


def _tell(path: Path, feedback: Feedback) -> None:
    """What a check has found wanting in what was approved."""
    with Plan.open(path) as plan:
        checked, findings = plan.checked_revision, plan.findings()
    wanting = missing_of(findings, path)
    if not checked:
        feedback.warn("尚未运行合规检查，批准的是未经检查的方案。")
    elif wanting.grave:
        feedback.warn(f"批准的方案还有下列事项：{'；'.join(wanting.lines)}。")


def _approval(plan: Plan, document: str, body: str, day: str) -> Approval:
    """Raises PlanError when there is nothing new to approve."""
    edition = plan.edition
    last = edition.approval
    if last is not None and not edition.changed_since_approval:
        what = f"这一版已经登记过批准（{last.words}）"
        raise PlanError(what, str(plan.path), "方案修改以后再登记新的批准")
    return Approval(document, body, day, edition.revision)
