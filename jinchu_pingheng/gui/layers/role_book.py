"""Which layers play which role, and what of them: remembered in the project by id and name.

A layer that is gone stays in its role with its name until the user, or a layer of the same name,
takes its place."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from qgis.core import QgsMapLayer, QgsProject

from ...core.errors import listed

SCOPE = "jinchu_pingheng"
_NAME, _ALL = "_name", "_layers"
_NOBODY = "-"
"""The user wants no layer in this role; it is not guessed again."""


@dataclass(frozen=True)
class Entry:
    """A layer in a role. ``layer_id`` is '' while it is gone; ``only``: as in jobs.layers (a filter
    as text, 全部, or '' for what is usual)."""

    layer_id: str
    name: str
    only: str = ""

    @classmethod
    def of(cls, layer: QgsMapLayer, only: str = "") -> Entry:
        """The entry of a layer."""
        return cls(layer.id(), layer.name(), only)

    @property
    def layer(self) -> QgsMapLayer | None:
        """The layer; None where it is gone or broken."""
        layer = QgsProject.instance().mapLayer(self.layer_id) if self.layer_id else None
        return layer if layer is not None and layer.isValid() else None


class RoleBook:
    """Roles and their layers, in the open project."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[Entry, ...]] = {}

    def entries(self, role: str) -> tuple[Entry, ...]:
        """The layers of a role, those that are gone too."""
        return self._held.get(role, ())

    def lost(self, role: str) -> str:
        """Names of the layers of a role that are gone or broken; '' for none."""
        return listed(entry.name for entry in self.entries(role) if entry.layer is None)

    def settled(self, role: str) -> bool:
        """Whether somebody has decided on a role, if only that nobody plays it."""
        return role in self._held

    def assign(self, role: str, entries: Iterable[Entry]) -> None:
        """Let layers, or nobody, play a role."""
        held = self._held[role] = tuple(entries)
        first = held[0] if held else Entry(_NOBODY, "")
        project = QgsProject.instance()
        project.writeEntry(SCOPE, role, first.layer_id)
        project.writeEntry(SCOPE, role + _NAME, first.name)
        rows = [[entry.layer_id, entry.name, entry.only] for entry in held]
        project.writeEntry(SCOPE, role + _ALL, json.dumps(rows, ensure_ascii=False))

    def recall(self, role: str, all_there: bool) -> None:
        """Take up what the project remembers of a role. ``all_there``: no more layers come, so that
        one that is not there is gone."""
        first, known = QgsProject.instance().readEntry(SCOPE, role)
        if not known or not first:
            return
        entries = () if first == _NOBODY else _remembered(role, first)
        there = QgsProject.instance().mapLayers()
        if all_there or all(entry.layer_id in there for entry in entries):
            self._held[role] = entries

    def remembered(self, role: str) -> bool:
        """Whether the project remembers anything of a role."""
        return bool(QgsProject.instance().readEntry(SCOPE, role)[0])

    def lose(self, layer_ids: Iterable[str]) -> list[str]:
        """Layers are about to leave the project; returns the roles that they played."""
        going = set(layer_ids)
        roles = [
            role
            for role, held in self._held.items()
            if any(entry.layer_id in going for entry in held)
        ]
        for role in roles:
            self._held[role] = tuple(
                replace(entry, layer_id="") if entry.layer_id in going else entry
                for entry in self._held[role]
            )
        return roles

    def forget(self) -> None:
        """Another project begins."""
        self._held.clear()


def _remembered(role: str, first: str) -> tuple[Entry, ...]:
    """Earlier versions knew one layer for a role."""
    project = QgsProject.instance()
    text = project.readEntry(SCOPE, role + _ALL)[0]
    if text:
        return tuple(Entry(*row) for row in json.loads(text))
    layer = project.mapLayer(first)
    name = project.readEntry(SCOPE, role + _NAME)[0] or (layer.name() if layer else role)
    return (Entry(first, name),)
