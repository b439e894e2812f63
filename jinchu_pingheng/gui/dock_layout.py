"""How the dock is laid out: a welcome page, and a plan page of sections that scroll in a low
window."""

from __future__ import annotations

from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..core.model import IN, OUT
from .balance_panel import BalancePanel
from .parcel_panel import ParcelPanel
from .role_panel import RolePanel
from .session import PlanSession
from .tag_panel import TagPanel
from .verdict_panel import VerdictPanel
from .verdict_words import MISSED, NEUTRAL

NARROWEST = 320
"""Pixels: below this the table would hide the areas."""


class DockLayout(QStackedWidget):
    """The panels of the dock, and the buttons that make or open a plan."""

    new_requested = pyqtSignal()
    open_requested = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.roles, self.tagging = RolePanel(), TagPanel()
        self.parcels, self.verdicts, self.balance = ParcelPanel(), VerdictPanel(), BalancePanel()
        self._title, self._notice, self._unsaved = QLabel(), QLabel(), QLabel()
        self._layers = _section(self.tr("图层"), self.roles)
        self.roles.changed.connect(self._show_loss)
        self._parcels = _section(self.tr("地块"), self.parcels)
        self._plan_page = self._make_plan_page()
        self.addWidget(self._make_welcome())
        self.addWidget(self._plan_page)
        self.setMinimumWidth(NARROWEST)
        self.show_plan(None)

    def show_plan(self, session: PlanSession | None) -> None:
        """Turn to the page of a plan, or to the welcome page."""
        self.parcels.show_session(session)
        if session is None:
            self.setCurrentIndex(0)
            return
        self._title.setText(session.title)
        self._title.setToolTip(str(session.plan.path))
        self._notice.setText(session.notice.title)
        self._notice.setToolTip(session.notice.title)
        self.tagging.show_notice(session.notice)
        self._layers.setCollapsed(self.roles.filled)
        self.setCurrentWidget(self._plan_page)

    def refresh(self, session: PlanSession) -> None:
        """Show how many parcels there are, and whether they are saved."""
        self.parcels.show_saved()
        counts = "，".join(
            f"{session.notice.word(side)} {self.parcels.count(side)}" for side in (OUT, IN)
        )
        self._parcels.setTitle(self.tr("地块（{}）").format(counts))
        unsaved = session.unsaved
        saved = self.tr("只读") if session.plan.read_only else self.tr("已保存")
        self._unsaved.setText(self.tr("● {} 步修改未保存").format(unsaved) if unsaved else saved)
        self._unsaved.setStyleSheet(f"color: {MISSED if unsaved else NEUTRAL};")

    def show_layers(self) -> None:
        """Show every role with its layer."""
        self._layers.setCollapsed(False)
        self.roles.unfold()

    def _show_loss(self) -> None:
        """A role that has lost its layer must be seen."""
        if self.roles.lost():
            self.show_layers()

    def _make_welcome(self) -> QWidget:
        page = QWidget()
        text = QLabel(
            self.tr(
                "编制年度耕地“进出平衡”总体方案。\n\n方案是一个 GeoPackage 文件；"
                "三调等来源图层只读，不会被改动。"
            )
        )
        text.setWordWrap(True)
        new, old = QPushButton(self.tr("新建方案…")), QPushButton(self.tr("打开方案…"))
        new.clicked.connect(self.new_requested)
        old.clicked.connect(self.open_requested)
        layout = QVBoxLayout(page)
        for widget in (text, new, old):
            layout.addWidget(widget)
        layout.addStretch(1)
        return page

    def _make_plan_page(self) -> QWidget:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addLayout(self._make_head())
        layout.addWidget(self._layers)
        layout.addWidget(_section(self.tr("标注"), self.tagging))
        layout.addWidget(self._parcels, 1)
        layout.addWidget(_section(self.tr("检查结论"), self.verdicts))
        layout.addWidget(_section(self.tr("面积平衡"), self.balance))
        page = QScrollArea()
        page.setWidgetResizable(True)
        page.setFrameShape(QFrame.Shape.NoFrame)
        page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page.setWidget(content)
        return page

    def _make_head(self) -> QVBoxLayout:
        font = self._title.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self._title.setFont(font)
        self._notice.setWordWrap(True)
        self._notice.setStyleSheet(f"color: {NEUTRAL};")
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._unsaved)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addLayout(top)
        head.addWidget(self._notice)
        return head


def _section(title: str, panel: QWidget) -> QgsCollapsibleGroupBox:
    box = QgsCollapsibleGroupBox(title)
    layout = QVBoxLayout(box)
    layout.setContentsMargins(4, 2, 4, 4)
    layout.addWidget(panel)
    return box
