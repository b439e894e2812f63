"""年度工作: the year's algorithms from the menu of plans, on the plan that is open."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsVectorLayer
from qgis.PyQt.QtWidgets import QMessageBox

from jinchu_pingheng.core.model import OUT
from jinchu_pingheng.jobs.open import in_dock
from jinchu_pingheng.processing.provider import ALGORITHMS
from tests.qgis.dock_window import tag


@pytest.fixture
def opened(processing: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the algorithms whose dialogs were asked for."""
    asked: list[str] = []
    monkeypatch.setattr(processing, "execAlgorithmDialog", lambda name, _: asked.append(name))
    return asked


def test_each_entry_opens_an_algorithm_on_the_open_plan(dock: Any, opened: list[str]) -> None:
    actions = dock.toolbar.menu.year.actions()
    for action in actions:
        action.trigger()
    known = {f"jinchu_pingheng:{algorithm.key}" for algorithm in ALGORITHMS}
    assert len(set(opened)) == len(actions) and set(opened) <= known
    assert in_dock.path == str(dock.session.plan.path)


def test_what_is_edited_is_saved_first_or_nothing_opens(
    dock: Any, survey: QgsVectorLayer, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tag(dock, survey, OUT, "0103")
    box = "jinchu_pingheng.gui.desk.errands.QMessageBox.question"
    [potential, *_] = dock.toolbar.menu.year.actions()
    buttons = QMessageBox.StandardButton
    monkeypatch.setattr(box, lambda *_: buttons.Cancel)
    potential.trigger()
    assert opened == [] and dock.session.unsaved
    monkeypatch.setattr(box, lambda *_: buttons.Save)
    potential.trigger()
    assert opened == ["jinchu_pingheng:potential"] and not dock.session.unsaved


def test_without_a_plan_the_menu_is_off(dock: Any) -> None:
    assert dock.toolbar.menu.year.menuAction().isEnabled()
    dock.close_plan()
    assert not dock.toolbar.menu.year.menuAction().isEnabled()
