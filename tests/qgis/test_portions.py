"""Work of the main thread in portions: the event loop has its turn between them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from qgis.PyQt.QtCore import QTimer

from jinchu_pingheng.gui import portions
from jinchu_pingheng.gui.portions import Portions
from tests.qgis.dock_window import wait_for

pytestmark = pytest.mark.usefixtures("qgis_app")


def counting(done: list[int], most: int) -> Iterator[None]:
    for number in range(most):
        done.append(number)
        yield


def test_what_is_short_is_done_at_once() -> None:
    done: list[int] = []
    work = Portions()
    work.begin(counting(done, 3))
    assert done == [0, 1, 2] and not work.busy


def test_the_event_loop_has_its_turn_between_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions, "BUDGET_S", 0)
    done: list[int] = []
    seen: list[int] = []
    timer, work = QTimer(), Portions()
    timer.timeout.connect(lambda: seen.append(len(done)))
    timer.start(0)
    work.begin(counting(done, 50))
    assert work.busy and len(done) == 1
    wait_for(lambda: not work.busy)
    assert done == list(range(50)) and len(set(seen)) > 10


def test_another_work_takes_the_place_of_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions, "BUDGET_S", 0)
    first: list[int] = []
    second: list[int] = []
    work = Portions()
    work.begin(counting(first, 50))
    work.begin(counting(second, 3))
    wait_for(lambda: not work.busy)
    assert second == [0, 1, 2] and first == [0]


def test_work_that_fails_is_over() -> None:
    def failing() -> Iterator[None]:
        raise ValueError
        yield

    work = Portions()
    with pytest.raises(ValueError):
        work.begin(failing())
    assert not work.busy
