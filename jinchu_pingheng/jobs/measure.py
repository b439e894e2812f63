"""Measure the parcels of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..core.errors import PlanError
from ..core.model import Cell, Header, Parcel
from ..core.notice import Notice
from ..core.roles import SURVEY
from ..intake.stored import sound
from ..judging.feedback import Feedback
from ..judging.gather import Outcome
from ..judging.judge_plan import measure_parcels
from ..judging.setup import MEASURING_ROLES, Setup, setup_for
from ..plan import profiles
from ..plan.store import Plan
from .layers import Sources, layers_of, names, required, resolve
from .provenance import recording


def measure_plan(path: Path, given: Sources, feedback: Feedback | None = None) -> list[Cell]:
    """Split all parcels by the survey and store the cells in the plan."""
    with Plan.open(path) as plan, plan.transaction():
        plan.notice_edits()
        return measure_again(plan, given, feedback or Feedback())


def measure_again(plan: Plan, given: Sources, feedback: Feedback) -> list[Cell]:
    """Measure an open plan by the layers given, else by those recorded in it."""
    sources = resolve(plan, given, MEASURING_ROLES)
    required(sources, SURVEY)
    notice = profiles.load(plan.header.profile)
    parcels = sound(plan.parcels(), notice)
    if not parcels:
        raise PlanError("方案中没有地块", str(plan.path), "请先标注地块")
    feedback.step(5, "量算面积")
    setup = measuring_setup(plan.header, notice, parcels, sources)
    with recording(sources) as record:
        outcome = measure_parcels(parcels, setup, feedback=feedback)
        record(plan, setup.block.specs)
    plan.set_problems(SURVEY, names(sources, SURVEY), outcome.problems.get(SURVEY, ()))
    plan.replace_cells(outcome.cells)
    plan.log("量算面积", f"{len(parcels)} 个地块，{len(outcome.cells)} 个面积单元")
    feedback.step(100)
    return outcome.cells


def measuring_setup(
    header: Header, notice: Notice, parcels: Sequence[Parcel], given: Sources
) -> Setup:
    """What parcels are measured by. Raises PlanError for a layer that cannot be used."""
    layers = layers_of(header.crs, notice, given)
    return setup_for(header, notice, parcels, layers, roles=MEASURING_ROLES)


def measure_apart_from_plan(
    parcels: Sequence[Parcel], given: Sources, notice: Notice, crs: str, feedback: Feedback
) -> Outcome:
    """Measure parcels that belong to no plan; ``crs`` is the authority id of their geometry."""
    required(given, SURVEY)
    nobody = Header(
        county_code="",
        county_name="",
        year=0,
        profile=notice.id,
        crs=crs,
        office="",
        compiled_on="",
    )
    return measure_parcels(
        parcels, measuring_setup(nobody, notice, parcels, given), feedback=feedback
    )
