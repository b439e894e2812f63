"""Runs inside QGIS (`qgis --code`): a script goes on step by step, each when the condition of the
one before holds; what it saw is written to JINCHU_RESULT as JSON when it ends."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Iterator
from typing import Any, Callable

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication
from qgis.utils import iface

POLL_MS, PATIENCE = 100, 3000
seen: dict[str, Any] = {}

Steps = Iterator[Callable[[], Any]]
"""Conditions to wait for, each before the next step."""


def run(steps: Steps) -> None:
    """Begin when QGIS's event loop runs. A dialog's own loop lets the steps go on too."""
    QTimer.singleShot(POLL_MS, lambda: _advance(steps, lambda: True))


def _advance(steps: Steps, condition: Callable[[], Any], tries: int = 0) -> None:
    try:
        if condition():
            condition, tries = next(steps), 0
        elif tries > PATIENCE:
            raise TimeoutError(f"waited in vain; seen so far: {seen}")
    except StopIteration:
        return _finish()
    except Exception:
        return _finish(traceback.format_exc())
    QTimer.singleShot(POLL_MS, lambda: _advance(steps, condition, tries + 1))
    return None


def _finish(error: str = "") -> None:
    seen["error"] = error
    if error:
        screen = QApplication.primaryScreen().grabWindow(0)
        screen.save(os.environ["JINCHU_RESULT"] + ".error.png")
    with open(os.environ["JINCHU_RESULT"], "w", encoding="utf-8") as file:
        file.write(json.dumps(seen, ensure_ascii=False, default=str))
    sys.stdout.flush()
    while QApplication.activePopupWidget() is not None:
        QApplication.activePopupWidget().close()
    while QApplication.activeModalWidget() is not None:
        QApplication.activeModalWidget().close()
    for layer in QgsProject.instance().mapLayers().values():
        if getattr(layer, "isEditable", bool)():
            layer.rollBack()
    QgsProject.instance().clear()
    QgsProject.instance().setDirty(False)
    QTimer.singleShot(POLL_MS, iface.actionExit().trigger)
