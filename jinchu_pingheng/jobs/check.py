"""Check a plan against its notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from ..core.balance import balance
from ..core.check import check
from ..core.errors import PlanError, listed
from ..core.model import FAIL, IN, OUT, Finding, Layer, Parcel, RecordedException
from ..core.notice import Notice
from ..core.priority import priorities
from ..core.roles import FIGURE_ONLY, ROLES
from ..core.rules.kind import Evidence
from ..core.schedule import schedule
from ..plan import profiles
from ..plan.store import Plan
from ..survey.raster import read_dem
from ..survey.sources import RasterSource
from .feedback import Feedback
from .inputs import AnySource, Sources, read_role, record, resolve
from .measure import measure_layers, survey_of


def check_plan(path: Path, given: Sources, feedback: Feedback | None = None) -> list[Finding]:
    """Run every rule of the plan's notice on every parcel, and store the findings.

    ``given`` are layers by role; roles that are left out are taken from the plan's record, and what is not there
    either is no evidence. With DLTB the parcels are measured as well, so that the balance can be judged.
    """
    feedback = feedback or Feedback()
    with Plan.open(path) as plan, plan.transaction():
        notice = profiles.load(plan.header.profile)
        parcels = plan.parcels()
        if not parcels:
            raise PlanError("方案中没有地块", str(plan.path), "请先标注流出、流入地块")
        sources = resolve(plan, _named(notice, given), (*ROLES, *(role.id for role in notice.own_roles)))
        layers = _read(plan, notice, sources, parcels, feedback)
        if "DLTB" in layers:
            measure_layers(plan, layers, Feedback())
        feedback.step(45, "按通知逐条检查")
        findings = _check(plan, notice, parcels, layers, sources, feedback)
        record(plan, sources, layers)
        plan.replace_findings(findings)
        counts = {verdict: sum(f.verdict == verdict for f in findings) for verdict in ("fail", "unknown")}
        plan.log("检查", f"{len(notice.rules)} 条规则，不通过 {counts['fail']}，无法判定 {counts['unknown']}")
    feedback.step(100)
    return findings


def _named(notice: Notice, given: Sources) -> Sources:
    """The given layers by role id; a layer for a role that the profile adds may be named by its label."""
    by_label = {role.label: role.id for role in notice.own_roles}
    named = {by_label.get(role, role): source for role, source in given.items()}
    known = (*ROLES, *by_label.values())
    strange = [role for role in named if role not in known]
    if strange:
        allowed = listed(f"{role.id}（{role.label}）" for role in notice.own_roles) or "无"
        raise PlanError(
            "图层名不是配置中声明的图层角色", f"图层 {listed(strange)}", f"配置声明的角色：{allowed}"
        )
    return named


def _read(
    plan: Plan, notice: Notice, sources: Sources, parcels: Sequence[Parcel], feedback: Feedback
) -> dict[str, Layer]:
    """Layers near the parcels; those that a rule on the plan compares, wherever their features lie."""
    on_plan = [rule.params for rule in notice.rules if rule.direction == "plan"]
    of_plan = {params[name] for params in on_plan for name in ("role", "other_role") if name in params}
    layers: dict[str, Layer] = {}
    wanted = [role for role in sources if role not in FIGURE_ONLY]
    for done, role in enumerate(wanted):
        feedback.step(40 * done / len(wanted), f"读取{notice.role_label(role)}")
        layer = read_role(plan, notice, sources, role, () if role in of_plan else parcels)
        if layer is not None:
            layers[role] = layer
    return layers


def _check(
    plan: Plan,
    notice: Notice,
    parcels: Sequence[Parcel],
    layers: dict[str, Layer],
    sources: dict[str, AnySource],
    feedback: Feedback,
) -> list[Finding]:
    """Parcel rules first: the balance must know which inflow a blocking rule rejects."""
    cells = plan.cells()
    dem = sources.get("DEM")
    survey = survey_of(layers) if "DLTB" in layers else None
    grid = read_dem(dem, plan.header.crs, parcels) if isinstance(dem, RasterSource) else None
    today = plan.header.compiled_on or date.today().isoformat()
    evidence = Evidence(notice, parcels, layers, survey, grid, today=today)
    on_parcels = [rule for rule in notice.rules if rule.direction != "plan"]
    findings = check(on_parcels, evidence, feedback.part(45, 90))
    plan.replace_priorities([*priorities(OUT, evidence), *priorities(IN, evidence)])
    if cells:
        result = balance(parcels, cells, findings, notice, plan.header.county_name)
        months = schedule(parcels, cells, notice, plan.header.year)
        evidence = replace(evidence, balance=result, months=months)
    on_plan = [rule for rule in notice.rules if rule.direction == "plan"]
    findings += check(on_plan, evidence, feedback.part(90, 98))
    return _with_exceptions(findings, plan.exceptions())


def _with_exceptions(findings: Sequence[Finding], exceptions: Sequence[RecordedException]) -> list[Finding]:
    """A recorded exception is printed with the finding; its verdict stays 'fail'."""
    texts = {(item.parcel_id, item.rule_id): item.text for item in exceptions}
    return [
        replace(f, exception=texts.get((f.parcel_id, f.rule_id), "")) if f.verdict == FAIL else f
        for f in findings
    ]


def record_exception(path: Path, exception: RecordedException) -> None:
    """Record why a parcel may break a rule, and by which document; it shows with the finding at once.

    Raises PlanError for a rule or parcel that the plan does not have, or an empty reason or document.
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
        plan.replace_findings(_with_exceptions(plan.findings(), plan.exceptions()))
        plan.log("登记例外", f"{exception.parcel_id or '方案'} {exception.rule_id}：{exception.document}")
