"""The docks and the toolbar: open a plan, tag what is selected on the map, list the parcels, show
their verdicts and the balance."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Protocol

from qgis.core import QgsProject
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QWidget

from ..core.english import spoken
from ..jobs import preview
from ..jobs.open import in_dock
from . import settings, shortcuts
from .desk.batch_dialog import BatchDialog
from .desk.checking_template import CheckingTemplate
from .desk.choosing import Choosing
from .desk.errands import Errands
from .desk.exported_files import ExportedFiles
from .desk.handing_in import HandingIn
from .desk.importing import Importing
from .desk.revising import Revising
from .desk.sample_county import SampleCounty
from .desk.verifying import Verifying
from .desk.year_tools import YearTools
from .editing.session import PlanSession, parcels_layer, plan_path
from .layers.role_dialog import RoleDialog
from .lists.lists_dock import ListsDock
from .lists.parcel_doings import ParcelDoings
from .live.checking import Checking
from .live.verdict_book import VerdictBook
from .map.map_kit import MapKit
from .map.map_side import MapSide
from .messages import Messages, ask_to_save
from .side.active_layer import ActiveLayer
from .side.dock_layout import DockLayout
from .side.fixing import Fixing
from .telling import Telling
from .toolbar import PlanToolBar


class Follower(Protocol):
    """Works on a session between ``begin`` and ``end``."""

    def begin(self, session: PlanSession) -> None:
        """A plan was opened."""

    def end(self) -> None:
        """It was closed."""


class PlanDock(QgsDockWidget):
    """``iface`` is QGIS's interface."""

    def __init__(self, iface: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jinchuPinghengDock")
        self.setWindowTitle(self.tr("耕地进出平衡"))
        self._iface = iface
        self._messages = Messages(iface.messageBar())
        self._session: PlanSession | None = None
        self.book = VerdictBook(self)
        self.panels = DockLayout(self.book, self)
        self.setWidget(self.panels)
        parcels = self.panels.parcels
        edits = (parcels.save_action, parcels.undo_action, parcels.redo_action)
        self.toolbar = PlanToolBar(edits, parent)
        self.lists = ListsDock(parent)
        self.lists.tabs.add(parcels, self.tr("地块"))
        self.lists.tabs.add(self.panels.projects, self.tr("项目"))
        self.lists.tabs.add(self.panels.issues, self.tr("问题"))
        self.lists.tabs.add(self.panels.files, self.tr("文件"))
        self.lists.tabs.add(self.panels.balance_page, self.tr("平衡"))
        self.lists.tabs.add(self.panels.comparing, self.tr("比较"))
        self.lists.tabs.add(self.panels.history, self.tr("历史"))
        self.lists.toggleViewAction().setShortcut(QKeySequence("Ctrl+Alt+9"))
        self.toolbar.add_panel(self.lists.toggleViewAction())
        self._checking = Checking(
            self.panels, self.book, self.toolbar.chip, iface.mapCanvas(), self._messages, self
        )
        self.fixing = Fixing(self._checking.check, iface.mapCanvas(), iface.messageBar(), self)
        errands = Errands(self._messages, iface.messageBar(), self)
        self.importing = Importing(self._messages, self)
        self._handing_in = HandingIn(self.panels.roles, errands, self._messages, self)
        self._verifying = Verifying(errands, self._messages, self)
        self.exported = ExportedFiles(
            self.panels.files, self.toolbar, self._verifying, self._handing_in.export,
            self._messages, self,
        )  # fmt: skip
        self._handing_in.exported.connect(self.exported.refresh)
        self._checking_template = CheckingTemplate(self._messages, self)
        self._year = YearTools(errands, self)
        self.revising = Revising(
            self.panels.comparing, errands, iface.mapCanvas(), self._messages, self
        )
        self.choosing = Choosing(
            self.toolbar.menu, self.open_plan, lambda: self._session, self._messages, self
        )
        self._sample = SampleCounty(
            iface,
            self.panels.roles,
            errands,
            self._messages,
            self.close_plan,
            self.choosing.open,
            self,
        )
        self.kit = MapKit(
            iface.mapCanvas(),
            self.panels,
            self.fixing,
            self._messages,
            lambda: self.panels.roles.layers().get("DLTB"),
            self,
        )
        self.toolbar.add_tools(self.kit.actions)
        self._keyed = shortcuts.offer(self.toolbar.actions())
        self.map = MapSide(iface.mapCanvas(), self.panels.roles, self.book, self)
        self._doings = ParcelDoings(
            self.panels, iface.mapCanvas(), self._checking, self._messages, self
        )
        self.panels.history.messages = self._messages
        errands.ended.connect(self.panels.history.refresh)
        self._followers: tuple[Follower, ...] = (
            self._checking, self._doings, self.fixing, self.revising, self.panels.history,
            self.kit, self.map, self.exported,
        )  # fmt: skip
        self._active = ActiveLayer(iface, self)
        self._connect()
        self._adopt()
        self._active.look()

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
        telling = Telling(session, self._messages, self.choosing.elsewhere)
        session.changed.connect(self._refresh)
        session.ended.connect(self._end)
        roles, recorded = preview.roles_of(session.notice), preview.recorded_layers(session.plan)
        self.panels.roles.show_notice(session.notice, roles, recorded)
        self.panels.show_plan(session)
        self.toolbar.show_open(True)
        self.lists.show_open(True)
        if self.isVisible():
            self.lists.show()
        settings.remember_plan(str(path))
        self._refresh()
        for follower in self._followers:
            follower.begin(session)
        self._active.look()
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

    def follow_settings(self) -> None:
        """Show what the settings say now."""
        self.panels.history.show_operator()
        self.panels.balance_page.show_unit()
        self.kit.recent.show_notice(self._session.notice if self._session else None)

    def release(self) -> None:
        """Before the plugin is unloaded: nothing of QGIS may call this dock any more."""
        shortcuts.withdraw(self._keyed)
        self._iface.mapCanvas().extentsChanged.disconnect(self.panels.issues.look_again)
        QgsProject.instance().readProject.disconnect(self._adopt)
        self._active.release()
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
            source.new_requested.connect(self.choosing.new)
            source.open_requested.connect(self.choosing.choose)
            source.sample_requested.connect(self._sample.ask)
        self.toolbar.menu.close_requested.connect(self._close)
        self.toolbar.menu.import_requested.connect(lambda: self._hand_in(self.importing.open))
        self.toolbar.menu.scenario_requested.connect(
            lambda: self.choosing.go_on_with_copy(self.revising.ask_scenario)
        )
        self.toolbar.menu.batches_requested.connect(self._show_batches)
        self.toolbar.menu.approve_requested.connect(self.revising.approve)
        self.toolbar.menu.compare_requested.connect(lambda: self.lists.show_page(panels.comparing))
        self.toolbar.menu.verify_requested.connect(self._verifying.ask)
        self.toolbar.menu.template_requested.connect(self._checking_template.ask)
        self.toolbar.menu.letters_requested.connect(lambda: self._hand_in(self._handing_in.letters))
        self.toolbar.menu.year.requested.connect(
            lambda key: self._hand_in(lambda session: self._year.open(session, key))
        )
        self.toolbar.check_requested.connect(lambda: self._hand_in(self._handing_in.check))
        self.toolbar.export_requested.connect(lambda: self._hand_in(self._handing_in.export))
        self.toolbar.layers_requested.connect(self._set_up)
        self.toolbar.chip.clicked.connect(lambda: self.lists.show_page(panels.balance_page))
        panels.roles.changed.connect(self._announce)
        panels.tagging.wanted.connect(self._tag)
        self._active.changed.connect(panels.tagging.show_selection)
        self._iface.mapCanvas().extentsChanged.connect(panels.issues.look_again)
        panels.card.fix_wanted.connect(self.fixing.ask)
        panels.card.form.failed.connect(self._messages.refused)
        panels.parcels.saved.connect(self._save)
        QgsProject.instance().readProject.connect(self._adopt)

    def _adopt(self, *_: object) -> None:
        """A project that was saved with a plan brings it back."""
        layer = parcels_layer()
        if layer is not None and self._session is None:
            with self._messages.reporting():
                self.open_plan(plan_path(layer))

    def _close(self) -> None:
        with self._messages.reporting():
            self.close_plan()

    def _end(self) -> None:
        if self._session is not None:
            self._leave(self._session)

    def _leave(self, session: PlanSession) -> None:
        session.changed.disconnect(self._refresh)
        session.ended.disconnect(self._end)
        for follower in self._followers:
            follower.end()
        self.importing.end()
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

    def _tag(self) -> None:
        session, source = self._session, self._active.layer
        if session is None or source is None:
            return
        with self._messages.reporting():
            word = spoken(session.notice.word(self.panels.tagging.direction))
            count = self.kit.tag(source, self.kit.ask)
            if count:
                source.removeSelection()
                self._messages.done(self.tr("已将 {} 个图形标为{}，尚未保存。").format(count, word))

    def _save(self) -> None:
        if self._session is not None:
            with self._messages.reporting():
                self._session.save()
                self._messages.done(self.tr("方案已保存。"))

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
            self._doings.show_card()
