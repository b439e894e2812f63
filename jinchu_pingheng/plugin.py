"""The plugin: registers the Processing provider and the dock with QGIS, and takes both away
again."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsApplication, QgsMessageLog
from qgis.PyQt.QtCore import QCoreApplication, Qt, QTranslator
from qgis.PyQt.QtGui import QIcon

from .core.english import speak
from .environment.libraries import missing
from .environment.remedy import remedy

ROOT = Path(__file__).parent
VENDOR = ROOT / "vendor"


class JinchuPlugin:
    """``iface`` is QGIS's interface, or None when only Processing runs (qgis_process)."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.provider: Any = None
        self.dock: Any = None
        self.action: Any = None
        self.always: list[Any] = []
        self.corner: Any = None
        self.locator: Any = None
        self.options: Any = None
        self.translator: Any = None
        add_vendor_path()

    def initProcessing(self) -> None:  # noqa: N802  (QGIS calls this name)
        """Add the algorithms; all that qgis_process needs."""
        self._translate()
        lacking = missing()
        if lacking:
            self._tell_missing(lacking)
            return
        from .deliver.figures import forms
        from .gui import settings
        from .plan.profiles import use_folder
        from .plan.who import use_name
        from .processing.provider import JinchuProvider

        own = Path(QgsApplication.qgisSettingsDirPath()) / "jinchu_pingheng"
        use_folder(own / "profiles")
        forms.use_folder(own / "templates")
        use_name(settings.operator())
        self.provider = JinchuProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:  # noqa: N802  (QGIS calls this name)
        """Add the algorithms, the dock, and the action that shows it."""
        self.initProcessing()
        if self.provider is not None:
            self._open_dock()
        self._offer_always()

    def _open_dock(self) -> None:
        from .gui.dock import PlanDock
        from .gui.moved_classes import QAction
        from .gui.options_page import OptionsFactory

        self.dock = PlanDock(self.iface, self.iface.mainWindow())
        self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.iface.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.dock.lists)
        for panel in (self.dock, self.dock.lists):
            panel.setVisible(self.dock.session is not None)
        self.iface.addToolBar(self.dock.toolbar)
        self.iface.mainWindow().insertToolBarBreak(self.dock.toolbar)  # else the chip has no room
        # the card needs the whole height of a low screen
        window, corner = self.iface.mainWindow(), Qt.Corner.BottomRightCorner
        self.corner = window.corner(corner)
        window.setCorner(corner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.locator = self.dock.map.locator()
        self.iface.registerLocatorFilter(self.locator)
        self.options = OptionsFactory(_icon(), self._name(), self.dock.follow_settings)
        self.iface.registerOptionsWidgetFactory(self.options)
        self.action = QAction(_icon(), self._name(), self.iface.mainWindow())
        self.action.setObjectName("jinchuPinghengAction")
        self.action.setToolTip(
            QCoreApplication.translate("JinchuPlugin", "打开或关闭耕地进出平衡面板")
        )
        self.dock.setToggleVisibilityAction(self.action)
        self.iface.addToolBarIcon(self.action)
        self.iface.addPluginToMenu(self._name(), self.action)

    def unload(self) -> None:
        """Leave QGIS as it was. An open plan's layer stays in the project, with its unsaved
        edits."""
        if self.dock is not None:
            from .gui.shortcuts import withdraw

            withdraw([self.action])  # QGIS took it for its own, and would look at it again
            self.iface.deregisterLocatorFilter(self.locator)
            self.iface.unregisterOptionsWidgetFactory(self.options)
            self.dock.release()
            self.iface.removePluginMenu(self._name(), self.action)
            self.iface.removeToolBarIcon(self.action)
            self.iface.removeDockWidget(self.dock)
            self.iface.removeDockWidget(self.dock.lists)
            self.iface.mainWindow().setCorner(Qt.Corner.BottomRightCorner, self.corner)
            self.iface.mainWindow().removeToolBar(self.dock.toolbar)
            self.dock.lists.deleteLater()
            self.dock.toolbar.deleteLater()
            self.action.deleteLater()
            self.dock.deleteLater()
            self.dock = self.action = self.locator = self.options = None
        for action in self.always:
            self.iface.removePluginMenu(self._name(), action)
        self.always = []
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        if self.translator is not None:
            QCoreApplication.removeTranslator(self.translator)
            self.translator = None
            speak(None)
        if str(VENDOR) in sys.path:
            sys.path.remove(str(VENDOR))

    def _offer_always(self) -> None:
        """检查环境 and the manual need no library."""
        from .gui.environment_dialog import EnvironmentDialog
        from .gui.manual import open_manual
        from .gui.moved_classes import QAction

        window = self.iface.mainWindow()
        look = QAction(QCoreApplication.translate("JinchuPlugin", "检查环境…"), window)
        look.triggered.connect(
            lambda _: EnvironmentDialog(self.provider is not None, window).exec()
        )
        read = QAction(QCoreApplication.translate("JinchuPlugin", "帮助手册"), window)
        read.triggered.connect(lambda _: open_manual("index", window))
        self.always = [look, read]
        for action in self.always:
            self.iface.addPluginToMenu(self._name(), action)

    def _tell_missing(self, lacking: list[str]) -> None:
        """One sentence with the remedy, in the message bar or, without a window, in the log."""
        text = remedy(sys.platform).format("、".join(lacking), " ".join(lacking))
        QgsMessageLog.logMessage(text, "jinchu_pingheng", Qgis.MessageLevel.Critical)
        if self.iface is not None:
            self.iface.messageBar().pushMessage(self._name(), text, Qgis.MessageLevel.Critical)

    def _name(self) -> str:
        return QCoreApplication.translate("JinchuPlugin", "耕地进出平衡")

    def _translate(self) -> None:
        """Chinese is in the source; every other language gets English."""
        folder = ROOT / "i18n"
        file, sentences = folder / "jinchu_pingheng_en.qm", folder / "sentences_en.json"
        if QgsApplication.locale().startswith("zh") or not file.exists():
            return
        self.translator = QTranslator()
        self.translator.load(str(file))
        QCoreApplication.installTranslator(self.translator)
        speak(json.loads(sentences.read_text(encoding="utf-8")))


def _icon() -> QIcon:
    return QIcon(str(ROOT / "resources" / "icon.svg"))


def add_vendor_path() -> None:
    """Let bundled libraries be found, before any older ones of the system."""
    if sys.platform == "win32":  # lxml has brought QGIS down there (qgis/QGIS#58205)
        os.environ.setdefault("OPENPYXL_LXML", "False")
    if VENDOR.is_dir() and str(VENDOR) not in sys.path:
        sys.path.insert(0, str(VENDOR))
