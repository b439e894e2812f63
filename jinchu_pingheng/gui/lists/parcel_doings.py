"""What is done with parcels that were chosen in a list or on the map: shown, flashed, filled in,
removed, excepted."""

from __future__ import annotations

from typing import Callable

from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QDialog, QWidget

from ...core.model import Finding
from ...core.parcel_fields import BY_NAME
from ...jobs.check import record_exception
from ..editing.filling import fill
from ..editing.session import PlanSession
from ..editing.tagging import remove_parcels
from ..live.checking import Checking
from ..map.map_view import flash, go_to, ids_in_view
from ..messages import Messages
from ..side.dock_layout import DockLayout
from ..side.exception_dialog import ExceptionDialog


class ParcelDoings(QObject):
    """Between ``begin`` and ``end`` lists, card and map show the same parcels of a session."""

    def __init__(
        self,
        panels: DockLayout,
        canvas: QgsMapCanvas,
        checking: Checking,
        messages: Messages,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._panels, self._canvas, self._window = panels, canvas, parent
        self._checking, self._messages = checking, messages
        self._session: PlanSession | None = None
        self._kept: list[str] = []
        for listing in (panels.parcels, panels.projects):
            listing.selected.connect(self._select)
            listing.shown.connect(self._zoom)
        panels.parcels.typed.connect(self._type_in)
        panels.parcels.flashed.connect(self._flash)
        panels.parcels.removed.connect(self._remove)
        panels.history.shown.connect(lambda name: self._zoom(panels.parcels.fids_of(name)))
        panels.issues.in_view = self._in_view
        panels.issues.flashed.connect(lambda name: self._pick(name, self._flash))
        panels.issues.shown.connect(lambda name: self._pick(name, self._zoom))
        panels.card.zoom_wanted.connect(self._zoom)
        panels.card.except_wanted.connect(self._except)

    def begin(self, session: PlanSession) -> None:
        """Follow what is chosen of a session."""
        self._session = session
        session.layer.selectionChanged.connect(self._show_chosen)
        session.layer.beforeCommitChanges.connect(self._keep)
        session.changed.connect(self._choose_kept)

    def end(self) -> None:
        """Follow nothing."""
        if self._session is not None:
            self._session.layer.selectionChanged.disconnect(self._show_chosen)
            self._session.layer.beforeCommitChanges.disconnect(self._keep)
            self._session.changed.disconnect(self._choose_kept)
        self._session = None

    def show_card(self) -> None:
        """The card of the parcels that are chosen."""
        if self._session is not None:
            parcels, fids = self._panels.parcels, self._session.layer.selectedFeatureIds()
            self._panels.card.show_parcels(parcels.chosen_parcels(), fids, parcels.chosen_side())

    def _show_chosen(self, *_: object) -> None:
        if self._session is not None:
            self._panels.parcels.select(self._session.layer.selectedFeatureIds())
            self.show_card()

    def _keep(self, *_: object) -> None:
        """Features get other numbers by being saved, and would not be selected any more."""
        self._kept = self._panels.parcels.chosen_parcels()

    def _choose_kept(self) -> None:
        kept, self._kept = self._kept, []
        fids = [fid for name in kept for fid in self._panels.parcels.fids_of(name)]
        if fids:
            self._select(fids)

    def _select(self, fids: list[int]) -> None:
        if self._session is not None:
            self._session.layer.selectByIds(fids)

    def _pick(self, name: str, show: Callable[[list[int]], None]) -> None:
        """Select one parcel, and show it on the map."""
        fids = self._panels.parcels.fids_of(name)
        self._select(fids)
        show(fids)

    def _zoom(self, fids: list[int]) -> None:
        if self._session is not None and fids:
            go_to(self._canvas, self._session.layer, fids)

    def _flash(self, fids: list[int]) -> None:
        if self._session is not None and fids:
            flash(self._canvas, self._session.layer, fids)

    def _in_view(self) -> set[str]:
        """Ids of the parcels that the map shows."""
        return ids_in_view(self._canvas, self._session.layer) if self._session else set()

    def _type_in(self, fid: int, field: str, text: str) -> None:
        if self._session is not None:
            with self._messages.reporting():
                self._session.plan.require_writable()
                fill(self._session.layer, [fid], BY_NAME[field], text or None)

    def _remove(self, fids: list[int]) -> None:
        if self._session is not None and fids:
            with self._messages.reporting():
                self._session.plan.require_unlocked(self._panels.parcels.chosen_parcels())
                remove_parcels(self._session.layer, fids)

    def _except(self, finding: Finding) -> None:
        """Record an exception for a finding."""
        session = self._session
        if session is None:
            return
        with self._messages.reporting():
            session.plan.require_writable()
            path = session.plan.path
            dialog = ExceptionDialog(
                finding, lambda made: record_exception(path, made), self._window
            )
            if dialog.exec() == QDialog.DialogCode.Accepted:
                self._messages.done(self.tr("例外已登记。"))
                self._checking.restart()
