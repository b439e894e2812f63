"""Check a plan against its notice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from ..core.balance import balance
from ..core.check import check
from ..core.errors import PlanError
from ..core.model import Finding, Layer
from ..core.notice import Notice
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
    with Plan.open(path) as plan:
        notice = profiles.load(plan.header.profile)
        parcels = plan.parcels()
        if not parcels:
            raise PlanError("方案中没有地块", str(plan.path), "请先标注流出、流入地块")
        sources = resolve(plan, given, ROLES)
        layers = _read(plan, sources, feedback)
        if "DLTB" in layers:
            measure_layers(plan, layers, Feedback())
        feedback.step(45, "按通知逐条检查")
        findings = _check(plan, notice, layers, sources, feedback)
        record(plan, sources, layers)
        plan.replace_findings(findings)
        counts = {verdict: sum(f.verdict == verdict for f in findings) for verdict in ("fail", "unknown")}
        plan.log("检查", f"{len(notice.rules)} 条规则，不通过 {counts['fail']}，无法判定 {counts['unknown']}")
    feedback.step(100)
    return findings


def _read(plan: Plan, sources: Sources, feedback: Feedback) -> dict[str, Layer]:
    layers: dict[str, Layer] = {}
    wanted = [role for role in sources if role not in FIGURE_ONLY]
    for done, role in enumerate(wanted):
        feedback.step(40 * done / len(wanted), f"读取{ROLES[role].label}")
        layer = read_role(plan, sources, role)
        if layer is not None:
            layers[role] = layer
    return layers


def _check(
    plan: Plan, notice: Notice, layers: dict[str, Layer], sources: dict[str, AnySource], feedback: Feedback
) -> list[Finding]:
    """Parcel rules first: the balance must know which inflow a blocking rule rejects."""
    parcels, cells, year = plan.parcels(), plan.cells(), plan.header.year
    dem = sources.get("DEM")
    survey = survey_of(layers) if "DLTB" in layers else None
    grid = read_dem(dem, plan.header.crs, parcels) if isinstance(dem, RasterSource) else None
    today = plan.header.compiled_on or date.today().isoformat()
    evidence = Evidence(notice, parcels, layers, survey, grid, today=today)
    on_parcels = [rule for rule in notice.rules if rule.direction != "plan"]
    findings = check(on_parcels, evidence, feedback.part(45, 90))
    if cells:
        result = balance(parcels, cells, findings, notice, plan.header.county_name)
        months = schedule(parcels, cells, notice, year)
        evidence = replace(evidence, balance=result, months=months)
    on_plan = [rule for rule in notice.rules if rule.direction == "plan"]
    return [*findings, *check(on_plan, evidence, feedback.part(90, 98))]
