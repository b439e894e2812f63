"""The roles that a notice looks at and the layers that play them: guessed by name, chosen by the
user, remembered in the project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qgis.core import QgsMapLayer, QgsProject, QgsRasterLayer, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...core.english import spoken
from ...core.notice import Notice
from ...core.roles import ROLES, is_raster, takes_lines
from ...jobs.role_filters import proposed
from ..editing.session import is_parcels_layer
from .role_book import Entry, RoleBook
from .role_guess import guess

SURVEY = ("DLTB", "XZQ")
PRINTED = ("CJDCQ", "GTGH", "TDYTGH", "YX")
"""Roles that no rule looks at, but figures and lists."""
"""Where the names of the roles are translated."""
Playing = dict[str, tuple[tuple[QgsMapLayer, str], ...]]
"""Layers by role, each with what of it plays (jobs.preview.given_layers)."""


@dataclass(frozen=True)
class Offered:
    """A role that may be played. ``label``: Chinese name; ``ruled``: rules look at it, not only
    figures and lists."""

    role: str
    label: str
    ruled: bool

    @property
    def shown(self) -> str:
        """Its name in the user's language."""
        return spoken(self.label)


class Roles(QObject):
    """``changed``: other layers, or none, play a role, or another part of them."""

    changed = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book = RoleBook()
        self._recorded: dict[str, str] = {}
        self._guessed: set[str] = set()
        self.offered = [Offered(role, ROLES[role].label, True) for role in SURVEY]
        project = QgsProject.instance()
        project.layersAdded.connect(self.refresh)
        project.readProject.connect(self._read)
        project.layersWillBeRemoved.connect(self._lose)
        project.cleared.connect(self._forget)
        self.refresh()

    def show_notice(self, notice: Notice, roles: Iterable[str], recorded: dict[str, str]) -> None:
        """Offer the roles that a notice's rules, figures and lists look at; ``recorded``: role ->
        layers that the plan remembers."""
        self._recorded, ruled = recorded, {*roles, *SURVEY}
        own = [item.id for item in notice.own_roles]
        others = [role for role in (*ROLES, *own) if role in ruled | set(PRINTED)]
        order = [*SURVEY, *(role for role in others if role not in SURVEY)]
        self.offered = [Offered(role, notice.role_label(role), role in ruled) for role in order]
        self.refresh()

    def playing(self) -> Playing:
        """The layers by role, but none of a role that has lost one."""
        found = {item.role: self._book.entries(item.role) for item in self.offered}
        return {
            role: tuple((entry.layer, entry.only) for entry in entries if entry.layer is not None)
            for role, entries in found.items()
            if entries and not self._book.lost(role)
        }

    def layers(self) -> dict[str, QgsMapLayer]:
        """The first layer of each role that is played."""
        return {role: playing[0][0] for role, playing in self.playing().items()}

    def entries(self, role: str) -> tuple[Entry, ...]:
        """The layers of a role, those that are gone too."""
        return self._book.entries(role)

    def recorded(self, role: str) -> str:
        """Names of the layers that the plan remembers for a role; '' for none."""
        return self._recorded.get(role, "")

    def lost(self) -> dict[str, str]:
        """Roles that have lost a layer, with its name. Their rules wait."""
        roles = [item.role for item in self.offered]
        return {role: self._book.lost(role) for role in roles if self._book.lost(role)}

    def choose(self, role: str, layer: QgsMapLayer | None) -> None:
        """Let one layer, or none, play ``role``."""
        self.assign(role, [] if layer is None else [Entry.of(layer, proposed(layer, role))])

    def assign(self, role: str, entries: Iterable[Entry]) -> None:
        """Let these layers play ``role``."""
        entries = tuple(entries)
        self._guessed.discard(role)
        if entries != self._book.entries(role) or not self._book.settled(role):
            self._book.assign(role, entries)
            self.changed.emit()

    def plays(self, role: str) -> bool:
        """Whether some layer plays a role, if only one that the plan remembers."""
        if self._book.lost(role):
            return False
        return bool(self._book.entries(role)) or role in self._recorded

    def refresh(self, *_: object) -> None:
        """Fill roles on which nobody has decided from the project's memory or by name, and give
        lost roles back to a layer of their name."""
        self._fill(all_there=False)

    def release(self) -> None:
        """Stop listening to the project."""
        project = QgsProject.instance()
        project.layersAdded.disconnect(self.refresh)
        project.readProject.disconnect(self._read)
        project.layersWillBeRemoved.disconnect(self._lose)
        project.cleared.disconnect(self._forget)

    def _read(self, *_: object) -> None:
        self._fill(all_there=True)

    def _lose(self, layer_ids: list[str]) -> None:
        offered = {item.role for item in self.offered}
        if offered & set(self._book.lose(layer_ids)):
            self.changed.emit()

    def _forget(self) -> None:
        self._book.forget()
        self._guessed.clear()
        self.refresh()

    def _fill(self, all_there: bool) -> None:
        before = self.playing()
        others = candidates()
        guessed = guess(others, {item.role: item.label for item in self.offered})
        for item in self.offered:
            role = item.role
            if not self._book.settled(role):
                self._book.recall(role, all_there)
            if self._book.lost(role):
                self._find_again(role, others)
            elif role in self._guessed or not (
                self._book.settled(role) or self._book.remembered(role)
            ):
                self._guess(role, [item for item in guessed.get(role, ()) if fits(item, role)])
        if self.playing() != before:
            self.changed.emit()

    def _guess(self, role: str, found: list[QgsMapLayer]) -> None:
        """Layers that fit by name play the role together; one that plays already never gives
        way."""
        held = {entry.layer_id: entry for entry in self._book.entries(role)}
        if held.keys() < {layer.id() for layer in found}:
            entries = [held.get(i.id()) or Entry.of(i, proposed(i, role)) for i in found]
            self._book.assign(role, entries)
            self._guessed.add(role)

    def _find_again(self, role: str, others: list[QgsMapLayer]) -> None:
        """The only layer of its name and kind takes the place of one that is gone."""
        entries = list(self._book.entries(role))
        for place, entry in enumerate(entries):
            same = [item for item in others if item.name() == entry.name and fits(item, role)]
            if entry.layer is None and len(same) == 1:
                entries[place] = Entry.of(same[0], entry.only)
        if entries != list(self._book.entries(role)):
            self._book.assign(role, entries)


def candidates() -> list[QgsMapLayer]:
    """The project's layers by name, but never a plan's own."""
    layers = sorted(QgsProject.instance().mapLayers().values(), key=lambda layer: layer.name())
    return [layer for layer in layers if layer.isValid() and not is_parcels_layer(layer)]


def fits(layer: QgsMapLayer, role: str) -> bool:
    """Whether a layer is of the kind that a role asks for."""
    if is_raster(role):
        return isinstance(layer, QgsRasterLayer)
    kinds = QgsWkbTypes.GeometryType
    wanted = [kinds.PolygonGeometry, *([kinds.LineGeometry] if takes_lines(role) else [])]
    return isinstance(layer, QgsVectorLayer) and layer.geometryType() in wanted
