"""F1 and the manual: every panel, dialog and tool has its place there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QMessageBox, QWidget

from jinchu_pingheng.gui import manual
from jinchu_pingheng.gui.desk.new_plan_dialog import NewPlanDialog
from jinchu_pingheng.gui.options_page import OptionsPage

ROOT = Path(__file__).resolve().parents[2]
GUI = ROOT / "jinchu_pingheng" / "gui"
PAGES = ROOT / "docs" / "manual"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Places that were opened, of a manual that has all pages."""
    for page in PAGES.glob("*.md"):
        (tmp_path / f"{page.stem}.html").touch()
    places: list[str] = []

    def open_url(url: QUrl) -> bool:
        assert Path(url.toLocalFile()).is_file()
        places.append(url.toString().rpartition("/")[2])
        return True

    monkeypatch.setattr(manual, "FOLDER", tmp_path)
    monkeypatch.setattr(manual.QDesktopServices, "openUrl", open_url)
    return places


def press(widget: QWidget) -> None:
    QTest.keyClick(widget, Qt.Key.Key_F1)


def test_f1_opens_the_place_of_the_panel_that_has_the_focus(dock: Any, opened: list[str]) -> None:
    panels = dock.panels
    press(panels.parcels.table)
    press(panels.history.name)
    press(panels.issues.table)
    press(panels.balance_page.in_mu)
    press(panels.tagging.button)
    press(panels.card.form)
    press(dock.toolbar.chip)
    names = ("parcels", "history", "issues", "balance", "tagging", "card", "toolbar")
    assert opened == [f"window.html#{name}" for name in names]


def test_f1_in_a_dialog_and_on_the_page_of_options(qgis_app: Any, opened: list[str]) -> None:
    press(NewPlanDialog([("ningxia-2022", "宁夏")]).code)
    press(OptionsPage(lambda: None).operator)
    assert opened == ["window.html#new-plan", "window.html#options"]


def test_f1_over_the_map_tells_of_our_tools_and_leaves_those_of_qgis(
    dock: Any, iface: Any, opened: list[str]
) -> None:
    press(iface.canvas)
    assert opened == []
    for action in dock.kit.actions[:3]:
        action.trigger()
        press(iface.canvas)
    dock.kit.splits.actions()[0].trigger()
    press(iface.canvas)
    assert opened == ["map.html#tools"] * 3 + ["map.html#split"]


def test_other_keys_are_left_alone(dock: Any, opened: list[str]) -> None:
    QTest.keyClick(dock.panels.parcels.table, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(dock.panels.history.name, "F1")
    assert opened == [] and dock.panels.history.name.text() == "F1"


def test_the_menu_of_plans_opens_the_contents(dock: Any, opened: list[str]) -> None:
    next(a for a in dock.toolbar.menu.actions() if a.text() == "帮助手册").trigger()
    assert opened == ["index.html"]


@pytest.mark.parametrize("browser", [True, False])
def test_without_the_manual_or_a_browser_it_is_said_where_it_is(
    dock: Any, opened: list[str], browser: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "information", lambda *words: said.append(words[-1]))
    if browser:
        monkeypatch.setattr(manual, "FOLDER", tmp_path / "nowhere")
    else:
        monkeypatch.setattr(manual.QDesktopServices, "openUrl", lambda url: False)
    press(dock.panels.parcels.table)
    [text] = said
    assert text.count("。") == 1
    assert ("docs/manual/index.md" if browser else str(tmp_path / "window.html")) in text


def places() -> set[str]:
    """Every place of the manual that the window names."""
    text = "".join(path.read_text(encoding="utf-8") for path in GUI.rglob("*.py"))
    pages = "|".join(path.stem for path in PAGES.glob("*.md"))
    return set(re.findall(rf'"((?:{pages})(?:#[a-z-]+)?)"', text)) - {"index", "import", "map"}


def test_every_place_that_the_window_names_is_in_the_manual() -> None:
    assert len(places()) > 15
    for place in {*places(), "import", "index"}:
        page, _, name = place.partition("#")
        text = (PAGES / f"{page}.md").read_text(encoding="utf-8")
        assert not name or f'<a id="{name}"></a>' in text, place


def test_every_dialog_has_its_place() -> None:
    sources = {path.name: path.read_text(encoding="utf-8") for path in GUI.rglob("*.py")}
    dialogs = {name for name, text in sources.items() if re.search(r"\((Quiet|Q)Dialog\):", text)}
    dialogs.remove("quiet_dialog.py")  # what others are made of
    assert len(dialogs) > 5
    assert {name for name in dialogs if "explain(self, " not in sources[name]} == set()


def test_every_list_panel_menu_and_action_is_named_in_the_manual(dock: Any) -> None:
    text = (PAGES / "window.md").read_text(encoding="utf-8")
    tabs = dock.lists.tabs
    for number in range(tabs.count()):
        assert re.search(rf"^### .*{tabs.tabText(number)}$", text, re.MULTILINE)
    menu = [action for action in dock.toolbar.menu.actions() if action.text()]
    shown = [action for action in dock.toolbar.actions() if action.text()]
    assert [action.text() for action in (*menu, *shown) if action.text() not in text] == []
    keys = [action.shortcut().toString() for action in shown]
    assert [key for key in keys if key not in text] == []
