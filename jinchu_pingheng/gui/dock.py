"""The docks and the toolbar: open a plan, tag what is selected on the map, list the parcels, show
their verdicts and the balance."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable

from qgis.core import QgsProject, QgsVectorLayer, QgsWkbTypes
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtWidgets import QDialog, QWidget

from ..core.model import Finding
from ..core.parcel_fields import BY_NAME
from ..jobs import preview
from ..jobs.check import record_exception
from ..jobs.open import in_dock
from .desk.batch_dialog import BatchDialog
from .desk.errands import Errands
from .desk.handing_in import HandingIn
from .desk.importing import Importing
from .desk.plan_files import choose_elsewhere, choose_plan, make_plan, remember_folder
from .desk.plan_menu import remember_plan
from .desk.revising import Revising
from .desk.verifying import Verifying
from .editing.filling import fill
from .editing.session import PlanSession, is_parcels_layer, parcels_layer, plan_path
from .editing.tagging import remove_parcels, tag_selection
from .layers.role_dialog import RoleDialog
from .lists.lists_dock import ListsDock
from .live.checking import Checking
from .live.verdict_book import VerdictBook
from .map.map_kit import MapKit
from .map.map_side import MapSide
from .map.map_view import flash, go_to, ids_in_view
from .messages import Messages, ask_about_overlap, ask_to_save
from .side.dock_layout import DockLayout
from .side.exception_dialog import ExceptionDialog
from .side.fixing import Fixing
from .telling import Telling
from .toolbar import PlanToolBar


class PlanDock(QgsDockWidget):
    """``iface`` is QGIS's interface."""

    def __init__(self, iface: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jinchuPinghengDock")
        self.setWindowTitle(self.tr("耕地进出平衡"))
        self._iface = iface
        self._messages = Messages(iface.messageBar())
        self._session: PlanSession | None = None
        self._source: QgsVectorLayer | None = None
        self.panels = DockLayout(self)
        self.setWidget(self.panels)
        parcels = self.panels.parcels
        edits = (parcels.save_action, parcels.undo_action, parcels.redo_action)
        self.toolbar = PlanToolBar(edits, parent)
        self.lists = ListsDock(parent)
        self.lists.tabs.add(parcels, self.tr("地块"))
        self.lists.tabs.add(self.panels.projects, self.tr("项目"))
        self.lists.tabs.add(self.panels.issues, self.tr("问题"))
        self.lists.tabs.add(self.panels.balance_page, self.tr("平衡"))
        self.lists.tabs.add(self.panels.comparing, self.tr("比较"))
        self.lists.tabs.add(self.panels.history, self.tr("历史"))
        self.toolbar.addAction(self.lists.toggleViewAction())
        self._checking = Checking(
            self.panels, self.toolbar.chip, iface.mapCanvas(), self._messages, self
        )
        self.fixing = Fixing(self._checking.check, iface.mapCanvas(), iface.messageBar(), self)
        errands = Errands(self._messages, iface.messageBar(), self)
        self.importing = Importing(errands, self._messages, self)
        self._handing_in = HandingIn(self.panels.roles, errands, self._messages, self)
        self._verifying = Verifying(errands, self._messages, self)
        self.revising = Revising(
            self.panels.comparing, errands, iface.mapCanvas(), self._messages, self
        )
        self.book = VerdictBook(self._checking.check, self)
        self.kit = MapKit(
            iface.mapCanvas(),
            self.panels,
            self.fixing,
            self._messages,
            lambda: self.panels.roles.layers().get("DLTB"),
            self,
        )
        self.toolbar.add_tools(self.kit.actions)
        self.map = MapSide(iface.mapCanvas(), self.panels.roles, self.book, self)
        self._connect()
        self._adopt()
        self._watch(iface.activeLayer())

    @property
    def session(self) -> PlanSession | None:
        """The open plan."""
        return self._session

    def open_plan(self, path: Path) -> None:
        """Open a plan in place of the one that is open, unless the user wants to stay with that
        one."""
        if not self.close_plan():
            return
        session = PlanSession(path, self)
        self._session = session
        session.tags = lambda: self.panels.tagging.tags
        telling = Telling(session, self._messages, self._save_elsewhere)
        session.changed.connect(self._refresh)
        session.ended.connect(self._end)
        session.layer.selectionChanged.connect(self._show_chosen)
        roles, recorded = preview.roles_of(session.notice), preview.recorded_layers(session.plan)
        self.panels.roles.show_notice(session.notice, roles, recorded)
        self.panels.show_plan(session)
        self.toolbar.show_open(True)
        self.lists.show_open(True)
        if self.isVisible():
            self.lists.show()
        remember_plan(path)
        self._refresh()
        self._checking.begin(session)
        self.fixing.begin(session)
        self.revising.begin(session)
        self.panels.history.begin(session, self._messages)
        self.kit.begin(session)
        self.map.begin(session)
        self._watch(self._iface.activeLayer())
        self._announce()
        telling.begin()

    def close_plan(self) -> bool:
        """Close the plan; False when the user chose to stay because something is unsaved."""
        session = self._session
        if session is None:
            return True
        if session.unsaved:
            answer = ask_to_save(self, session.unsaved)
            if answer is None:
                return False
            if answer:
                session.save()
            else:
                session.discard()
        self._leave(session)
        session.close()
        return True

    def release(self) -> None:
        """Before the plugin is unloaded: nothing of QGIS may call this dock any more."""
        self._iface.currentLayerChanged.disconnect(self._watch)
        self._iface.mapCanvas().extentsChanged.disconnect(self.panels.issues.look_again)
        QgsProject.instance().readProject.disconnect(self._adopt)
        QgsProject.instance().layersWillBeRemoved.disconnect(self._layers_going)
        self._watch_selection_of(None)
        self.panels.roles.release()
        if self._session is not None:
            session = self._session
            self._leave(session)
            session.release()
        self.map.release()
        self._checking.release()

    def _connect(self) -> None:
        panels = self.panels
        for source in (panels, self.toolbar.menu):
            source.new_requested.connect(self._new)
            source.open_requested.connect(self._choose)
        self.toolbar.menu.recent_requested.connect(self._open_recent)
        self.toolbar.menu.close_requested.connect(self._close)
        self.toolbar.menu.elsewhere_requested.connect(self._save_elsewhere)
        self.toolbar.menu.import_requested.connect(lambda: self._hand_in(self.importing.open))
        self.toolbar.menu.scenario_requested.connect(self._save_scenario)
        self.toolbar.menu.batches_requested.connect(self._show_batches)
        self.toolbar.menu.approve_requested.connect(self.revising.approve)
        self.toolbar.menu.compare_requested.connect(lambda: self.lists.show_page(panels.comparing))
        self.toolbar.menu.verify_requested.connect(self._verifying.ask)
        self.toolbar.check_requested.connect(lambda: self._hand_in(self._handing_in.check))
        self.toolbar.export_requested.connect(lambda: self._hand_in(self._handing_in.export))
        self.toolbar.layers_requested.connect(self._set_up)
        self.toolbar.chip.clicked.connect(lambda: self.lists.show_page(panels.balance_page))
        panels.roles.changed.connect(self._announce)
        panels.tagging.wanted.connect(self._tag)
        panels.history.shown.connect(self._show_parcel)
        for listing in (panels.parcels, panels.projects):
            listing.selected.connect(self._select)
            listing.shown.connect(self._zoom)
        panels.parcels.typed.connect(self._type_in)
        panels.parcels.flashed.connect(self._flash)
        panels.issues.in_view = self._in_view
        panels.issues.flashed.connect(lambda name: self._pick(name, self._flash))
        panels.issues.shown.connect(lambda name: self._pick(name, self._zoom))
        self._iface.mapCanvas().extentsChanged.connect(panels.issues.look_again)
        panels.card.zoom_wanted.connect(self._zoom)
        panels.card.except_wanted.connect(self._except)
        panels.card.fix_wanted.connect(self.fixing.ask)
        panels.card.form.failed.connect(self._messages.refused)
        panels.parcels.removed.connect(self._remove)
        panels.parcels.saved.connect(self._save)
        self._iface.currentLayerChanged.connect(self._watch)
        QgsProject.instance().readProject.connect(self._adopt)
        QgsProject.instance().layersWillBeRemoved.connect(self._layers_going)

    def _adopt(self, *_: object) -> None:
        """A project that was saved with a plan brings it back."""
        layer = parcels_layer()
        if layer is not None and self._session is None:
            with self._messages.reporting():
                self.open_plan(plan_path(layer))

    def _new(self) -> None:
        with self._messages.reporting():
            path = make_plan(self)
            if path is not None:
                self._open(path)

    def _choose(self) -> None:
        with self._messages.reporting():
            path = choose_plan(self)
            if path is not None:
                self._open(path)

    def _open_recent(self, path: str) -> None:
        with self._messages.reporting():
            self._open(Path(path))

    def _open(self, path: Path) -> None:
        remember_folder(path)
        self.open_plan(path)

    def _close(self) -> None:
        with self._messages.reporting():
            self.close_plan()

    def _end(self) -> None:
        if self._session is not None:
            self._leave(self._session)

    def _leave(self, session: PlanSession) -> None:
        session.layer.selectionChanged.disconnect(self._show_chosen)
        session.changed.disconnect(self._refresh)
        session.ended.disconnect(self._end)
        self._checking.end()
        self.fixing.end()
        self.revising.end()
        self.panels.history.end()
        self.kit.end()
        self.importing.end()
        self.map.end()
        self._session = None
        self._announce()
        self.panels.show_plan(None)
        self.toolbar.show_open(False)
        self.lists.show_open(False)

    def _announce(self) -> None:
        """Let algorithms take the open plan and its layers as their defaults."""
        in_dock.path = str(self._session.plan.path) if self._session else ""
        playing = self.panels.roles.playing() if self._session else {}
        # several layers of a role are left to the plan's record: an algorithm has one parameter
        single = {role: chosen[0] for role, chosen in playing.items() if len(chosen) == 1}
        in_dock.layers = {role: layer.id() for role, (layer, _) in single.items()}
        in_dock.filters = [[role, "", only] for role, (_, only) in single.items() if only]

    def _set_up(self) -> None:
        if self._session is not None:
            with self._messages.reporting():
                RoleDialog(self._session, self.panels.roles, self).exec()
            self._checking.restart()

    def _hand_in(self, work: Callable[[PlanSession], None]) -> None:
        if self._session is not None:
            with self._messages.reporting():
                work(self._session)

    def _save_elsewhere(self) -> None:
        session = self._session
        if session is None:
            return
        with self._messages.reporting():
            path = choose_elsewhere(self, session.plan.path)
            if path is not None:
                self.save_elsewhere(path)

    def save_elsewhere(self, path: Path) -> None:
        """Write the plan with its unsaved edits to another file, and go on with that one.

        Raises PlanError.
        """
        session = self._session
        if session is None:
            return
        session.saving.save_elsewhere(path)
        self._go_on_with(path)

    def _save_scenario(self) -> None:
        with self._messages.reporting():
            path = self.revising.ask_scenario()
            if path is not None:
                self._go_on_with(path)

    def _go_on_with(self, path: Path) -> None:
        """Open a copy that holds all that was edited here."""
        if self._session is not None:
            self._session.discard()
        self._open(path)
        self._messages.done(self.tr("方案已另存为 {}。").format(path))

    def _watch(self, layer: Any) -> None:
        """Follow the selection of QGIS's active layer."""
        polygons = (
            isinstance(layer, QgsVectorLayer)
            and layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
        )
        self._watch_selection_of(layer if polygons and not is_parcels_layer(layer) else None)
        self._show_selection()

    def _watch_selection_of(self, layer: QgsVectorLayer | None) -> None:
        if self._source is not None:
            self._source.selectionChanged.disconnect(self._show_selection)
        self._source = layer
        if layer is not None:
            layer.selectionChanged.connect(self._show_selection)

    def _layers_going(self, layer_ids: list[str]) -> None:
        if self._source is not None and self._source.id() in layer_ids:
            self._watch(None)

    def _show_selection(self, *_: object) -> None:
        name = self._source.name() if self._source else ""
        self.panels.tagging.show_selection(
            name, self._source.selectedFeatureCount() if self._source else 0
        )

    def _tag(self) -> None:
        session, source, choice = self._session, self._source, self.panels.tagging
        if session is None or source is None:
            return
        with self._messages.reporting():
            word = session.notice.word(choice.direction)
            count, notes = tag_selection(
                source,
                session.layer,
                session.notice,
                choice.tag,
                session.plan.numbering,
                lambda overlap: ask_about_overlap(self, overlap),
                self,
            )
            if not count:
                return
            source.removeSelection()
            self._messages.noted(notes)
            self._messages.done(self.tr("已将 {} 个图形标为{}，尚未保存。").format(count, word))

    def _remove(self, fids: list[int]) -> None:
        if self._session is not None and fids:
            with self._messages.reporting():
                remove_parcels(self._session.layer, fids)

    def _save(self) -> None:
        if self._session is not None:
            with self._messages.reporting():
                self._session.save()
                self._messages.done(self.tr("方案已保存。"))

    def _select(self, fids: list[int]) -> None:
        if self._session is not None:
            self._session.layer.selectByIds(fids)

    def _show_chosen(self, *_: object) -> None:
        if self._session is not None:
            self.panels.parcels.select(self._session.layer.selectedFeatureIds())
            self._show_card()

    def _show_card(self) -> None:
        if self._session is not None:
            parcels, fids = self.panels.parcels, self._session.layer.selectedFeatureIds()
            self.panels.card.show_parcels(parcels.chosen_parcels(), fids, parcels.chosen_side())

    def _zoom(self, fids: list[int]) -> None:
        if self._session is not None and fids:
            go_to(self._iface.mapCanvas(), self._session.layer, fids)

    def _show_parcel(self, parcel_id: str) -> None:
        """Go to a parcel by its id, where it still is."""
        if self._session is not None:
            self._zoom([f.id() for f in self._session.features_of(parcel_id)])

    def _flash(self, fids: list[int]) -> None:
        if self._session is not None and fids:
            flash(self._iface.mapCanvas(), self._session.layer, fids)

    def _type_in(self, fid: int, field: str, text: str) -> None:
        if self._session is not None:
            with self._messages.reporting():
                self._session.plan.require_writable()
                fill(self._session.layer, [fid], BY_NAME[field], text or None)

    def _pick(self, name: str, show: Callable[[list[int]], None]) -> None:
        """Select one parcel, and show it on the map."""
        if self._session is not None:
            fids = self.panels.parcels.fids_of(name)
            self._session.layer.selectByIds(fids)
            show(fids)

    def _in_view(self) -> set[str]:
        """Ids of the parcels that the map shows."""
        session = self._session
        return ids_in_view(self._iface.mapCanvas(), session.layer) if session else set()

    def _except(self, finding: Finding) -> None:
        """Record an exception for a finding."""
        session = self._session
        if session is None:
            return
        with self._messages.reporting():
            session.plan.require_writable()
            path = session.plan.path
            dialog = ExceptionDialog(finding, lambda made: record_exception(path, made), self)
            if dialog.exec() == QDialog.DialogCode.Accepted:
                self._messages.done(self.tr("例外已登记。"))
                self._checking.restart()

    def _show_batches(self) -> None:
        """Show the plan's batches; parcels are judged by what was recorded."""
        if self._session is not None:
            dialog = BatchDialog(self._session, self)
            dialog.exec()
            if dialog.changed:
                self._checking.restart()

    def _refresh(self) -> None:
        if self._session is not None:
            self.panels.refresh(self._session)
            self._show_card()
