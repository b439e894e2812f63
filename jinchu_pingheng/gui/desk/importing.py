"""导入乡镇申报: reviewed in the background whenever something changes, written into the edit buffer
when the user says so."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject, QTimer
from qgis.PyQt.QtWidgets import QWidget

from ...core.english import spoken
from ...core.errors import PlanError
from ...jobs.import_declarations import REFUSED, Review
from ...jobs.import_edited import Township
from ...judging.feedback import Cancelled
from .. import settings
from ..editing.declared import write_declared
from ..editing.session import PlanSession
from ..messages import Messages
from ..patience import patiently
from ..work import Work
from .import_dialog import ImportDialog

PAUSE_MS = 300


class Importing(QObject):
    """One dialog at a time, on one session."""

    def __init__(self, messages: Messages, window: QWidget) -> None:
        super().__init__(window)
        self._messages, self._window = messages, window
        self._session: PlanSession | None = None
        self.dialog: ImportDialog | None = None
        self._review: Work | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def open(self, session: PlanSession) -> None:
        """Show the dialog. Raises PlanError where the plan cannot be written."""
        session.plan.require_writable()
        self.end()
        self._session = session
        dialog = ImportDialog(
            session.notice, settings.import_targets(session.plan.header.county_code), self._window
        )
        dialog.changed.connect(self._schedule)
        dialog.wanted.connect(self._write)
        dialog.finished.connect(self.end)
        self.dialog = dialog
        dialog.show()

    def end(self, *_: object) -> None:
        """Look and write no more."""
        self._timer.stop()
        dialog, self.dialog, self._session = self.dialog, None, None
        if self._review is not None:
            self._review.cancel()
        if dialog is not None:
            dialog.close()
            dialog.deleteLater()

    def _schedule(self) -> None:
        if self.dialog is not None:
            self.dialog.show_waiting(self.tr("正在核对…") if self.dialog.files.count() else "")
        self._timer.start(PAUSE_MS)

    def _look(self) -> None:
        """Review what is handed in now; an older review is of no use any more."""
        if self._review is not None:
            self._review.cancel()
            self._timer.start(PAUSE_MS)
            return
        session, dialog = self._session, self.dialog
        if session is None or dialog is None or not dialog.files.count():
            return
        handed = dialog.handed()
        settings.keep_import_targets(session.plan.header.county_code, handed.targets)
        title = self.tr("正在核对乡镇申报…")
        township = Township(session.plan, session.layer, handed)
        self._review = Work(title, township.review, self._reviewed, self._failed)
        QgsApplication.taskManager().addTask(self._review)

    def _reviewed(self, found: Review) -> None:
        self._review = None
        if self.dialog is not None and not self._timer.isActive():
            self.dialog.show_review(found)

    def _failed(self, error: BaseException) -> None:
        self._review = None
        if isinstance(error, Cancelled) or self.dialog is None:
            return
        if isinstance(error, PlanError):
            self.dialog.show_wrong(spoken(str(error)))
        else:
            self.dialog.show_waiting()
            self._messages.failed(error)

    def _write(self, partly: bool) -> None:
        session, dialog = self._session, self.dialog
        if session is None or dialog is None:
            return
        with self._messages.reporting():
            township = Township(session.plan, session.layer, dialog.handed())
            taken = patiently(self.tr("正在导入乡镇申报…"), township.take, dialog)
            found = taken.review
            if not found.written or (found.count(REFUSED) and not partly):
                self._schedule()  # the files or the plan are others than they were shown
                raise PlanError("没有写入", "导入乡镇申报", "文件或方案已经变化，请看新的报告")
            write_declared(session.layer, taken)
            self.end()
            text = self.tr("已导入乡镇申报：{}。尚未保存，可一步撤销。")
            self._messages.done(text.format(spoken(found.summary)))
