"""Which layer plays which role, remembered in the project by id and name.

A role whose layer is gone stays with that name until the user, or a layer of the same name, takes
it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qgis.core import QgsMapLayer, QgsProject

SCOPE = "jinchu_pingheng"
_NAME = "_name"
_NOBODY = "-"
"""The user wants no layer in this role; it is not guessed again."""


@dataclass
class _Held:
    """``layer_id`` is '' while the layer is gone, _NOBODY where there shall be none."""

    layer_id: str
    name: str


class RoleBook:
    """Roles and their layers, in the open project."""

    def __init__(self) -> None:
        self._held: dict[str, _Held] = {}

    def layer(self, role: str) -> QgsMapLayer | None:
        """The layer that plays a role; None also where it is gone or broken."""
        held = self._held.get(role)
        layer = QgsProject.instance().mapLayer(held.layer_id) if held else None
        return layer if layer is not None and layer.isValid() else None

    def lost(self, role: str) -> str:
        """Name of the layer that played a role and is gone or broken; '' for none."""
        held = self._held.get(role)
        if held is None or held.layer_id == _NOBODY or self.layer(role) is not None:
            return ""
        return held.name

    def settled(self, role: str) -> bool:
        """Whether somebody has decided on a role, if only that nobody plays it."""
        return role in self._held

    def assign(self, role: str, layer: QgsMapLayer | None) -> None:
        """Let a layer, or nobody, play a role."""
        layer_id, name = (layer.id(), layer.name()) if layer is not None else (_NOBODY, "")
        self._held[role] = _Held(layer_id, name)
        project = QgsProject.instance()
        project.writeEntry(SCOPE, role, layer_id)
        project.writeEntry(SCOPE, role + _NAME, name)

    def recall(self, role: str, all_there: bool) -> None:
        """Take up what the project remembers of a role. ``all_there``: no more layers come, so that
        one that is not there is gone."""
        project = QgsProject.instance()
        layer_id, known = project.readEntry(SCOPE, role)
        if not known or not layer_id:
            return
        if layer_id == _NOBODY or all_there or project.mapLayer(layer_id) is not None:
            layer = project.mapLayer(layer_id)
            name = project.readEntry(SCOPE, role + _NAME)[0] or (layer.name() if layer else role)
            self._held[role] = _Held(layer_id, name)

    def remembered(self, role: str) -> bool:
        """Whether the project remembers anything of a role."""
        return bool(QgsProject.instance().readEntry(SCOPE, role)[0])

    def lose(self, layer_ids: Iterable[str]) -> list[str]:
        """Layers are about to leave the project; returns the roles that they played."""
        going = set(layer_ids)
        roles = [role for role, held in self._held.items() if held.layer_id in going]
        for role in roles:
            self._held[role].layer_id = ""
        return roles

    def forget(self) -> None:
        """Another project begins."""
        self._held.clear()
