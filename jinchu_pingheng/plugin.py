"""The plugin: registers the Processing provider and the dock with QGIS, and takes both away again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, Qt, QTranslator
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

ROOT = Path(__file__).parent
VENDOR = ROOT / "vendor"


class JinchuPlugin:
    """``iface`` is QGIS's interface, or None when only Processing runs (qgis_process)."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.provider: Any = None
        self.dock: Any = None
        self.action: Any = None
        self.translator: Any = None
        add_vendor_path()

    def initProcessing(self) -> None:  # noqa: N802  (QGIS calls this name)
        """Add the algorithms; all that qgis_process needs."""
        from .processing.provider import JinchuProvider

        self._translate()
        self.provider = JinchuProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:  # noqa: N802  (QGIS calls this name)
        """Add the algorithms, the dock, and the action that shows it."""
        self.initProcessing()
        from .gui.dock import PlanDock

        self.dock = PlanDock(self.iface, self.iface.mainWindow())
        self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.dock.hide()
        self.action = QAction(
            QIcon(str(ROOT / "resources" / "icon.svg")), self._name(), self.iface.mainWindow()
        )
        self.action.setObjectName("jinchuPinghengAction")
        self.action.setToolTip(QCoreApplication.translate("JinchuPlugin", "打开或关闭耕地进出平衡面板"))
        self.dock.setToggleVisibilityAction(self.action)
        self.iface.addToolBarIcon(self.action)
        self.iface.addPluginToMenu(self._name(), self.action)

    def unload(self) -> None:
        """Leave QGIS as it was. An open plan's layer stays in the project, with its unsaved edits."""
        if self.dock is not None:
            self.dock.release()
            self.iface.removePluginMenu(self._name(), self.action)
            self.iface.removeToolBarIcon(self.action)
            self.iface.removeDockWidget(self.dock)
            self.action.deleteLater()
            self.dock.deleteLater()
            self.dock = self.action = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        if self.translator is not None:
            QCoreApplication.removeTranslator(self.translator)
            self.translator = None
        if str(VENDOR) in sys.path:
            sys.path.remove(str(VENDOR))

    def _name(self) -> str:
        return QCoreApplication.translate("JinchuPlugin", "耕地进出平衡")

    def _translate(self) -> None:
        """Chinese is in the source; every other language gets English."""
        file = ROOT / "i18n" / "jinchu_pingheng_en.qm"
        if QgsApplication.locale().startswith("zh") or not file.exists():
            return
        self.translator = QTranslator()
        self.translator.load(str(file))
        QCoreApplication.installTranslator(self.translator)


def add_vendor_path() -> None:
    """Let bundled libraries be found, before any older ones of the system."""
    if VENDOR.is_dir() and str(VENDOR) not in sys.path:
        sys.path.insert(0, str(VENDOR))
