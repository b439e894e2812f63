"""The check beside the drawing, between the open plan and the panels that show it."""

from __future__ import annotations

from qgis.core import QgsGeometry
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject

from ...core.english import spoken
from ...core.errors import PlanError
from ...jobs import preview
from ...jobs.edited import Changes
from ..balance.balance_chip import BalanceChip
from ..editing.session import PlanSession
from ..messages import Messages
from ..side.dock_layout import DockLayout
from .layer_watch import LayerWatch
from .live_check import LiveCheck
from .verdict_book import VerdictBook


class Checking(QObject):
    """Between ``begin`` and ``end`` the panels follow every edit of a session, and every change of
    the layers."""

    def __init__(
        self,
        panels: DockLayout,
        book: VerdictBook,
        chip: BalanceChip,
        canvas: QgsMapCanvas,
        messages: Messages,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panels, self._book, self._chip = panels, book, chip
        self._canvas, self._messages = canvas, messages
        self._session: PlanSession | None = None
        self.check, self._watch = LiveCheck(self._collect, self), LayerWatch(self)
        panels.roles.changed.connect(self.restart)
        panels.verdicts.wanted.connect(self.check.draw)
        panels.balance.stopped.connect(self._stop)
        panels.balance.resumed.connect(self.restart)
        self.check.started.connect(panels.balance.show_working)
        self.check.started.connect(chip.show_working)
        self.check.progressed.connect(panels.balance.show_progress)
        self.check.answered.connect(self._show)
        self.check.drawn.connect(self._flash)
        self.check.failed.connect(self._show_failure)
        self._watch.changed.connect(self.restart)

    @property
    def busy(self) -> bool:
        """Whether something that is wanted is not answered yet."""
        return self.check.busy or self._watch.waiting

    def begin(self, session: PlanSession) -> None:
        """Follow a session."""
        self._session = session
        session.edited.connect(self._edit)
        session.replaced.connect(self._reread)
        self.restart()

    def end(self) -> None:
        """Follow nothing."""
        if self._session is not None:
            self._session.edited.disconnect(self._edit)
            self._session.replaced.disconnect(self._reread)
        self._session = None
        self._forget()
        self._watch.watch([])

    def release(self) -> None:
        """End the thread; call before the dock goes."""
        self.check.release()

    def restart(self) -> None:
        """Check everything: the plan, or a layer that the check looks at, is another one."""
        if self._session is None:
            return
        self._forget()
        playing = self._panels.roles.playing().values()
        self._watch.watch(layer for chosen in playing for layer, _ in chosen)
        lost, notice = self._panels.roles.lost(), self._session.notice
        named = {notice.role_label(role): name for role, name in lost.items()}
        self._panels.verdicts.show_lost(named)
        if self._panels.roles.plays("DLTB"):
            self.check.request()
        elif "DLTB" in lost:
            text = self.tr("地类图斑图层“{}”已移除，检查和面积平衡暂停；请在“图层设置”中重新选择。")
            self._panels.balance.show_hint(text.format(lost["DLTB"]))
        else:
            text = self.tr("请在“图层设置”中选择地类图斑（DLTB），才能检查和计算面积平衡。")
            self._panels.balance.show_hint(text)

    def _forget(self) -> None:
        self.check.stop()
        self._book.forget()
        self._chip.show_nothing()

    def _stop(self) -> None:
        self._forget()
        self._panels.balance.show_stopped()

    def _collect(self) -> preview.Inputs | None:
        session = self._session
        if session is None:
            return None
        roles = self._panels.roles
        return preview.collect(session.plan, session.layer, roles.playing(), roles.lost())

    def _edit(self, changes: Changes) -> None:
        """Some parcels were drawn, tagged or removed."""
        self._panels.parcels.show_changes(changes)
        self.check.edit(changes)

    def _reread(self) -> None:
        """Any parcel may have changed."""
        self._panels.parcels.show_session(self._session)
        self.restart()

    def _show(self, answer: preview.Answer) -> None:
        panels = self._panels
        self._book.take(answer)
        if self._session is not None and answer.balance is not None:
            towns = (row.unit_name for row in answer.balance.township_totals)
            panels.parcels.filters.town.offer(towns)
            panels.balance.show_balance(answer.balance, self._session.notice, answer.banned)
        else:
            panels.balance.show_hint(self.tr("标记地块后，这里显示面积平衡。"))
        panels.balance.show_aside(answer.aside)
        if self._session is not None:
            self._chip.show_answer(answer, self._session.notice)

    def _show_failure(self, error: Exception) -> None:
        self._chip.show_nothing(self.tr("未能检查"))
        if isinstance(error, PlanError):
            self._panels.balance.show_failure(spoken(str(error)))
        else:
            self._panels.balance.show_failure(self.tr("请看消息栏。"))
            self._messages.broken(error)

    def _flash(self, wkb: bytes | None) -> None:
        """Show where a conflict is."""
        if wkb is not None and self._session is not None:
            polygon = QgsGeometry()
            polygon.fromWkb(wkb)
            self._canvas.flashGeometries([polygon], self._session.layer.crs())
