"""Step 5 of judging a plan: what follows for the plan as a whole, once every parcel is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely

from ..core.accounts.balance import Balance, balance, blocked_parcels
from ..core.accounts.schedule import schedule
from ..core.geometry.layer import Layer
from ..core.indicators import Indicators
from ..core.land.survey import Survey
from ..core.law.check import check
from ..core.law.evidence import Evidence
from ..core.law.missing import missing_layer
from ..core.law.reach import OF_SUMS, ON_PLAN, roles_of
from ..core.model import Cell, Finding, Header, Parcel
from ..core.notice import Notice
from ..core.roles import SURVEY
from .gather import Outcome
from .setup import Setup


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
        year=setup.header.year,
        declared=setup.block.declared,
        batches=setup.block.batches,
    )
    result = None
    if outcome.cells:
        on_parcels = outcome.cells, outcome.findings
        evidence = _with_sums(evidence, setup.header, parcels, *on_parcels, setup.indicators)
        result = evidence.balance
    on_plan = [rule for rule in setup.notice.rules if rule.direction == ON_PLAN]
    return result, [*check(on_plan, evidence), *_missing_layers(setup, outcome)]


def _missing_layers(setup: Setup, outcome: Outcome) -> list[Finding]:
    """One line for each rule on parcels that nobody can judge for want of a layer."""
    return [
        missing_layer(rule, outcome.waiting[rule.id], setup.notice)
        for rule in setup.block.lacking
        if outcome.waiting.get(rule.id)
    ]


def judge_sums(
    header: Header,
    notice: Notice,
    parcels: Sequence[Parcel],
    cells: Sequence[Cell],
    findings: Sequence[Finding],
    indicators: Indicators,
) -> list[Finding]:
    """The rules on the plan that look at its sums alone, for a plan whose parcels are as they were
    judged: credits and transfers are recorded after that. ``findings`` are those on parcels."""
    evidence = Evidence(notice=notice, parcels=(), year=header.year)
    evidence = _with_sums(evidence, header, parcels, cells, findings, indicators)
    rules = [rule for rule in notice.rules if rule.kind in OF_SUMS and rule.direction == ON_PLAN]
    return check(rules, evidence)


def _with_sums(
    evidence: Evidence,
    header: Header,
    parcels: Sequence[Parcel],
    cells: Sequence[Cell],
    findings: Sequence[Finding],
    indicators: Indicators,
) -> Evidence:
    """The balance and the schedule."""
    notice, blocked = evidence.notice, blocked_parcels(findings)
    result = balance(parcels, cells, findings, notice, header.county_name, indicators)
    months = schedule(parcels, cells, notice, header.year, blocked, indicators.credits)
    return replace(evidence, parcels=parcels, balance=result, months=months)


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
