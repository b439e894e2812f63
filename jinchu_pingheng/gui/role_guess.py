"""Which loaded layer may play a role, by its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from qgis.core import QgsMapLayer

from ..core.roles import ROLES

_SHORT = 3
"""Ids up to this length must be the whole name: letters like SD stand in many names."""


def guess(layers: Iterable[QgsMapLayer], labels: Mapping[str, str]) -> dict[str, QgsMapLayer]:
    """A layer for each role whose name is known; ``labels``: role -> Chinese name.

    The longest name wins, so that 永久基本农田储备区 is no 永久基本农田. Names that several roles
    bear tell nothing.
    """
    times = Counter(name for role in ROLES.values() for name in role.usual)
    best: dict[str, tuple[int, QgsMapLayer]] = {}
    for layer in layers:
        length, role = max(
            ((_match(layer.name(), r, labels[r], times), r) for r in labels), default=(0, "")
        )
        if length > best.get(role, (0, None))[0]:
            best[role] = length, layer
    return {role: layer for role, (_, layer) in best.items()}


def _match(layer_name: str, role: str, label: str, times: Mapping[str, int]) -> int:
    """Length of the role's longest name that stands in a layer's name; 0 for none."""
    name = layer_name.upper()
    usual = ROLES[role].usual if role in ROLES else ()
    names = [role, label, *(item for item in usual if times[item] == 1)]
    return max(
        (
            len(n)
            for n in names
            if n.upper() in name and (len(n) > _SHORT or n != role or n == name)
        ),
        default=0,
    )
