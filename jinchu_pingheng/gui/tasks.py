"""The balance in the background: asked after every edit, computed once things are quiet, late answers dropped."""

from __future__ import annotations

from typing import Any, Callable

from qgis.core import QgsApplication, QgsFeedback, QgsTask
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..core.balance import Balance
from ..jobs import preview
from ..jobs.feedback import Feedback

QUIET_MS = 300


class BalanceTask(QgsTask):
    """One computation; ``inputs`` were collected on the main thread and ``done`` is called there."""

    def __init__(self, inputs: Any, name: str, done: Callable[[BalanceTask], None]) -> None:
        # QGIS need not ask before it closes: what is lost is only a view
        super().__init__(name, QgsTask.Flag.CanCancel | QgsTask.Flag.CancelWithoutPrompt)
        self.balance: Balance | None = None
        self.error: Exception | None = None
        self._inputs, self._done = inputs, done
        self._feedback = QgsFeedback()

    def run(self) -> bool:
        """Compute (background thread)."""
        try:
            self.balance = preview.run(self._inputs, Feedback(self._feedback))
        except Exception as error:  # exceptions do not cross threads; finished() hands it on
            self.error = error
        return self.balance is not None

    def cancel(self) -> None:
        """Ask the computation to stop."""
        self._feedback.cancel()
        super().cancel()

    def finished(self, result: bool) -> None:
        """Back on the main thread."""
        self._done(self)


class BalanceRunner(QObject):
    """Computes the balance after edits. ``collect`` gathers the inputs, or returns None when one is missing."""

    started = pyqtSignal()
    computed = pyqtSignal(object)
    failed = pyqtSignal(object)

    def __init__(self, collect: Callable[[], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._collect = collect
        self._generation = 0
        # QGIS keeps no reference to the Python half of a task, so it must live here until it has finished
        self._running: dict[int, BalanceTask] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET_MS)
        self._timer.timeout.connect(self._start)

    @property
    def busy(self) -> bool:
        """Whether a computation, wanted or not, has not ended yet."""
        return bool(self._running)

    def request(self) -> None:
        """Something changed: compute soon, and forget what is being computed."""
        self.stop()
        self._timer.start()

    def stop(self) -> None:
        """Forget what is asked for or being computed."""
        self._generation += 1
        self._timer.stop()
        for task in list(self._running.values()):
            task.cancel()

    def _start(self) -> None:
        generation = self._generation
        try:
            inputs = self._collect()
        except Exception as error:  # told to the user by whoever listens
            self.failed.emit(error)
            return
        if inputs is None:
            return
        self.started.emit()
        task = BalanceTask(inputs, self.tr("计算面积平衡"), lambda done: self._finish(generation, done))
        self._running[generation] = task
        QgsApplication.taskManager().addTask(task)

    def _finish(self, generation: int, task: BalanceTask) -> None:
        self._running.pop(generation, None)
        if generation != self._generation:
            return
        if task.error is not None:
            self.failed.emit(task.error)
        elif task.balance is not None:
            self.computed.emit(task.balance)
