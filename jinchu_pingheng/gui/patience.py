"""A job that the user has to wait for: QGIS goes on drawing, and it can be cancelled."""

from __future__ import annotations

from typing import Any, Callable, TypeVar

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, Qt
from qgis.PyQt.QtWidgets import QProgressDialog, QWidget

from ..judging.feedback import Cancelled, Feedback
from .work import Work

Result = TypeVar("Result")
SHOWN_AFTER_MS = 400


def patiently(title: str, job: Callable[[Feedback], Result], parent: QWidget | None) -> Result:
    """Runs ``job`` in a thread of QGIS's and waits for it behind a dialog with a cancel button,
    which appears when it takes long; nothing else can be edited meanwhile.

    ``job`` must work on copied data. Raises what it raises, and Cancelled.
    """
    loop, ended = QEventLoop(), []
    work = Work(title, job, lambda result: ended.append(result), lambda error: ended.append(error))
    for signal in (work.taskCompleted, work.taskTerminated):
        signal.connect(loop.quit)
    dialog = _dialog(title, parent)
    dialog.canceled.connect(work.cancel)
    work.progressChanged.connect(lambda percent: dialog.setValue(int(percent)))
    QgsApplication.taskManager().addTask(work)
    loop.exec()
    dialog.canceled.disconnect(work.cancel)
    dialog.close()
    dialog.deleteLater()
    return _outcome(ended)


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
