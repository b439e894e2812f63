"""Step 5 of judging a plan: what follows for the plan as a whole, once every parcel is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely

from ..core.accounts.balance import Balance, balance, blocked_parcels
from ..core.accounts.schedule import schedule
from ..core.geometry.layer import Layer
from ..core.land.survey import Survey
from ..core.law.check import check
from ..core.law.evidence import Evidence
from ..core.law.reach import ON_PLAN, roles_of
from ..core.model import Finding, Parcel
from .gather import Outcome
from .setup import SURVEY, Setup


def judge_whole(
    parcels: Sequence[Parcel], setup: Setup, outcome: Outcome
) -> tuple[Balance | None, list[Finding]]:
    """The balance, None without a survey, and the findings of the rules on the plan.

    The balance has to know which inflow is rejected: ``outcome`` is what was found on parcels.
    """
    evidence = Evidence(
        notice=setup.notice,
        parcels=(),
        layers=_layers(setup),
        survey=_place_of_survey(setup),
        today=setup.block.today,
    )
    result = None
    if outcome.cells:
        name, year = setup.header.county_name, setup.header.year
        result = balance(parcels, outcome.cells, outcome.findings, setup.notice, name)
        blocked = blocked_parcels(outcome.findings)
        months = schedule(parcels, outcome.cells, setup.notice, year, blocked)
        evidence = replace(evidence, parcels=parcels, balance=result, months=months)
    on_plan = [rule for rule in setup.notice.rules if rule.direction == ON_PLAN]
    return result, check(on_plan, evidence)


def _layers(setup: Setup) -> dict[str, Layer]:
    """Layers that rules on the plan compare: the first role wherever its features lie, the others
    near it."""
    layers: dict[str, Layer] = {}
    for rule in setup.notice.rules:
        if rule.direction != ON_PLAN:
            continue
        # the survey is no layer that a rule on the plan compares: it asks only where it lies
        first, *others = [role for role in roles_of(rule) if role != SURVEY] or [""]
        if first and first not in layers:
            _read(layers, first, setup, None)
        for other in others if first in layers else ():
            _read(layers, other, setup, shapely.bounds(layers[first].geometry).reshape(-1, 4))
    return layers


def _read(layers: dict[str, Layer], role: str, setup: Setup, boxes: np.ndarray | None) -> None:
    spec = setup.layers.spec(role, boxes)
    if spec is not None:
        reader = spec.open(boxes)
        layers[role] = reader.all() if boxes is None else reader.near(boxes)
        reader.close()


def _place_of_survey(setup: Setup) -> Survey | None:
    """The survey without its polygons: rules on the plan ask only whether a layer lies where it
    does."""
    spec = setup.block.specs.get(SURVEY)
    if spec is None:
        return None
    nothing = np.empty(0, dtype=object)
    return Survey(Layer(SURVEY, spec.name, nothing, nothing, total=spec.total, extent=spec.extent))
