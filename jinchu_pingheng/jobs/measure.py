"""Measure the parcels of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..core.errors import PlanError
from ..core.model import Cell, Parcel
from ..core.notice import Notice
from ..intake.stored import sound
from ..judging.block import measure_block
from ..judging.feedback import Feedback
from ..judging.gather import Outcome, run_blocks
from ..plan import profiles
from ..plan.store import Plan
from .inputs import Sources, required, resolve
from .prepare import setup_of, specs_of
from .provenance import recording

MEASURING_ROLES = ("DLTB", "XZQ")
"""What measuring reads: the land, and the names of its townships."""


def measure_plan(path: Path, given: Sources, feedback: Feedback | None = None) -> list[Cell]:
    """Split all parcels by the survey and store the cells in the plan."""
    with Plan.open(path) as plan, plan.transaction():
        return measure_again(plan, given, feedback or Feedback())


def measure_again(plan: Plan, given: Sources, feedback: Feedback) -> list[Cell]:
    """Measure an open plan by the layers given, else by those recorded in it."""
    sources = resolve(plan, given, MEASURING_ROLES)
    required(sources, "DLTB")
    notice = profiles.load(plan.header.profile)
    parcels = sound(plan.parcels(), notice)
    if not parcels:
        raise PlanError("方案中没有地块", str(plan.path), "请先标注流出、流入地块")
    feedback.step(5, "量算面积")
    setup = setup_of(plan.header.crs, notice, sources, parcels, MEASURING_ROLES)
    spec_of = specs_of(plan.header.crs, notice, sources)
    with recording(sources) as record:
        outcome = run_blocks(measure_block, setup, parcels, feedback, 5, 90, spec_of)
        record(plan, setup.specs)
    plan.set_problems("DLTB", sources["DLTB"].name, outcome.problems.get("DLTB", ()))
    plan.replace_cells(outcome.cells)
    plan.log("量算面积", f"{len(parcels)} 个地块，{len(outcome.cells)} 个面积单元")
    feedback.step(100)
    return outcome.cells


def measure_parcels(
    parcels: Sequence[Parcel], given: Sources, notice: Notice, crs: str, feedback: Feedback
) -> Outcome:
    """Measure parcels that need no plan; ``crs`` is the authority id of their geometry."""
    required(given, "DLTB")
    setup = setup_of(crs, notice, given, parcels, MEASURING_ROLES)
    return run_blocks(measure_block, setup, parcels, feedback, 5, 95, specs_of(crs, notice, given))
