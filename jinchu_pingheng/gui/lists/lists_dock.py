"""The wide dock at the bottom: lists of the open plan, a tab for each."""

from __future__ import annotations

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFrame, QScrollArea, QTabWidget, QWidget

from .. import settings
from ..manual import explain

HEIGHT = 240


class ListTabs(QTabWidget):
    """``add`` takes another tab; the one that was looked at last comes back in the next session."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.tabBarClicked.connect(self._remember)

    def add(self, page: QWidget, title: str) -> None:
        """Show a page in a tab of its own."""
        page.setAccessibleName(title)
        self.addTab(page, title)
        if title == settings.tab():
            self.setCurrentWidget(page)

    def _remember(self, index: int) -> None:
        if index >= 0:
            settings.keep_tab(self.tabText(index))


class ListsDock(QgsDockWidget):
    """``tabs.add(page, title)`` adds a tab; without a plan they are off."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jinchuPinghengLists")
        self.setWindowTitle(self.tr("进出平衡列表"))
        explain(self, "window#lists")
        self.tabs = ListTabs()
        self.setWidget(_narrowing(self.tabs))
        self.resize(self.width(), HEIGHT)
        self.show_open(False)

    def show_open(self, is_open: bool) -> None:
        """Nothing can be done here without a plan."""
        self.tabs.setEnabled(is_open)

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front."""
        self.tabs.setCurrentWidget(page)
        self.setUserVisible(True)


def _narrowing(tabs: QTabWidget) -> QScrollArea:
    """Lists scroll sideways where large letters leave no room for their bars: else QGIS's window
    would grow beyond the screen."""
    area = QScrollArea()
    area.setWidget(tabs)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
