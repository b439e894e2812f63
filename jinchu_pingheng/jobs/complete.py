"""What a check leaves out until it is printed: areas on the ellipsoid, and the polygons of
conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..core.law.reach import known_roles
from ..core.model import FAIL, Cell, Finding
from ..core.roles import SURVEY
from ..judging.feedback import Feedback
from ..judging.judge_plan import judge_plan
from ..judging.setup import setup_for
from ..plan import profiles
from ..plan.store import Plan
from .indicators import indicators_of
from .layers import layers_of, resolve


def complete(plan: Plan, feedback: Feedback) -> None:
    """Fill in what is missing, from the layers that the plan records.

    Where a layer is no longer at hand, or says something else than it did, what was found stays as
    it is.
    """
    cells, findings = plan.cells(), plan.findings()
    if all(cell.ellipsoidal is not None for cell in cells) and not any(map(_undrawn, findings)):
        return
    notice = profiles.load(plan.header.profile)
    sources = resolve(plan, {}, known_roles(notice))
    if SURVEY not in sources:
        return
    parcels = plan.parcels()
    layers, indicators = layers_of(plan.header.crs, notice, sources), indicators_of(plan, notice)
    setup = setup_for(
        plan.header,
        notice,
        parcels,
        layers,
        indicators=indicators,
        declarations=plan.declarations(),
        batches=plan.batches(),
    )
    judged = judge_plan(parcels, setup, feedback=feedback.between(0, 10))
    with plan.transaction():
        plan.replace_cells(_with_surfaces(cells, judged.cells), plan.measured_revision)
        plan.replace_findings(_with_polygons(findings, judged.findings), plan.checked_revision)


def _undrawn(finding: Finding) -> bool:
    on_parcel = finding.verdict == FAIL and finding.parcel_id != ""
    # 0 m² is an area too: a parcel without any of the land that it must hold is in conflict as a
    # whole.
    return on_parcel and finding.overlap_m2 is not None and finding.geometry is None


def _with_surfaces(cells: Sequence[Cell], again: Sequence[Cell]) -> list[Cell]:
    found = {replace(cell, ellipsoidal=None): cell for cell in again}
    return [found.get(replace(cell, ellipsoidal=None), cell) for cell in cells]


def _with_polygons(findings: Sequence[Finding], again: Sequence[Finding]) -> list[Finding]:
    """A rule has one finding on a parcel; its polygon is taken when it found the same again."""
    found = {(finding.parcel_id, finding.rule_id): finding for finding in again}
    return [
        finding._replace(
            geometry=_polygon(finding, found.get((finding.parcel_id, finding.rule_id)))
        )
        if _undrawn(finding)
        else finding
        for finding in findings
    ]


def _polygon(finding: Finding, again: Finding | None) -> Any:
    same = again is not None and (again.verdict, again.overlap_m2) == (
        finding.verdict,
        finding.overlap_m2,
    )
    return again.geometry if again is not None and same else None
