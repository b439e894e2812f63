"""The tab 平衡: the county in words, townships by class, and a chart; in 公顷 or 亩."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import QCheckBox, QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from .. import settings
from .area_unit import in_hectares, in_mu
from .balance_chart import BalanceChart
from .balance_panel import BalancePanel
from .town_table import TownTable

LEFT_LINES = 18
"""The least width of the balance in words, in heights of a line."""


class BalancePage(QSplitter):
    """Follows what ``panel`` shows; its own tables are filled when they are looked at."""

    def __init__(self, panel: BalancePanel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.panel, self.towns, self.chart = panel, TownTable(), BalanceChart()
        self.in_mu = QCheckBox(self.tr("以亩显示"))
        self.in_mu.toggled.connect(self._change_unit)
        self._shown: tuple[Any, Any] | None = None
        left = QWidget()
        layout = QVBoxLayout(left)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.in_mu)
        layout.addWidget(panel, 1)
        for number, (page, share) in enumerate(((left, 4), (self.towns, 6), (self.chart, 3))):
            self.addWidget(page if page is self.towns else _scrolling(page))
            self.setStretchFactor(number, share)
        self.widget(0).setMinimumWidth(LEFT_LINES * self.fontMetrics().height())
        self.setChildrenCollapsible(False)
        panel.balanced.connect(self._take)
        self.show_unit()

    def show_unit(self) -> None:
        """Show areas in the unit that the settings name."""
        self.in_mu.setChecked(settings.in_mu())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Fill in what has come meanwhile."""
        super().showEvent(event)
        self._fill()

    def _take(self, balance: Any, notice: Any) -> None:
        self._shown = None if balance is None else (balance, notice)
        self._fill()

    def _change_unit(self, mu: bool) -> None:
        """The panel shows its balance anew, and so does what follows it."""
        settings.keep_in_mu(mu)
        self.panel.show_unit(in_mu() if mu else in_hectares())

    def _fill(self) -> None:
        self.towns.setVisible(self._shown is not None)
        self.chart.setVisible(self._shown is not None)
        if self._shown is not None and self.isVisible():
            for widget in (self.towns, self.chart):
                widget.show_balance(*self._shown, self.panel.unit)


def _scrolling(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    return area
