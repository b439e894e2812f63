"""Geometry of parcels at the gate that layers pass too (core.geometry.validity)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..core.geometry.validity import gate


@dataclass(frozen=True)
class Shapes:
    """Geometry (n,) in the plan's CRS, and by place what was repaired or refused, with words."""

    geometry: np.ndarray
    repaired: Mapping[int, str]
    refused: Mapping[int, str]


def judge(geometry: np.ndarray) -> Shapes:
    """Repair what has one meaning, refuse the rest; geometry: (n,) shapely objects or None."""
    places = np.array([str(place) for place in range(len(geometry))], dtype=object)
    judged, _, problems = gate(places, geometry)
    repaired = {int(p.feature): p.message for p in problems if p.usable}
    refused = {int(p.feature): p.message for p in problems if not p.usable}
    return Shapes(judged, repaired, refused)
