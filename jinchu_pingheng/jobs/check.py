"""Check a plan against its notice."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from ..core.errors import PlanError, listed
from ..core.findings import Findings
from ..core.law.reach import known_roles
from ..core.model import FAIL, UNKNOWN, Parcel, RecordedException
from ..core.notice import Notice
from ..core.roles import SURVEY
from ..intake.stored import sound
from ..judging.block import Desk
from ..judging.blocks import number_of_blocks
from ..judging.feedback import Feedback
from ..judging.judge_plan import Judged, judge_plan, with_exceptions
from ..judging.setup import Setup, setup_for
from ..judging.workers import Crew, children_for
from ..plan import profiles
from ..plan.store import Plan
from ..survey.sources import file_of
from .indicators import indicators_of
from .layers import Sources, layers_of, names, resolve, with_usual_filters
from .provenance import recording
from .stated import require_document


def check_plan(
    path: Path, given: Sources, feedback: Feedback | None = None, draw: bool = True
) -> Findings:
    """Run every rule of the plan's notice on every parcel, and store the findings.

    ``given`` are layers by role; roles that are left out are taken from the plan's record, and what
    is not there either is no evidence. With DLTB the parcels are measured as well, so that the
    balance can be judged. ``draw``: conflicts get their polygons now; else when the plan is
    exported.
    """
    feedback = feedback or Feedback()
    with Plan.open(path) as plan, plan.transaction(), closing(_crew(plan)) as crew:
        notice = profiles.load(plan.header.profile)
        plan.notice_edits()
        if plan.edition.changed_since_approval:
            feedback.warn(f"{plan.edition.text}，尚未登记新的批准。")
        parcels = sound(plan.parcels(), notice)
        if not parcels:
            raise PlanError("方案中没有地块", str(plan.path), "请先标注地块")
        given = with_usual_filters(_named(notice, given), feedback)
        sources = resolve(plan, given, known_roles(notice))
        feedback.step(2, "读取地块附近的图层，按通知逐条检查")
        setup = _setup(plan, notice, parcels, sources, draw)
        with recording(sources) as record:
            judged = judge_plan(parcels, setup, feedback=feedback, crew=crew)
            feedback.step(92, "保存结论")
            record(plan, setup.block.specs)
        _store(plan, sources, setup, parcels, judged)
    feedback.step(100)
    return judged.findings


def _setup(
    plan: Plan, notice: Notice, parcels: Sequence[Parcel], sources: Sources, draw: bool
) -> Setup:
    # Areas on the ellipsoid are filled in when they are printed, if the survey can be opened again
    # then.
    surfaces = any(file_of(item.source.uri) is None for item in sources.get(SURVEY, ()))
    return setup_for(
        plan.header,
        notice,
        parcels,
        layers_of(plan.header.crs, notice, sources),
        exceptions=plan.exceptions(),
        declarations=plan.declarations(),
        batches=plan.batches(),
        indicators=indicators_of(plan, notice),
        today=date.today().isoformat(),
        surfaces=surfaces,
        draw=draw,
    )


def _crew(plan: Plan) -> Crew:
    """Child processes for the plan's blocks: they import what they need while the plan is read."""
    return Crew(children_for(number_of_blocks(plan.parcel_count())), Desk)


def _store(
    plan: Plan, sources: Sources, setup: Setup, parcels: Sequence[Parcel], judged: Judged
) -> None:
    if SURVEY in setup.block.specs:
        plan.replace_cells(judged.cells)
        plan.log("量算面积", f"{len(parcels)} 个地块，{len(judged.cells)} 个面积单元")
    plan.replace_priorities(judged.scores)
    for role in {**setup.block.specs, **judged.problems}:
        plan.set_problems(role, names(sources, role), judged.problems.get(role, ()))
    plan.replace_findings(judged.findings)
    failed, unknown = map(judged.findings.column("verdict").count, (FAIL, UNKNOWN))
    detail = f"{len(setup.notice.rules)} 条规则，不通过 {failed}，无法判定 {unknown}"
    plan.log("检查", detail)


def _named(notice: Notice, given: Sources) -> Sources:
    """The given layers by role id; a layer for a role that the profile adds may be named by its
    label."""
    by_label = {role.label: role.id for role in notice.own_roles}
    named = {by_label.get(role, role): source for role, source in given.items()}
    strange = [role for role in named if role not in known_roles(notice)]
    if strange:
        allowed = listed(f"{role.id}（{role.label}）" for role in notice.own_roles) or "无"
        raise PlanError(
            "图层名不是配置中声明的图层角色",
            f"图层 {listed(strange)}",
            f"配置声明的角色：{allowed}",
        )
    return named


def record_exception(path: Path, exception: RecordedException) -> None:
    """Record why a parcel may break a rule, and by which document; it shows with the finding at
    once.

    Raises PlanError for a rule or parcel that the plan does not have, or an empty reason or
    document.
    """
    with Plan.open(path) as plan, plan.transaction():
        notice = profiles.load(plan.header.profile)
        if exception.rule_id not in [rule.id for rule in notice.rules]:
            raise PlanError(f"通知配置没有规则“{exception.rule_id}”", "登记例外", "请核对规则 id")
        if exception.parcel_id and exception.parcel_id not in plan.parcel_ids():
            raise PlanError(f"方案中没有地块“{exception.parcel_id}”", "登记例外", "请核对地块编号")
        if not exception.reason.strip():
            raise PlanError("没有填写理由", "登记例外", "请补填")
        require_document(exception.document, where="登记例外")
        plan.notice_edits()
        checked = plan.checked_revision
        current = checked == plan.edition.revision
        plan.add_exception(exception)
        if checked:
            findings = with_exceptions(plan.findings(), plan.exceptions())
            plan.replace_findings(findings, None if current else checked)
        plan.log(
            "登记例外", f"{exception.parcel_id or '方案'} {exception.rule_id}：{exception.document}"
        )
