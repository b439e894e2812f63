"""The plugin's toolbar: plans, saving and undoing, tools of the map, set-up, check, export, and the
balance in one line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QToolBar, QToolButton, QWidget

from .balance.balance_chip import BalanceChip
from .desk.plan_menu import PlanMenu
from .manual import explain
from .moved_classes import QAction
from .shortcuts import describe


class PlanToolBar(QToolBar):
    """``add_tools`` takes the actions of others; ``menu`` is the menu of plans."""

    layers_requested = pyqtSignal()
    check_requested = pyqtSignal()
    export_requested = pyqtSignal()

    def __init__(self, edits: Iterable[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jinchuPinghengToolBar")
        self.setWindowTitle(self.tr("耕地进出平衡"))
        explain(self, "window#toolbar")
        self.menu, self.chip = PlanMenu(self), BalanceChip()
        self.addWidget(self._menu_button())
        for action in edits:
            self.addAction(action)
            self._reachable(action)
        self._tools_end = self.addSeparator()
        self.layers_action = self._action(
            "mActionAddOgrLayer.svg", self.tr("图层设置…"), "Ctrl+Alt+6"
        )
        self.layers_action.setToolTip(self.tr("选择各角色的图层、筛选，登记“本县无此类区域”"))
        self.layers_action.triggered.connect(self.layers_requested)
        self.check_action = self._action("mIconSuccess.svg", self.tr("检查"), "Ctrl+Alt+7")
        self.check_action.setToolTip(self.tr("按所选图层检查已保存的方案，结论记入方案文件"))
        self.check_action.triggered.connect(self.check_requested)
        self.export_action = self._action(
            "mActionSharingExport.svg", self.tr("导出…"), "Ctrl+Alt+8"
        )
        self.hint_export("")
        self.export_action.triggered.connect(self.export_requested)
        self._chip_begins = self.addSeparator()
        self.addWidget(self.chip)
        self.show_open(False)

    def add_tools(self, actions: Iterable[QAction]) -> None:
        """Show the actions of others between undo and set-up, in their order."""
        for action in actions:
            self.insertAction(self._tools_end, action)
            self._reachable(action)
            if action.menu() is not None:
                button: Any = self.widgetForAction(action)
                button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def add_panel(self, action: QAction) -> None:
        """Show what opens a panel before the chip, whose width changes."""
        self.insertAction(self._chip_begins, action)
        self._reachable(action)

    def hint_export(self, text: str) -> None:
        """Mark 导出 and say why in its tip; '' takes the mark away."""
        usual = self.tr("检查，列出待办事项，然后导出整个成果包")
        self.export_action.setText(self.tr("导出… ●") if text else self.tr("导出…"))
        describe(self.export_action, text or usual)

    def show_open(self, is_open: bool) -> None:
        """What needs an open plan is off without one."""
        for action in (self.layers_action, self.check_action, self.export_action):
            action.setEnabled(is_open)
        self.menu.show_open(is_open)
        self.chip.setEnabled(is_open)
        if not is_open:
            self.chip.show_nothing()

    def _menu_button(self) -> QToolButton:
        button = QToolButton()
        button.setText(self.tr("方案"))
        button.setIcon(QgsApplication.getThemeIcon("mActionFileOpen.svg"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setToolTip(self.tr("新建、打开、另存或关闭方案"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setMenu(self.menu)
        return button

    def _action(self, icon: str, text: str, key: str) -> QAction:
        action = QAction(QgsApplication.getThemeIcon(icon), text, self)
        action.setShortcut(QKeySequence(key))
        self.addAction(action)
        self._reachable(action)
        button: Any = self.widgetForAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return action

    def _reachable(self, action: QAction) -> None:
        self.widgetForAction(action).setFocusPolicy(Qt.FocusPolicy.StrongFocus)
