"""The plugin tells what it lacks instead of failing with a traceback."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

FOR_FILES = ("openpyxl", "docx", "lxml.etree", "PIL", "scipy")
"""Libraries that only reading and writing need, or the choice of inflow."""


class MessageBar:
    def __init__(self) -> None:
        self.shown: list[str] = []

    def pushMessage(self, title: str, text: str, level: Any) -> None:  # noqa: N802
        self.shown.append(text)


class Interface:
    def __init__(self) -> None:
        self.bar, self.menu = MessageBar(), []  # type: ignore[var-annotated]

    def mainWindow(self) -> None:  # noqa: N802
        return None

    def addPluginToMenu(self, name: str, action: Any) -> None:  # noqa: N802
        self.menu.append(action.text())

    def removePluginMenu(self, name: str, action: Any) -> None:  # noqa: N802
        self.menu.remove(action.text())

    def messageBar(self) -> MessageBar:  # noqa: N802
        return self.bar


def test_a_missing_library_is_named_with_the_remedy(
    qgis_app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jinchu_pingheng import plugin
    from jinchu_pingheng.environment import libraries

    monkeypatch.setitem(libraries.NEEDED, "no_such_module", "某库")
    iface = Interface()
    loaded = plugin.JinchuPlugin(iface)
    loaded.initGui()
    assert loaded.provider is None
    assert "某库" in iface.bar.shown[0] and "pip install" in iface.bar.shown[0]
    assert iface.menu == ["检查环境…", "帮助手册"]
    loaded.unload()
    assert iface.menu == []


def test_the_provider_comes_and_goes_with_the_plugin(qgis_app: Any) -> None:
    from qgis.core import QgsApplication

    from jinchu_pingheng.plugin import JinchuPlugin

    registry = QgsApplication.processingRegistry()
    loaded = JinchuPlugin(None)
    loaded.initProcessing()
    assert registry.providerById("jinchu_pingheng") is not None
    assert registry.algorithmById("jinchu_pingheng:checkconstraints").displayName() == "合规检查"
    loaded.unload()
    assert registry.providerById("jinchu_pingheng") is None


def test_help_is_english_where_the_interface_is(
    qgis_app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jinchu_pingheng.processing import base
    from jinchu_pingheng.processing.provider import ALGORITHMS

    chinese = [algorithm().shortHelpString() for algorithm in ALGORITHMS]
    monkeypatch.setattr(base, "tr", lambda text: f"English for {text}")
    english = [algorithm().shortHelpString() for algorithm in ALGORITHMS]
    assert all("。" in text for text in chinese) and all("。" not in text for text in english)


START = """
import sys
from jinchu_pingheng.environment.libraries import missing
assert not missing()
from jinchu_pingheng.gui.dock import PlanDock
from jinchu_pingheng.processing.provider import JinchuProvider
print(*sys.modules)
"""


def test_libraries_for_files_are_not_loaded_with_qgis() -> None:
    run = [sys.executable, "-c", START]
    loaded = subprocess.run(run, capture_output=True, text=True, check=True).stdout.split()
    assert "jinchu_pingheng.jobs.export" in loaded
    assert not [name for name in FOR_FILES if name in loaded]
