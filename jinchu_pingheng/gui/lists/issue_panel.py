"""The tab 问题: all findings, narrowed down, gone through one after another, copied as text."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Callable

from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...core.model import BLOCK, INFO, UNKNOWN, WARN
from ...core.notice import Notice
from ..live.verdict_book import VerdictBook
from ..live.verdict_words import MARKS, level_word
from .chips import Chips
from .copying import copy_by_key
from .issue_model import CLAUSE, LEVEL, MESSAGE, PARCEL, TOWN, IssueModel
from .row_table import dress_rows
from .town_box import TownBox


class IssuePanel(QWidget):
    """``flashed``: show a parcel where it is (its id); ``shown``: go there. ``in_view`` tells the
    ids of the parcels that the map shows."""

    flashed = pyqtSignal(str)
    shown = pyqtSignal(str)

    def __init__(self, book: VerdictBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.in_view: Callable[[], set[str]] = set
        self._waiting: set[str] | None = set()
        self.model = IssueModel(book, self)
        book.changed.connect(self._note)
        levels = (BLOCK, WARN, UNKNOWN, INFO)
        self.levels = Chips([(f"{MARKS[level]} {level_word(level)}", level) for level in levels])
        self.rule, self.town = QComboBox(), TownBox()
        self.only_view = QCheckBox(self.tr("仅当前视图"))
        self.search = QgsFilterLineEdit()
        self.previous, self.next = QToolButton(), QToolButton()
        self._count = QLabel()
        self.table = self._make_table()
        self._lay_out()
        self._connect()

    def show_notice(self, notice: Notice) -> None:
        """Offer the rules of a notice."""
        self.rule.clear()
        self.rule.addItem(self.tr("全部条款"), "")
        for rule in notice.rules:
            self.rule.addItem(f"{rule.clause} {rule.id}", rule.id)

    def step(self, by: int) -> None:
        """Go to the next finding (1) or the one before (-1)."""
        last = self.model.rowCount() - 1
        row = min(max(self.table.currentIndex().row() + by, 0), last)
        if row >= 0:
            self.table.selectRow(row)
            self.table.scrollTo(self.model.index(row, LEVEL))
            self._tell(self.flashed)

    def look_again(self) -> None:
        """The view of the map, or its parcels, are others."""
        if self.only_view.isChecked() and self.isVisible():
            self.model.narrow(parcels=self.in_view())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Fill in what has come meanwhile."""
        super().showEvent(event)
        self._fill()
        self.look_again()

    def _note(self, ids: Collection[str] | None) -> None:
        """Other verdicts came; the table is filled when it is looked at."""
        self._waiting = None if ids is None or self._waiting is None else {*self._waiting, *ids}
        if self.isVisible():
            self._fill()

    def _fill(self) -> None:
        waiting, self._waiting = self._waiting, set()
        if waiting != set():
            self.model.update(waiting)

    def _show_count(self) -> None:
        shown, every = self.model.rowCount(), len(self.model.held)
        self._count.setText(self.tr("{}/{} 条").format(shown, every))
        for button in (self.previous, self.next):
            button.setEnabled(shown > 0)
        self.town.offer(issue.town for issue in self.model.held)

    def _apply(self, *_: object) -> None:
        self.model.narrow(
            levels=self.levels.pressed(),
            rule=self.rule.currentData() or "",
            town=self.town.currentData() or "",
            text=self.search.text().strip().lower(),
            parcels=self.in_view() if self.only_view.isChecked() else None,
        )

    def _tell(self, signal: Any) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            signal.emit(index.siblingAtColumn(PARCEL).data())

    def _connect(self) -> None:
        self.model.changed.connect(self._show_count)
        self.levels.changed.connect(self._apply)
        self.rule.currentIndexChanged.connect(self._apply)
        self.town.currentIndexChanged.connect(self._apply)
        self.only_view.toggled.connect(self._apply)
        self.search.textChanged.connect(self._apply)
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))
        self.table.clicked.connect(lambda _: self._tell(self.flashed))
        self.table.activated.connect(lambda _: self._tell(self.shown))

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setAccessibleName(self.tr("问题"))
        table.setModel(self.model)
        dress_rows(table)
        table.setSortingEnabled(True)
        table.sortByColumn(LEVEL, Qt.SortOrder.AscendingOrder)
        line = table.fontMetrics().height()
        for column, lines in ((LEVEL, 6), (PARCEL, 6), (TOWN, 6), (CLAUSE, 7), (MESSAGE, 40)):
            table.setColumnWidth(column, lines * line)
        table.horizontalHeader().setStretchLastSection(True)
        table.setToolTip(self.tr("单击：在地图上闪烁；双击或按回车：缩放；Ctrl+C：复制"))
        self.copy_action = copy_by_key(table, self.tr("复制"))
        return table

    def _lay_out(self) -> None:
        self.rule.addItem(self.tr("全部条款"), "")
        self.rule.setAccessibleName(self.tr("条款"))
        self.rule.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.rule.setMinimumContentsLength(5)
        self.search.setShowSearchIcon(True)
        self.search.setMinimumWidth(80)
        self.search.setPlaceholderText(self.tr("筛选文字"))
        self.search.setAccessibleName(self.tr("筛选文字"))
        bar = QHBoxLayout()
        bar.setContentsMargins(4, 2, 4, 0)
        for button, arrow, name in (
            (self.previous, Qt.ArrowType.UpArrow, self.tr("上一条")),
            (self.next, Qt.ArrowType.DownArrow, self.tr("下一条")),
        ):
            button.setArrowType(arrow)
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            bar.addWidget(button)
        copy = QToolButton()
        copy.setDefaultAction(self.copy_action)
        copy.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for widget in (self.levels, self.rule, self.town, self.only_view, copy):
            bar.addWidget(widget)
        bar.addWidget(self.search, 1)
        bar.addWidget(self._count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(bar)
        layout.addWidget(self.table, 1)
