"""What follows for the plan as a whole, once every parcel is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely

from ..core.accounts.balance import balance, blocked_parcels
from ..core.accounts.schedule import schedule
from ..core.findings import Findings
from ..core.geometry.layer import Layer
from ..core.land.survey import Survey
from ..core.law.check import check
from ..core.law.evidence import Evidence
from ..core.law.reach import ON_PLAN
from ..core.model import (
    Header,
    Parcel,
)
from ..core.notice import Notice
from .block import Setup
from .gather import Outcome, SpecOf


def conclude(
    header: Header, notice: Notice, parcels: Sequence[Parcel], outcome: Outcome, evidence: Evidence
) -> Findings:
    """The outcome's findings, to which those on the plan are appended: the balance must know which
    inflow is rejected."""
    if outcome.cells:
        result = balance(parcels, outcome.cells, outcome.findings, notice, header.county_name)
        blocked = blocked_parcels(outcome.findings)
        months = schedule(parcels, outcome.cells, notice, header.year, blocked)
        evidence = replace(evidence, parcels=parcels, balance=result, months=months)
    on_plan = [rule for rule in notice.rules if rule.direction == ON_PLAN]
    outcome.findings.extend(check(on_plan, evidence))
    return outcome.findings


def plan_evidence(setup: Setup, spec_of: SpecOf) -> Evidence:
    """Layers that rules on the plan compare: the first role wherever its features lie, the other
    one near it."""
    layers: dict[str, Layer] = {}
    for rule in setup.notice.rules:
        role, other = rule.params.get("role"), rule.params.get("other_role")
        if rule.direction != ON_PLAN or role is None:
            continue
        if role not in layers:
            _read(layers, role, spec_of, None)
        if role in layers and other is not None:
            _read(layers, other, spec_of, shapely.bounds(layers[role].geometry).reshape(-1, 4))
    return Evidence(setup.notice, (), layers, _place_of_survey(setup), today=setup.today)


def _place_of_survey(setup: Setup) -> Survey | None:
    """The survey without its polygons: rules on the plan ask only whether a layer lies where it
    does."""
    spec = setup.specs.get("DLTB")
    if spec is None:
        return None
    nothing = np.empty(0, dtype=object)
    return Survey(Layer("DLTB", spec.name, nothing, nothing, total=spec.total, extent=spec.extent))


def _read(layers: dict[str, Layer], role: str, spec_of: SpecOf, boxes: np.ndarray | None) -> None:
    spec = spec_of(role, boxes)
    if spec is not None:
        reader = spec.open(boxes)
        layers[role] = reader.all() if boxes is None else reader.near(boxes)
        reader.close()
