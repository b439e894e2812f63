"""Progress and cancel, from whoever asks for the job."""

from __future__ import annotations

from typing import Any, Callable

from ..core.english import spoken
from ..core.errors import PlanError


class Cancelled(PlanError):
    """The user cancelled; nothing was written."""

    def __init__(self) -> None:
        super().__init__("已取消，没有写入任何内容")


class Feedback:
    """Wraps a QgsFeedback (or nothing). Jobs report per cent and texts, and stop where the user
    cancelled."""

    def __init__(self, qgis: Any | None = None, start: float = 0, end: float = 100) -> None:
        """``start``, ``end``: the per cent between which this job's own 0 to 100 are shown."""
        self._qgis, self._start, self._end = qgis, start, end

    @property
    def qgis(self) -> Any | None:
        """The wrapped QgsFeedback, for QGIS functions that take one."""
        return self._qgis

    def step(self, percent: float, text: str = "") -> None:
        """Report progress; raises Cancelled when the user has cancelled."""
        if self._qgis is None:
            return
        if self._qgis.isCanceled():
            raise Cancelled
        self._qgis.setProgress(self._start + (self._end - self._start) * percent / 100)
        if text:
            self.info(text)

    def info(self, text: str) -> None:
        """A line for the log."""
        if self._qgis is not None and hasattr(self._qgis, "pushInfo"):
            self._qgis.pushInfo(spoken(text))

    def warn(self, text: str) -> None:
        """A line that the user should not overlook."""
        if self._qgis is not None and hasattr(self._qgis, "pushWarning"):
            self._qgis.pushWarning(spoken(text))

    def part(self, start: float, end: float) -> Callable[[int, int], None]:
        """A (done, of) callback whose progress runs from ``start`` to ``end`` per cent."""
        return lambda done, of: self.step(start + (end - start) * done / max(of, 1))

    def between(self, start: float, end: float) -> Feedback:
        """For a job inside this one: its progress runs from ``start`` to ``end`` per cent."""
        span = (self._end - self._start) / 100
        return Feedback(self._qgis, self._start + start * span, self._start + end * span)
