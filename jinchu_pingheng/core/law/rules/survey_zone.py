"""The survey itself as evidence of a zone: its rivers, wetlands and sand are what they are, whether
or not a layer of such zones shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely

from ...errors import listed
from ...land.survey import Survey
from ...model import FAIL, UNKNOWN, Finding, Parcel
from ...notice import Rule
from ..evidence import Evidence
from .kind import exceeds, failing, square_metres, unknown


def with_survey(
    rule: Rule, parcels: Sequence[Parcel], found: Sequence[Finding], evidence: Evidence
) -> list[Finding]:
    """What a layer has shown, with what the survey shows of the rule's ``survey`` attributes."""
    survey = evidence.survey
    if survey is None:
        return list(found)
    groups: Mapping[str, tuple[str, ...]] = rule.params["survey"]
    marks = [evidence.marks(column, values) for column, values in groups.items()]
    hit = np.logical_or.reduce([mark.hit for mark in marks])
    unclear = np.logical_or.reduce([mark.unclear for mark in marks]) & ~hit
    inside, doubt = evidence.land_of(hit), evidence.land_of(unclear)
    results = []
    for parcel, row, finding in zip(parcels, evidence.rows(parcels).tolist(), found):
        if exceeds(rule, float(inside[row]), parcel):
            finding = _in_zone(rule, parcel, finding, hit, float(inside[row]), evidence, survey)
        elif doubt[row] and finding.verdict not in (FAIL, UNKNOWN):
            finding = _doubtful(
                rule, parcel, finding, unclear, float(inside[row]), evidence, survey
            )
        results.append(finding)
    return results


def _in_zone(
    rule: Rule,
    parcel: Parcel,
    layers: Finding,
    hit: np.ndarray,
    area: float,
    evidence: Evidence,
    survey: Survey,
) -> Finding:
    """The failure that the survey shows; land that the layer shows too counts once."""
    _, rows = evidence.ground.pieces(parcel)
    text = f"现状为{_values(rule, rows[hit[rows]], survey)} {square_metres(area)}"
    source = f"地类图斑（{survey.dltb.name}）"
    alone = layers.verdict != FAIL
    land = None
    if evidence.draw or not alone:
        land = shapely.union_all(evidence.ground.drawn(parcel)[hit[rows]])
    if alone:
        return failing(rule, parcel, text, source, area=area, geometry=land)
    if layers.geometry is not None:
        land = shapely.union(land, layers.geometry)
        area = float(shapely.area(land))
    else:
        area = max(area, float(layers.overlap_m2 or 0))
    shown = layers.message.split("：")[0]
    return failing(
        rule, parcel, f"{shown}，{text}", f"{layers.evidence}、{source}", area=area, geometry=land
    )


def _values(rule: Rule, rows: np.ndarray, survey: Survey) -> str:
    columns = [survey.dltb.column(column)[rows] for column in rule.params["survey"]]
    found = {str(value).strip() for values in columns for value in values if value is not None}
    return f" {listed(sorted(found - {''}), 8)}"


def _doubtful(
    rule: Rule,
    parcel: Parcel,
    layers: Finding,
    unclear: np.ndarray,
    area: float,
    evidence: Evidence,
    survey: Survey,
) -> Finding:
    """What the layer has shown, unless the survey has values on the parcel that nobody can read."""
    areas, rows = evidence.ground.pieces(parcel)
    mask = unclear[rows]
    if not exceeds(rule, area + float(areas[mask].sum()), parcel):
        return layers
    values = _values(rule, rows[mask], survey)
    why = f"地类图斑 {listed(survey.dltb.ids[rows[mask]], 5)} 的值{values} 不能识别"
    return unknown(rule, parcel, why, f"地类图斑（{survey.dltb.name}）")
