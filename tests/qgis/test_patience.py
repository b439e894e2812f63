"""Waiting for a job: events go on, its result or exception comes back, and it can be cancelled."""

from __future__ import annotations

import time
from typing import Any

import pytest
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QProgressDialog

from jinchu_pingheng.core.errors import PlanError
from jinchu_pingheng.gui import patience
from jinchu_pingheng.judging.feedback import Cancelled, Feedback


def test_events_go_on_while_a_job_is_waited_for(qgis_app: Any) -> None:
    ticks: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(5)

    def job(feedback: Feedback) -> str:
        end = time.monotonic() + 20
        while len(ticks) < 3 and time.monotonic() < end:
            time.sleep(0.01)
        return "done"

    assert patience.patiently("等待", job, None) == "done"
    assert len(ticks) >= 3


def test_what_a_job_raises_comes_back(qgis_app: Any) -> None:
    def job(feedback: Feedback) -> None:
        raise PlanError("不行", "这里", "别的")

    with pytest.raises(PlanError, match="这里：不行"):
        patience.patiently("等待", job, None)


def test_the_cancel_button_stops_the_job(qgis_app: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(patience, "SHOWN_AFTER_MS", 0)

    def press() -> None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QProgressDialog) and widget.isVisible():
                widget.canceled.emit()

    timer = QTimer()
    timer.timeout.connect(press)
    timer.start(10)

    def job(feedback: Feedback) -> None:
        for _ in range(2000):
            feedback.step(10)
            time.sleep(0.01)

    with pytest.raises(Cancelled):
        patience.patiently("等待", job, None)
