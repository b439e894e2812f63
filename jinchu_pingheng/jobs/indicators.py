"""What the verbs that record credits and transfers share: which townships there are, and verdicts
that follow at once."""

from __future__ import annotations

from ..core.accounts.balance import Balance, balance
from ..core.errors import PlanError
from ..core.findings import Findings
from ..core.indicators import Indicators, sifted
from ..core.model import Finding
from ..core.notice import Notice
from ..intake.stored import sound
from ..judging.judge_plan import with_exceptions
from ..judging.setup import TOWNS, town_names
from ..judging.whole_plan import judge_sums
from ..plan.store import Plan
from .layers import layers_of, recorded_sources


def indicators_of(plan: Plan, notice: Notice) -> Indicators:
    """The plan's credits and transfers by whether they count."""
    return sifted(plan.credits(), plan.transfers(), notice, plan.header.year)


def townships(plan: Plan, notice: Notice) -> dict[str, str]:
    """Names by nine-digit code: of the recorded XZQ, and of those that have parcels."""
    sources = recorded_sources(plan.layers_by_role(), (TOWNS,))
    spec = layers_of(plan.header.crs, notice, sources).spec(TOWNS, None)
    named = town_names(spec.open(None).all()) if spec is not None else {}
    return {**named, **{cell.town_code: cell.town_name for cell in plan.cells()}}


def checked_balance(plan: Plan, notice: Notice, indicators: Indicators) -> Balance:
    """The balance with other indicators than the plan has, by which a transfer is judged.

    Raises PlanError for a plan whose parcels were not checked as they are now: which inflow is
    lawful is not known then.
    """
    if plan.stale or not plan.cells() or not plan.findings():
        raise PlanError(
            "地块尚未检查，调出乡镇的结余不明", str(plan.path), "请先运行“合规检查”，再登记调剂"
        )
    return balance_of(plan, notice, indicators)


def balance_of(plan: Plan, notice: Notice, indicators: Indicators) -> Balance:
    """The balance of what the plan holds."""
    parcels, county = sound(plan.parcels(), notice), plan.header.county_name
    return balance(parcels, plan.cells(), plan.findings(), notice, county, indicators)


def judge_sums_again(plan: Plan, notice: Notice, revision: int) -> None:
    """The findings on the plan's sums as they are now, where the plan was checked.

    ``revision``: the plan's before the change; findings that were of it are of the new one.
    """
    checked, cells = plan.checked_revision, plan.cells()
    if not checked or (cells and plan.stale):
        return
    found, again = plan.findings(), []
    if cells:  # without a survey there are no sums, and no verdicts that would change
        parcels, indicators = sound(plan.parcels(), notice), indicators_of(plan, notice)
        again = judge_sums(plan.header, notice, parcels, cells, found, indicators)
    renewed = with_exceptions(_replaced(found, again), plan.exceptions())
    plan.replace_findings(Findings.of(renewed), None if checked == revision else checked)


def _replaced(found: list[Finding], again: list[Finding]) -> list[Finding]:
    """New findings at the places of those that they replace; the others at the end."""
    new = {finding.rule_id: finding for finding in again}
    kept = [f if f.parcel_id else new.pop(f.rule_id, f) for f in found]
    return [*kept, *new.values()]
