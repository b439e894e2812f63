"""What happens to the file of the open plan outside this window."""

from __future__ import annotations

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QApplication

from ...jobs.open import HERE, OpenPlan

EVERY_MS = 2000
"""A look costs two calls to the system. Nothing tells of writes that stay in SQLite's log, or come
over a network share."""


class FileWatch(QObject):
    """``moved``: the state of the file is another (jobs.open); ``written``: others wrote into its
    parcels (News). ``own_writing``: what is written now is this window's own doing."""

    moved = pyqtSignal(str)
    written = pyqtSignal(object)

    def __init__(self, plan: OpenPlan, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plan, self._state = plan, HERE
        self.own_writing = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        if not plan.read_only:
            self._timer.start(EVERY_MS)
            QApplication.instance().applicationStateChanged.connect(self.look)

    def look(self, *_: object) -> None:
        """Look now."""
        state = self._plan.file.state()
        if state != self._state:
            self._state = state
            self.moved.emit(state)
        if state == HERE and not self.own_writing:
            news = self._plan.file.news()
            if news:
                self.written.emit(news)

    def release(self) -> None:
        """Look no more."""
        self._timer.stop()
        if not self._plan.read_only:
            QApplication.instance().applicationStateChanged.disconnect(self.look)
