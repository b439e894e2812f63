"""The toolbar: plans of lately, other people's tools, and the balance in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QAction

from jinchu_pingheng.core.model import OUT
from jinchu_pingheng.gui.live.verdict_words import MISSED
from jinchu_pingheng.gui.settings import (
    MOST_RECENT,
    RECENT_PLANS,
    forget,
    recent_plans,
    remember_plan,
)
from tests.qgis.dock_window import idle, inflow, message, tag

pytestmark = pytest.mark.usefixtures("qgis_app")


def test_the_chip_leads_with_the_lawful_balance(
    dock: Any, survey: QgsVectorLayer, red: QgsVectorLayer
) -> None:
    """2 ha out; the 1 ha that flows in is half red and may not count: -2 lawfully, -1 with it. The
    parcels that flow out have no consent yet."""
    inflow(dock, survey)
    text = dock.toolbar.chip.text()
    assert text == "✗ 流出 2.00 · 流入 0.00 · 结余 -2.00（含禁止 -1.00） · 禁止 1 · 待补 2"
    assert MISSED in dock.toolbar.chip.styleSheet()
    assert "-2.0000" in dock.toolbar.chip.toolTip()


def test_the_chip_follows_an_undo_and_forgets_a_closed_plan(
    dock: Any, survey: QgsVectorLayer
) -> None:
    tag(dock, survey, OUT, "0103")
    idle(dock)
    assert "流出 2.00" in dock.toolbar.chip.text()
    dock.session.discard()
    idle(dock)
    assert "2.00" not in dock.toolbar.chip.text()
    dock.close_plan()
    assert not dock.toolbar.chip.isEnabled()
    assert not dock.toolbar.check_action.isEnabled()


def test_an_opened_plan_stands_first_among_those_of_lately(dock: Any, plan_file: Path) -> None:
    remember_plan("/nowhere/别的方案.gpkg")
    dock.close_plan()
    dock.toolbar.menu.recent_requested.emit(str(plan_file))
    assert dock.session is not None and recent_plans()[0] == str(plan_file)
    dock.toolbar.menu.fill_recent()
    texts = [action.text() for action in dock.toolbar.menu.recent.actions()]
    assert texts[0].startswith("方案") and texts[1].startswith("别的方案")


def test_no_more_than_a_few_plans_are_remembered(qgis_app: Any) -> None:
    forget(RECENT_PLANS)
    for number in range(MOST_RECENT + 3):
        remember_plan(f"/plans/{number}.gpkg")
    assert len(recent_plans()) == MOST_RECENT and recent_plans()[0] == "/plans/10.gpkg"


def test_a_plan_of_lately_that_is_gone_is_told(dock: Any, iface: Any, tmp_path: Path) -> None:
    dock.close_plan()
    dock.toolbar.menu.recent_requested.emit(str(tmp_path / "没有.gpkg"))
    assert dock.session is None and "没有.gpkg" in message(iface)


def test_what_opens_the_lists_stands_before_the_chip_whose_width_changes(dock: Any) -> None:
    actions = dock.toolbar.actions()
    widgets = [dock.toolbar.widgetForAction(action) for action in actions]
    assert actions.index(dock.lists.toggleViewAction()) < widgets.index(dock.toolbar.chip)


def test_tools_of_others_stand_before_the_set_up(dock: Any) -> None:
    tools = [QAction("点选", dock), QAction("刷选", dock)]
    dock.toolbar.add_tools(tools)
    actions = dock.toolbar.actions()
    places = [actions.index(action) for action in (*tools, dock.toolbar.layers_action)]
    assert places == sorted(places)
    for action in tools:
        focus = dock.toolbar.widgetForAction(action).focusPolicy()
        assert focus & Qt.FocusPolicy.TabFocus
