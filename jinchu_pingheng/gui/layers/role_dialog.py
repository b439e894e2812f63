"""图层设置: every role with its layers and a traffic light; the chosen one is edited below."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QDialogButtonBox,
    QHeaderView,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...core.declarations import by_role
from ...core.english import spoken
from ...core.model import BLOCK, NA, PASS, WARN
from ...jobs.role_state import BAD, GOOD, NONE, REMARK, WORST_FIRST, Light, light_of
from ..editing.session import PlanSession
from ..live.verdict_words import LEVEL_COLORS, MARKS
from ..manual import explain
from ..quiet_dialog import QuietDialog
from .declaration_form import DeclarationForm
from .role_detail import RoleDetail
from .roles import Offered, Roles

STATE, ROLE, LAYERS, TEXT = range(4)
_LIKE = {GOOD: PASS, REMARK: WARN, BAD: BLOCK, NONE: NA}
"""A light looks like the level of a verdict."""


class RoleDialog(QuietDialog):
    """What is changed holds at once; the declarations are recorded in the plan."""

    def __init__(self, session: PlanSession, roles: Roles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("图层设置"))
        explain(self, "window#roles")
        self._session, self._roles = session, roles
        self._crs = QgsCoordinateReferenceSystem(session.plan.header.crs)
        self.table = self._make_table()
        self.detail = RoleDetail(roles)
        self.declaration = DeclarationForm(session)
        self._lay_out()
        self.refresh()
        roles.changed.connect(self.refresh)
        self.declaration.changed.connect(self.refresh)
        self.table.currentCellChanged.connect(lambda *_: self._show_detail())
        self.table.setCurrentCell(0, ROLE)

    def light(self, role: str) -> Light:
        """How a role stands."""
        lost = self._roles.lost().get(role)
        declared = by_role(self._session.plan.plan.declarations()).get(role)
        lights = [
            light_of(entry.layer, entry.only, role, self._session.notice, self._crs)
            for entry in self._roles.entries(role)
            if entry.layer is not None
        ]
        if lost:
            lights.append(Light(BAD, self.tr("图层已移除：{}").format(lost)))
        if not lights and declared:
            return Light(GOOD, spoken(declared.words))
        if not lights and self._roles.recorded(role):
            text = self.tr("用方案记录的 {}").format(self._roles.recorded(role))
            return Light(GOOD, text)
        if not lights:
            return Light(NONE, self.tr("未选择"))
        if declared:
            lights.append(Light(REMARK, self.tr("另有{}").format(spoken(declared.words))))
        worst = min((light.level for light in lights), key=WORST_FIRST.index)
        return Light(worst, spoken("；".join(light.text for light in lights)))

    def refresh(self) -> None:
        """Look at every role anew."""
        self.table.setRowCount(len(self._roles.offered))
        for row, offered in enumerate(self._roles.offered):
            self._show_row(row, offered)
        self._show_detail()

    def select(self, role: str) -> None:
        """Turn to one role."""
        names = [item.role for item in self._roles.offered]
        self.table.setCurrentCell(names.index(role), ROLE)

    def done(self, result: int) -> None:
        """The roles outlive the dialog."""
        self._roles.changed.disconnect(self.refresh)
        super().done(result)

    def _show_row(self, row: int, offered: Offered) -> None:
        light = self.light(offered.role)
        names = [entry.name for entry in self._roles.entries(offered.role)]
        level = _LIKE[light.level]
        mark = f"{MARKS[level]} {light_word(light.level)}"
        for column, text in enumerate((mark, offered.shown, "、".join(names), light.text)):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if column == STATE:
                item.setForeground(QColor(LEVEL_COLORS[level]))
            self.table.setItem(row, column, item)

    def _show_detail(self) -> None:
        row = max(self.table.currentRow(), 0)
        offered = self._roles.offered[row]
        self.detail.show_role(offered)
        self.declaration.show_role(offered.role)

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, TEXT + 1)
        table.setAccessibleName(self.tr("图层角色"))
        headers = (self.tr("状态"), self.tr("角色"), self.tr("图层"), self.tr("说明"))
        table.setHorizontalHeaderLabels(headers)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 6)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        wide = table.fontMetrics().height()
        for column, letters in ((STATE, 6), (ROLE, 13), (LAYERS, 14)):
            table.setColumnWidth(column, wide * letters)
        table.horizontalHeader().setSectionResizeMode(TEXT, QHeaderView.ResizeMode.Stretch)
        return table

    def _lay_out(self) -> None:
        below = QSplitter(Qt.Orientation.Horizontal)
        below.addWidget(self.detail)
        below.addWidget(self.declaration)
        below.setStretchFactor(0, 3)
        below.setStretchFactor(1, 2)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.table)
        parts.addWidget(below)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("关闭"))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(parts)
        layout.addWidget(buttons)
        self.ask_size(960, 660)


def light_word(level: str) -> str:
    """What a light says, without its colour."""
    words = {GOOD: _tr("可用"), REMARK: _tr("注意"), BAD: _tr("不可用"), NONE: _tr("未选")}
    return words[level]


def _tr(text: str) -> str:
    return QCoreApplication.translate("role_dialog", text)
