"""Work that the user has to wait for: QGIS goes on drawing, and it can be cancelled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Callable, TypeVar

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, Qt
from qgis.PyQt.QtWidgets import QProgressDialog, QWidget

from ..judging.feedback import Cancelled, Feedback
from .work import Work

Result = TypeVar("Result")
SHOWN_AFTER_MS = 400
PORTION = 500
"""So many things are done at one go: less than QGIS can be seen to stand still."""


def patiently(
    title: str, job: Callable[[Feedback], Result], parent: QWidget | None, may_cancel: bool = True
) -> Result:
    """Runs ``job`` in a thread of QGIS's and waits for it behind a dialog with a cancel button
    (unless it must be done: ``may_cancel``), which appears when it takes long; nothing else can be
    edited meanwhile.

    ``job`` must work on copied data. Raises what it raises, and Cancelled.
    """
    loop, ended = QEventLoop(), []
    work = Work(title, job, lambda result: ended.append(result), lambda error: ended.append(error))
    for signal in (work.taskCompleted, work.taskTerminated):
        signal.connect(loop.quit)
    dialog = _dialog(title, parent)
    if may_cancel:
        dialog.canceled.connect(work.cancel)
    else:
        dialog.setCancelButton(None)
    work.progressChanged.connect(lambda percent: dialog.setValue(int(percent)))
    QgsApplication.taskManager().addTask(work)
    loop.exec()
    if may_cancel:
        dialog.canceled.disconnect(work.cancel)
    dialog.close()
    dialog.deleteLater()
    return _outcome(ended)


def in_portions(
    title: str, items: Sequence[Result], parent: QWidget | None = None
) -> Iterator[Sequence[Result]]:
    """What must be done on the main thread, portion by portion: between them windows are drawn,
    behind a dialog as of ``patiently``; nobody can type or click elsewhere meanwhile.

    Raises Cancelled, between two portions.
    """
    if len(items) <= PORTION:
        yield items
        return
    dialog, flags = _dialog(title, parent), QEventLoop.ProcessEventsFlag
    try:
        for first in range(0, len(items), PORTION):
            yield items[first : first + PORTION]
            dialog.setValue(100 * first // len(items))
            shown = dialog.isVisible()
            QCoreApplication.processEvents(
                flags.AllEvents if shown else flags.ExcludeUserInputEvents
            )
            if dialog.wasCanceled():
                raise Cancelled
    finally:
        dialog.close()
        dialog.deleteLater()


def _dialog(title: str, parent: QWidget | None) -> QProgressDialog:
    cancel = QCoreApplication.translate("patience", "取消")
    dialog = QProgressDialog(title, cancel, 0, 100, parent)
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    dialog.setMinimumDuration(SHOWN_AFTER_MS)
    dialog.setAutoClose(False)
    dialog.setAutoReset(False)
    return dialog


def _outcome(ended: list[Any]) -> Any:
    if not ended:
        raise Cancelled
    if isinstance(ended[0], BaseException):
        raise ended[0]
    return ended[0]
