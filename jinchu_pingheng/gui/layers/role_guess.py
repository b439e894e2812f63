"""Which loaded layers may play which role, by their names, and what of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from qgis.core import QgsMapLayer

from ...core.roles import ROLES, takes_several

_SHORT = 3
"""Ids up to this length must be the whole name: letters like SD stand in many names."""


def guess(layers: Iterable[QgsMapLayer], labels: Mapping[str, str]) -> dict[str, list[QgsMapLayer]]:
    """Layers for each role whose names are known; ``labels``: role -> Chinese name.

    The longest name wins, so that 永久基本农田储备区 is no 永久基本农田. Names that several roles
    bear tell nothing. Where a role may be played by several layers, one of each of its usual names
    plays it (ZRBHD: GJGY, ZRBHQ, SLGY …), else the one with the longest.
    """
    times = Counter(name for role in ROLES.values() for name in role.usual)
    best: dict[str, dict[str, QgsMapLayer]] = {}
    for layer in layers:
        matches = ((_match(layer.name(), r, labels[r], times), r) for r in labels)
        name, role = max(matches, key=lambda match: len(match[0]), default=("", ""))
        if name:
            best.setdefault(role, {}).setdefault(name, layer)
    return {role: _chosen(role, found) for role, found in best.items()}


def _chosen(role: str, found: Mapping[str, QgsMapLayer]) -> list[QgsMapLayer]:
    kinds = [name for name in found if role in ROLES and name in ROLES[role].usual]
    if takes_several(role) and len(kinds) == len(found):
        return list(found.values())
    return [found[max(found, key=len)]]


def _match(layer_name: str, role: str, label: str, times: Mapping[str, int]) -> str:
    """The role's longest name that stands in a layer's name; '' for none."""
    name = layer_name.upper()
    usual = ROLES[role].usual if role in ROLES else ()
    names = [role, label, *(item for item in usual if times[item] == 1)]
    fitting = (
        n for n in names if n.upper() in name and (len(n) > _SHORT or n != role or n == name)
    )
    return max(fitting, key=len, default="")
