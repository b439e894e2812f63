"""Check a plan against its notice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from ..core.errors import PlanError, listed
from ..core.findings import Findings
from ..core.law.reach import known_roles, parcel_roles
from ..core.model import FAIL, UNKNOWN, Parcel, RecordedException
from ..core.notice import Notice
from ..judging.block import Desk, Setup
from ..judging.blocks import number_of_blocks
from ..judging.feedback import Feedback
from ..judging.gather import Outcome
from ..judging.workers import Crew, children_for
from ..plan import profiles
from ..plan.store import Plan
from ..survey.sources import file_of
from .examine import verdicts, with_exceptions
from .inputs import AnySource, Sources, resolve
from .prepare import setup_of, specs_of
from .provenance import recording


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
        parcels = plan.parcels()
        if not parcels:
            raise PlanError("方案中没有地块", str(plan.path), "请先标注流出、流入地块")
        sources = resolve(plan, _named(notice, given), known_roles(notice))
        today = plan.header.compiled_on or date.today().isoformat()
        feedback.step(2, "读取地块附近的图层，按通知逐条检查")
        # Areas on the ellipsoid are filled in when they are printed, if the survey can be opened
        # again then.
        surfaces = "DLTB" in sources and file_of(sources["DLTB"].uri) is None
        setup = setup_of(
            plan.header.crs, notice, sources, parcels, parcel_roles(notice), today, surfaces, draw
        )
        spec_of = specs_of(plan.header.crs, notice, sources)
        with recording(sources) as record:
            outcome, findings = verdicts(
                plan.header, parcels, plan.exceptions(), setup, spec_of, feedback, crew
            )
            feedback.step(92, "保存结论")
            record(plan, setup.specs)
        _store(plan, sources, setup, parcels, outcome, findings)
    feedback.step(100)
    return findings


def _crew(plan: Plan) -> Crew:
    """Child processes for the plan's blocks: they import what they need while the plan is read."""
    return Crew(children_for(number_of_blocks(plan.parcel_count())), Desk)


def _store(
    plan: Plan,
    sources: Mapping[str, AnySource],
    setup: Setup,
    parcels: Sequence[Parcel],
    outcome: Outcome,
    findings: Findings,
) -> None:
    if "DLTB" in setup.specs:
        plan.replace_cells(outcome.cells)
        plan.log("量算面积", f"{len(parcels)} 个地块，{len(outcome.cells)} 个面积单元")
    plan.replace_priorities(outcome.scores)
    for role in {**setup.specs, **outcome.problems}:
        plan.set_problems(role, sources[role].name, outcome.problems.get(role, ()))
    plan.replace_findings(findings)
    failed, unknown = map(findings.column("verdict").count, (FAIL, UNKNOWN))
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
    with Plan.open(path) as plan:
        notice = profiles.load(plan.header.profile)
        if exception.rule_id not in [rule.id for rule in notice.rules]:
            raise PlanError(f"通知配置没有规则“{exception.rule_id}”", "登记例外", "请核对规则 id")
        if exception.parcel_id and exception.parcel_id not in plan.parcel_ids():
            raise PlanError(f"方案中没有地块“{exception.parcel_id}”", "登记例外", "请核对地块编号")
        if not exception.reason.strip() or not exception.document.strip():
            raise PlanError("例外须有理由和文号", "登记例外", "请补填")
        plan.add_exception(exception)
        plan.replace_findings(with_exceptions(plan.findings(), plan.exceptions()))
        plan.log(
            "登记例外", f"{exception.parcel_id or '方案'} {exception.rule_id}：{exception.document}"
        )
