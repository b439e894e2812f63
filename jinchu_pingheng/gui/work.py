"""A job in the background, with progress and cancel in the message bar and in QGIS's task list."""

from __future__ import annotations

from threading import Event
from typing import Any, Callable

from qgis.core import Qgis, QgsApplication, QgsTask
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QObject, Qt, QThread, pyqtSignal
from qgis.PyQt.QtWidgets import QProgressBar, QPushButton

from ..judging.feedback import Cancelled, Feedback

Job = Callable[[Feedback], Any]


_SILENT = getattr(QgsTask.Flag, "Silent", QgsTask.Flag.CanCancel)
"""From QGIS 3.26 on. Else QGIS says that a long task is complete, over what the dock says of it."""


class Work(QgsTask):
    """Runs ``job``; then, on the main thread, ``done`` with its result or ``failed`` with its
    exception (Cancelled where the user stopped it)."""

    def __init__(
        self,
        title: str,
        job: Job,
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        super().__init__(title, QgsTask.Flag.CanCancel | _SILENT)
        self._job, self._done, self._failed = job, done, failed
        self._result: Any = None
        self._error: BaseException | None = None

    def run(self) -> bool:
        """In a thread of QGIS's."""
        try:
            self._result = self._job(Feedback(self))
            return True
        except BaseException as error:  # it travels to the main thread
            self._error = error
            return False

    def finished(self, well: bool) -> None:
        """Back on the main thread."""
        if well:
            self._done(self._result)
        else:
            self._failed(self._error or Cancelled())


def begin(work: Work, bar: QgsMessageBar, cancel: str) -> None:
    """Start it, with a bar and a button to cancel until it ends."""
    item = QgsMessageBar.createMessage(work.description())
    progress, button = QProgressBar(), QPushButton(cancel)
    progress.setRange(0, 100)
    button.clicked.connect(work.cancel)
    for widget in (progress, button):
        item.layout().addWidget(widget)
    work.progressChanged.connect(lambda percent: progress.setValue(int(percent)))
    for ended in (work.taskCompleted, work.taskTerminated):
        ended.connect(lambda: bar.popWidget(item))
    bar.pushWidget(item, Qgis.MessageLevel.Info, 0)
    QgsApplication.taskManager().addTask(work)


class OnMainThread(QObject):
    """Calls functions on the thread that made it; a worker waits for their result. Layouts are
    drawn there only."""

    _asked = pyqtSignal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked.connect(lambda call: call(), Qt.ConnectionType.QueuedConnection)

    def __call__(self, job: Callable[[], Any]) -> Any:
        if QThread.currentThread() is self.thread():
            return job()
        ended, box = Event(), {}

        def call() -> None:
            try:
                box["result"] = job()
            except BaseException as error:
                box["error"] = error
            finally:
                ended.set()

        self._asked.emit(call)
        ended.wait()
        if "error" in box:
            raise box["error"]
        return box["result"]
