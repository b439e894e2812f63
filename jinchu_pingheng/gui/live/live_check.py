"""The check beside the drawing: one thread of its own judges every edit; late answers are
dropped."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from typing import Any, Callable, Optional

from qgis.core import QgsFeature
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...core.errors import PlanError
from ...jobs.amend import Proposal, Wish, not_checked
from ...jobs.edited import Changes
from ...jobs.preview import Inputs, Preview
from ...judging.collection import no_collection
from ...judging.feedback import Cancelled, Feedback

QUIET_MS = 300
"""Layers that a project loads come one by one: judging begins when no more come."""


class _Round:
    """One judging of the whole plan and the edits after it. The worker consults it while it works;
    safe in any thread."""

    def __init__(self, progressed: Callable[[_Round, float], None]) -> None:
        self._ended = Event()
        self._progressed = progressed

    def cancel(self) -> None:
        """Its answers are no longer wanted."""
        self._ended.set()

    def isCanceled(self) -> bool:  # noqa: N802
        """As QgsFeedback has it."""
        return self._ended.is_set()

    def setProgress(self, percent: float) -> None:  # noqa: N802
        """As QgsFeedback has it."""
        self._progressed(self, percent)


_Job = Callable[[_Round], Optional[tuple]]
"""Gives the name of a signal with its value, or None."""


class LiveCheck(QObject):
    """Judges a plan once, then every edit. ``collect`` gathers the inputs on the main thread, None
    when one is missing.

    ``started``: everything is judged anew; ``stopped``: nothing that was answered holds any more;
    ``progressed``: per cent of a judging of everything; ``answered``: a preview.Answer;
    ``drawn``: the WKB of a conflict, or None; ``amended``: a Proposal, or the PlanError that says
    why there is none; ``failed``: an exception, after which the next edit is a new try.
    """

    started = pyqtSignal()
    stopped = pyqtSignal()
    progressed = pyqtSignal(float)
    answered = pyqtSignal(object)
    drawn = pyqtSignal(object)
    amended = pyqtSignal(object)
    failed = pyqtSignal(object)
    _came = pyqtSignal(object, object, object)

    def __init__(self, collect: Callable[[], Inputs | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._collect = collect
        self._round: _Round | None = None
        self._waiting: dict[int, QgsFeature | None] = {}
        self._lock = Lock()
        self._preview: Preview | None = None  # belongs to the worker
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="jinchu_pingheng")
        self._jobs = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET_MS)
        self._timer.timeout.connect(self._start)
        self._came.connect(self._receive)

    @property
    def busy(self) -> bool:
        """Whether something that is wanted is not answered yet."""
        return self._timer.isActive() or (self._round is not None and self._jobs > 0)

    def request(self) -> None:
        """Judge everything anew, soon; what is being judged is not wanted any more."""
        self.stop()
        self._timer.start()

    def stop(self) -> None:
        """Nothing is wanted any more; the worker ends within a block of parcels."""
        self._timer.stop()
        if self._round is not None:
            self._round.cancel()
            self._round = None
            self._worker.submit(self._close)
            self.stopped.emit()

    def edit(self, changes: Changes) -> None:
        """Features of the parcels layer have changed, or are gone (None)."""
        if self._round is not None:  # else the round that is about to start sees the layer as it is
            with self._lock:
                self._waiting.update(changes)
            self._submit(self._round, self._update)

    def draw(self, parcel_id: str, rule_id: str) -> None:
        """Ask for the polygon in which a parcel breaks a rule."""
        if self._round is not None:
            self._submit(
                self._round,
                lambda _: ("drawn", self._preview and self._preview.conflict(parcel_id, rule_id)),
            )

    def amend(self, wish: Wish) -> None:
        """Ask what a parcel would be, mended. Raises PlanError while nothing is checked."""
        if self._round is None:
            raise not_checked(wish)
        self._submit(self._round, lambda _: ("amended", self._amended(wish)))

    def release(self) -> None:
        """End the thread; call before the object goes."""
        self.stop()
        self._worker.shutdown(wait=True)
        self._came.disconnect(self._receive)

    def _start(self) -> None:
        try:
            inputs = self._collect()
        except Exception as error:  # told to the user by whoever listens
            self.failed.emit(error)
            return
        if inputs is None:
            return
        self._round = _Round(self._progress)
        self._jobs = 0
        with self._lock:
            self._waiting = {}
        self._submit(self._round, lambda current: self._open(inputs, current))

    def _submit(self, current: _Round, job: _Job) -> None:
        self._jobs += 1
        self._worker.submit(self._run, current, job)

    def _run(self, current: _Round, job: _Job) -> None:
        """On the worker's thread: exceptions travel like answers."""
        answer: tuple[str, Any] | None = None
        try:
            if not current.isCanceled():
                with no_collection():
                    answer = job(current)
        except Cancelled:
            pass
        except Exception as error:
            answer = "failed", error
        self._came.emit(current, *(answer or ("", None)))

    def _open(self, inputs: Inputs, current: _Round) -> tuple[str, Any]:
        self._close()
        self._came.emit(current, "started", None)
        self._preview = Preview(inputs)
        return "answered", self._preview.judge_all(Feedback(current))

    def _update(self, current: _Round) -> tuple[str, Any] | None:
        with self._lock:
            changes, self._waiting = self._waiting, {}
        if not changes or self._preview is None:
            return None
        if not self._preview.ready:
            self._came.emit(current, "started", None)
        return "answered", self._preview.update(changes, Feedback(current))

    def _amended(self, wish: Wish) -> Proposal | PlanError | None:
        try:
            return self._preview.amended(wish) if self._preview else None
        except PlanError as error:  # of this parcel alone: the check goes on
            return error

    def _close(self) -> None:
        if self._preview is not None:
            self._preview.close()
        self._preview = None

    def _progress(self, current: _Round, percent: float) -> None:
        self._came.emit(current, "progressed", percent)

    def _receive(self, current: _Round, name: str, value: Any) -> None:
        """Back on the main thread."""
        if current is not self._round:
            return
        if name not in ("started", "progressed"):
            self._jobs -= 1
        if name == "started":
            self.started.emit()
        elif name:
            getattr(self, name).emit(value)
