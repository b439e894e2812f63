"""Jobs on the saved plan, in the background, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QMessageBox, QWidget

from ...core.errors import PlanError
from ...judging.feedback import Cancelled
from ..editing.session import PlanSession
from ..messages import Messages
from ..work import Job, Work, begin


class Errands(QObject):
    """``bar`` shows the progress, ``window`` asks. ``ended``: a job has ended, well or not."""

    ended = pyqtSignal()

    def __init__(self, messages: Messages, bar: QgsMessageBar, window: QWidget) -> None:
        super().__init__(window)
        self._messages, self._bar, self._window = messages, bar, window
        self._work: Work | None = None

    def require_idle(self) -> None:
        """Raise PlanError while a job is under way."""
        if self._work is not None:
            raise PlanError("上一项工作还没有结束", "", "请等它结束，或在消息栏中取消")

    def saved(self, session: PlanSession) -> bool:
        """Jobs look at the file: whether all that was edited is in it, or is put there now. Raises
        PlanError."""
        session.plan.require_writable()
        if not session.unsaved:
            return True
        buttons = QMessageBox.StandardButton
        text = self.tr("检查、导出、比较、批准以已保存的方案为准。现在保存 {} 步修改并继续？")
        answer = QMessageBox.question(
            self._window,
            self.tr("未保存的修改"),
            text.format(session.unsaved),
            buttons.Save | buttons.Cancel,
            buttons.Save,
        )
        if answer == buttons.Save:
            session.save()
        return answer == buttons.Save

    def begin(self, title: str, job: Job, then: Callable[[Any], None]) -> None:
        """Run a job; its result goes to ``then`` on the main thread, its error to the user. Raises
        PlanError while another one is under way."""
        self.require_idle()

        def ended(result: Any) -> None:
            self._work = None
            with self._messages.reporting():
                then(result)
            self.ended.emit()

        def failed(error: BaseException) -> None:
            self._work = None
            if isinstance(error, Cancelled):
                self._messages.done(self.tr("已取消，没有写入任何内容。"))
            else:
                self._messages.failed(error)
            self.ended.emit()

        self._work = Work(title, job, ended, failed)
        begin(self._work, self._bar, self.tr("取消"))
