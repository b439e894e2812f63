"""The page in QGIS's 选项, and the keys of the toolbar."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from qgis.gui import QgsGui
from qgis.PyQt.QtGui import QIcon

from jinchu_pingheng.core.model import OUT
from jinchu_pingheng.gui import settings
from jinchu_pingheng.gui.options_page import OptionsFactory
from jinchu_pingheng.plan.who import use_name, who
from tests.qgis.dock_window import idle, tag

ROOT = Path(__file__).resolve().parents[2]
GUI = ROOT / "jinchu_pingheng"


@pytest.fixture
def page(dock: Any) -> Any:
    """The page as QGIS makes it, in a session that has tagged, opened and imported."""
    settings.keep_recent_tags("ningxia-2022", [["out", 1, {}]])
    settings.keep_import_targets("640999", {"地块": "parcel_name"})
    dock.follow_settings()
    factory = OptionsFactory(QIcon(), "耕地进出平衡", dock.follow_settings)
    yield factory.createWidget(None)
    use_name("")


def test_what_is_accepted_holds_at_once_in_the_open_dock(page: Any, dock: Any, survey: Any) -> None:
    tag(dock, survey, OUT, "0103")
    idle(dock)
    page.operator.setText(" 王五 ")
    page.folder.setFilePath("/计划")
    page.unit.setCurrentIndex(1)
    page.tolerance.setValue(2.5)
    page.apply()
    assert who() == dock.panels.history.name.text() == "王五"
    assert settings.folder() == "/计划"
    assert settings.tolerance() == 2.5
    assert dock.panels.balance.unit.name == "亩"
    assert dock.panels.balance_page.in_mu.isChecked()


def test_nothing_changes_until_it_is_accepted(page: Any, dock: Any) -> None:
    page.operator.setText("王五")
    page.unit.setCurrentIndex(1)
    page.forget[settings.RECENT_TAGS].setChecked(True)
    assert (settings.operator(), settings.in_mu()) == ("", False)
    assert settings.count(settings.RECENT_TAGS) == 1


def test_what_is_forgotten_is_gone_and_nothing_else(page: Any, dock: Any) -> None:
    assert dock.kit.recent.menu.isEnabled()
    page.forget[settings.RECENT_TAGS].setChecked(True)
    page.forget[settings.RECENT_PLANS].setChecked(True)
    page.apply()
    assert not dock.kit.recent.menu.isEnabled()
    assert settings.recent_plans() == []
    assert settings.import_targets("640999") == {"地块": "parcel_name"}


def test_there_is_nothing_to_forget_in_a_new_profile(qgis_app: Any, iface: Any) -> None:
    page = OptionsFactory(QIcon(), "", lambda: None).createWidget(None)
    assert [box.isEnabled() for box in page.forget.values()] == [False] * 3


def test_a_unit_that_was_chosen_on_the_page_comes_back(dock: Any) -> None:
    dock.panels.balance_page.in_mu.setChecked(True)
    assert settings.in_mu()


def test_settings_are_read_and_written_in_one_module() -> None:
    others = [path for path in GUI.rglob("*.py") if path.name != "settings.py"]
    assert [path for path in others if "QgsSettings" in path.read_text("utf-8")] == []


def test_every_action_of_the_toolbar_shows_its_key(dock: Any) -> None:
    for action in dock.toolbar.actions():
        key = action.shortcut().toString()
        assert not key or action.toolTip().endswith(f"({key})"), action.text()
    keyed = {action.text() for action in dock.toolbar.actions() if action.shortcut().toString()}
    assert {"保存", "点选", "刷选", "绘制", "图层设置…", "检查", "导出…"} <= keyed


def test_a_key_that_the_user_chooses_is_shown(dock: Any) -> None:
    manager, action = QgsGui.shortcutsManager(), dock.panels.parcels.undo_action
    assert action in manager.listActions()
    manager.setKeySequence(action, "Ctrl+Alt+U")
    dock.panels.parcels.show_saved()
    assert re.search(r"撤销.*\(Ctrl\+Alt\+U\)$", action.toolTip())
    manager.setKeySequence(action, "")


def test_no_two_actions_of_the_toolbar_have_the_same_key(dock: Any) -> None:
    keys = [action.shortcut().toString() for action in dock.toolbar.actions()]
    given = [key for key in keys if key]
    assert len(set(given)) == len(given)
