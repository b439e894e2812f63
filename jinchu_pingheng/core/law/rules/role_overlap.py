"""Kind that holds one layer against another for the plan as a whole (last year's outflow, new
building)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...errors import listed
from ...geometry.overlay import cover, meet
from ...model import PASS, Finding, Parcel
from ...notice import Rule
from ..evidence import Evidence
from .kind import ROLE, TOLERANCES, Kind, Param, failing, finding, square_metres, unknown
from .usable import unusable


def check(rule: Rule, parcels: Sequence[Parcel], evidence: Evidence) -> list[Finding]:
    """Fail the plan for each feature of one role that another role overlaps."""
    roles = (rule.params["role"], rule.params["other_role"])
    first, second = (evidence.notice.role_label(role) for role in roles)
    for role, label in zip(roles, (first, second)):
        reason = unusable(evidence.layers.get(role), label, evidence)
        if reason:
            return [unknown(rule, None, reason, label)]
    land, other = (evidence.layers[role] for role in roles)
    source = f"{first}（{land.name}）、{second}（{other.name}）"
    met = cover(land.shapes, other.shapes)
    results = []
    for row in np.flatnonzero(met.area > float(rule.params["tolerance_m2"])):
        area = float(met.area[row])
        what = f"{first} {land.ids[row]} 被{second}占用 {square_metres(area)}"
        drawn = meet(land.geometry[row], other.geometry[met.features(row)])
        results.append(failing(rule, None, what, source, area=area, geometry=drawn))
    broken = [problem.feature for layer in (land, other) for problem in layer.broken]
    if broken and not results:
        return [unknown(rule, None, f"有问题要素 {listed(broken)}", source)]
    return results or [finding(rule, None, PASS, f"{first}未被{second}占用", source)]


KINDS = (
    Kind(
        "role_overlap",
        (Param("role", ROLE), Param("other_role", ROLE), *TOLERANCES),
        check,
    ),
)
