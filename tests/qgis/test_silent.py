"""Nothing leaves the house: no job opens a connection, no log tells where land lies."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

from jinchu_pingheng.gui.messages import Messages
from jinchu_pingheng.jobs.trouble import trace
from jinchu_pingheng.processing.balance import Balance
from jinchu_pingheng.processing.call import Call
from tests.durability.deeds import DEEDS, Deed
from tests.durability.kernel import connections_of
from tests.qgis.dock_window import Interface

PLACE = "TopologyException: side location conflict at 570123.25 4150321.5, 106.123456 37.5"


@pytest.mark.usefixtures("qgis_app")
@pytest.mark.parametrize("deed", DEEDS, ids=[deed.name for deed in DEEDS])
def test_a_job_opens_no_connection(deed: Deed, tmp_path: Path) -> None:
    folder = tmp_path / "land"
    deed.start(folder)
    assert connections_of(partial(deed.do, folder), tmp_path / "calls") == []


def test_a_connection_would_be_seen(tmp_path: Path) -> None:
    assert len(connections_of(call_home, tmp_path / "calls")) == 1


def call_home() -> None:
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.connect(("127.0.0.1", 9))


@pytest.fixture
def log(qgis_app: Any) -> Iterator[list[str]]:
    """What QGIS's log is told."""
    told: list[str] = []

    def keep(text: str, tag: str, _: object) -> None:
        if tag == "jinchu_pingheng":
            told.append(text)

    signal = QgsApplication.messageLog().messageReceived
    signal.connect(keep)
    yield told
    signal.disconnect(keep)


def fails() -> None:
    raise ValueError(PLACE)


def test_the_log_names_no_place(iface: Interface, log: list[str]) -> None:
    with Messages(iface.bar).reporting():
        fails()
    with pytest.raises(Exception, match="程序内部错误"):
        call = Call(Balance(), {}, QgsProcessingContext(), QgsProcessingFeedback())
        call.run(lambda _: fails())
    assert len(log) == 2
    for text in log:
        assert "ValueError" in text and "in fails" in text
        assert not [part for part in ("570123", "4150321", "106.123") if part in text]


def test_a_trace_keeps_its_lines() -> None:
    try:
        fails()
    except ValueError as error:
        text = trace(error)
    assert "test_silent.py" in text and "at … …, … 37.5" in text
