"""Much to do on the main thread, in portions: between them windows are drawn and the user goes
on."""

from __future__ import annotations

import time
from collections.abc import Iterator

from qgis.PyQt.QtCore import QObject, QTimer

BUDGET_S = 0.03
"""A portion lasts so long: less than can be felt."""


class Portions(QObject):
    """One work at a time, an iterator that pauses where it may be left; what takes no longer than
    one portion is done at once."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: Iterator[None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)

    @property
    def busy(self) -> bool:
        """Whether something is left to do."""
        return self._steps is not None

    def begin(self, steps: Iterator[None]) -> None:
        """Do this, and drop what is left of the work before."""
        self._steps = steps
        self._go_on()

    def finish(self) -> None:
        """Do what is left now."""
        for _ in self._steps or ():
            pass
        self.stop()

    def stop(self) -> None:
        """Drop what is left."""
        self._timer.stop()
        self._steps = None

    def _go_on(self) -> None:
        steps = self._steps
        try:
            done = steps is None or self._a_portion(steps)
        except BaseException:
            self.stop()
            raise
        if self._steps is steps:  # else a step has begun another work
            self.stop() if done else self._timer.start(0)

    def _a_portion(self, steps: Iterator[None]) -> bool:
        """Whether nothing is left to do."""
        end = time.monotonic() + BUDGET_S
        return not any(time.monotonic() >= end or self._steps is not steps for _ in steps)
