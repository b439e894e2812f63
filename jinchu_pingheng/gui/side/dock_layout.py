"""The dock at the side: a welcome page, or the form that tags above the card of what is selected.
It never scrolls as a whole."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..balance.balance_page import BalancePage
from ..balance.balance_panel import BalancePanel
from ..editing.session import PlanSession
from ..layers.roles import Roles
from ..lists.compare_panel import ComparePanel
from ..lists.file_panel import FilePanel
from ..lists.history_panel import HistoryPanel
from ..lists.issue_panel import IssuePanel
from ..lists.parcel_panel import ParcelPanel
from ..lists.project_panel import ProjectPanel
from ..live.verdict_book import VerdictBook
from ..live.verdict_words import MISSED, NEUTRAL, ink
from ..manual import explain
from .parcel_card import ParcelCard
from .tag_panel import TagPanel
from .verdict_panel import VerdictPanel

NARROWEST = 320
"""Pixels: below this the table would hide the areas."""


class DockLayout(QStackedWidget):
    """The panels of the plugin, and the buttons that make or open a plan. Those of lists are shown
    elsewhere (lists_dock)."""

    new_requested = pyqtSignal()
    open_requested = pyqtSignal()
    sample_requested = pyqtSignal()

    def __init__(self, book: VerdictBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.roles, self.tagging = Roles(self), TagPanel()
        self.parcels, self.verdicts = ParcelPanel(book), VerdictPanel(book)
        self.balance = BalancePanel()
        self.comparing, self.history, self.files = ComparePanel(), HistoryPanel(), FilePanel()
        self.balance_page = BalancePage(self.balance)
        self.projects = ProjectPanel(self.parcels.model)
        self.issues = IssuePanel(book)
        self.card = ParcelCard(self.verdicts)
        self._explain()
        self._title, self._notice, self._unsaved = QLabel(), QLabel(), QLabel()
        self._plan_page = self._make_plan_page()
        self.addWidget(self._make_welcome())
        self.addWidget(self._plan_page)
        self.setMinimumWidth(NARROWEST)
        self.show_plan(None)

    def show_plan(self, session: PlanSession | None) -> None:
        """Turn to the page of a plan, or to the welcome page."""
        self.parcels.show_session(session)
        self.card.show_session(session)
        if session is None:
            self.setCurrentIndex(0)
            return
        self._title.setText(session.title)
        self._title.setToolTip(str(session.plan.path))
        self._notice.setText(session.notice.title)
        self._notice.setToolTip(session.notice.title)
        self.tagging.show_notice(session.notice)
        self.issues.show_notice(session.notice)
        self.projects.show_notice(session.notice)
        self.setCurrentWidget(self._plan_page)

    def refresh(self, session: PlanSession) -> None:
        """Show whether the parcels are saved."""
        self.parcels.show_saved()
        unsaved = session.unsaved
        saved = self.tr("只读") if session.plan.read_only else self.tr("已保存")
        self._unsaved.setText(self.tr("● {} 步修改未保存").format(unsaved) if unsaved else saved)
        self._unsaved.setStyleSheet(ink(MISSED if unsaved else NEUTRAL))

    def _explain(self) -> None:
        for panel, place in (
            (self, "window"),
            (self.tagging, "window#tagging"),
            (self.card, "window#card"),
            (self.parcels, "window#parcels"),
            (self.projects, "window#projects"),
            (self.issues, "window#issues"),
            (self.balance_page, "window#balance"),
            (self.comparing, "window#compare"),
            (self.history, "window#history"),
            (self.files, "window#files"),
        ):
            explain(panel, place)

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
        sample = QPushButton(self.tr("载入示例县…"))
        sample.setToolTip(self.tr("虚构的小县：图层、方案和几个地块，用来试用"))
        new.clicked.connect(self.new_requested)
        old.clicked.connect(self.open_requested)
        sample.clicked.connect(self.sample_requested)
        layout = QVBoxLayout(page)
        for widget in (text, new, old, sample):
            layout.addWidget(widget)
        layout.addStretch(1)
        return page

    def _make_plan_page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addLayout(self._make_head())
        layout.addWidget(self.tagging)
        layout.addWidget(_line())
        layout.addWidget(self.card, 1)
        return page

    def _make_head(self) -> QVBoxLayout:
        font = self._title.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self._title.setFont(font)
        self._notice.setWordWrap(True)
        self._notice.setStyleSheet(ink(NEUTRAL))
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._unsaved)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addLayout(top)
        head.addWidget(self._notice)
        return head


def _line() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setFrameShadow(QFrame.Shadow.Sunken)
    return line
