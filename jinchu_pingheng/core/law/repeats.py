"""Features of one layer that overlap each other: their land counts once, and the user is told."""

from __future__ import annotations

from collections.abc import Iterator

from ..geometry.layer import Layer, Problem
from ..geometry.overlay import Pairs
from ..rounding import half_up
from .evidence import Evidence


def repeated_features(evidence: Evidence) -> dict[str, tuple[Problem, ...]]:
    """Problems by role, from the overlaps that checking and measuring have looked at already."""
    found: dict[str, tuple[Problem, ...]] = {}
    for selection, cover in evidence.covered.items():
        problems = tuple(_problems(evidence.selected(selection), cover.repeated))
        if problems:
            known = found.get(selection.role, ())
            found[selection.role] = tuple(dict.fromkeys((*known, *problems)))
    if evidence.survey is not None and evidence.ground.is_split:
        problems = tuple(_problems(evidence.survey.dltb, evidence.ground.split.repeated))
        found["DLTB"] = (*found.get("DLTB", ()), *problems)
    return found


def _problems(layer: Layer, repeated: Pairs) -> Iterator[Problem]:
    for first, second, area in zip(repeated.parcel, repeated.feature, repeated.area):
        one, two = sorted((str(layer.ids[first]), str(layer.ids[second])))
        text = f"与要素 {two} 重叠 {half_up(float(area), 2)} 平方米，重叠部分只计一次"
        yield Problem(one, text, True)
