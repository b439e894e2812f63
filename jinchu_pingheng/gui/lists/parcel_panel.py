"""The list of tagged parcels, with the actions that save, undo, redo and remove."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from qgis.core import QgsApplication, QgsFeature
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QTableView,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from ..editing.session import PlanSession
from ..live.verdict_book import VerdictBook
from ..moved_classes import QAction
from ..shortcuts import describe
from .copying import copy_by_key
from .ordered_rows import runs
from .parcel_filter_bar import ParcelFilterBar
from .parcel_model import AREA, CLASS, ID, NAME, PROJECT, SIDE, STATE, TOWN, TYPE, ParcelModel
from .row_table import dress_rows, mark_rows, marked_rows

WIDTHS = {STATE: 6, ID: 5, SIDE: 4, TYPE: 3, AREA: 4, NAME: 8, PROJECT: 8, TOWN: 4, CLASS: 6}
"""Of columns, in heights of a line."""


class ParcelPanel(QWidget):
    """Signals carry feature ids of the parcels layer; ``flashed``: show them where they are,
    ``shown``: go there; ``typed``: a value was typed in place (feature id, field, text)."""

    selected = pyqtSignal(list)
    flashed = pyqtSignal(list)
    shown = pyqtSignal(list)
    removed = pyqtSignal(list)
    saved = pyqtSignal()
    typed = pyqtSignal(int, str, str)

    def __init__(self, book: VerdictBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: PlanSession | None = None
        self.model = ParcelModel(book, self)
        self.filters = ParcelFilterBar(self.model)
        self.model.typed.connect(self.typed)
        self.model.modelReset.connect(self._mark_again)
        self.table = self._make_table()
        self._make_actions()
        self._lay_out()

    def show_session(self, session: PlanSession | None) -> None:
        """Show all parcels of a session; none without one."""
        self._session = session
        self.model.show(session.layer if session else None, session.notice if session else None)
        if session is not None:
            self.show_locked(session.plan.locked)
            self.filters.show_notice(session.notice)
        self.show_saved()

    def show_changes(self, changes: Mapping[int, QgsFeature | None]) -> None:
        """Show features as they are now; None: they are gone."""
        self.model.update(changes)
        self._mark_again()

    def show_locked(self, ids: frozenset[str]) -> None:
        """Mark the parcels that are locked."""
        self.model.show_locked(ids)

    def show_saved(self) -> None:
        """Show whether there is something to save, undo or redo."""
        stack = self._stack()
        self.save_action.setEnabled(self._session is not None and self._session.unsaved > 0)
        self.undo_action.setEnabled(stack is not None and stack.canUndo())
        self.redo_action.setEnabled(stack is not None and stack.canRedo())
        for action, text in (
            (self.undo_action, stack and stack.undoText()),
            (self.redo_action, stack and stack.redoText()),
        ):
            describe(action, f"{action.text()} {text or ''}".strip())

    def chosen_parcels(self) -> list[str]:
        """Ids of the parcels that are marked."""
        return [self.model.parcel_id(row) for row in marked_rows(self.table)]

    def fids_of(self, parcel_id: str) -> list[int]:
        """Features that bear an id."""
        return self.model.fids_of(parcel_id)

    def chosen_side(self) -> str:
        """Side of the first parcel that is marked; '' for none."""
        rows = marked_rows(self.table)
        return self.model.side(rows[0]) if rows else ""

    def count(self, direction: str) -> int:
        """Number of parcels of one side."""
        return self.model.count(direction)

    def select(self, fids: list[int]) -> None:
        """Mark the rows of parcels that were selected elsewhere; nothing is emitted."""
        rows = self.model.rows_of(fids)
        if rows == marked_rows(self.table):
            return
        mark_rows(self.table, runs(rows))
        if rows and not self.table.hasFocus():
            self.table.scrollTo(self.model.index(rows[0], ID))
        self.remove_action.setEnabled(bool(rows))

    def _mark_again(self) -> None:
        """The rows stand at other places, or came later than they were selected."""
        if self._session is not None:
            self.select(self._session.layer.selectedFeatureIds())

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        dress_rows(table)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        table.setSortingEnabled(True)
        table.setToolTip(
            self.tr(
                "单击：在地图上闪烁；双击或按回车：缩放到地块；F2：修改名称、项目；Ctrl+C：复制；Delete：移除"
            )
        )
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setMinimumSectionSize(24)
        line = table.fontMetrics().height()
        for column, lines in WIDTHS.items():
            table.setColumnWidth(column, lines * line)
        table.sortByColumn(SIDE, Qt.SortOrder.AscendingOrder)
        self.copy_action = copy_by_key(table, self.tr("复制"))
        table.setAccessibleName(self.tr("地块"))
        table.selectionModel().selectionChanged.connect(self._selection_changed)
        table.clicked.connect(lambda _: self.flashed.emit(self._chosen()))
        table.activated.connect(lambda _: self.shown.emit(self._chosen()))
        return table

    def _make_actions(self) -> None:
        self.undo_action = self._action(
            "mActionUndo.svg", self.tr("撤销"), lambda: self._stack().undo()
        )
        self.redo_action = self._action(
            "mActionRedo.svg", self.tr("重做"), lambda: self._stack().redo()
        )
        self.remove_action = self._action(
            "mActionDeleteSelected.svg", self.tr("移除"), lambda: self.removed.emit(self._chosen())
        )
        self.remove_action.setToolTip(self.tr("从方案中移除列表中所选的地块（Delete），可撤销"))
        self.remove_action.setShortcut(QKeySequence(Qt.Key.Key_Delete))
        self.remove_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.table.addAction(self.remove_action)
        self.save_action = self._action("mActionFileSave.svg", self.tr("保存"), self.saved.emit)
        self.save_action.setToolTip(self.tr("把修改写入方案文件"))
        self.save_action.setShortcut(QKeySequence("Ctrl+Alt+S"))

    def _action(self, icon: str, text: str, slot: Callable[[], None]) -> QAction:
        action = QAction(QgsApplication.getThemeIcon(icon), text, self)
        action.setEnabled(False)
        action.triggered.connect(lambda _: slot())
        return action

    def _lay_out(self) -> None:
        bar = QToolBar()
        bar.setIconSize(bar.iconSize() * 0.75)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.addAction(self.remove_action)
        bar.widgetForAction(self.remove_action).setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        top = QHBoxLayout()
        top.addWidget(bar)
        top.addWidget(self.filters, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)

    def _stack(self) -> Any:
        """The undo stack of the open plan's layer; the actions that use it are off while there is
        none."""
        return self._session.layer.undoStack() if self._session else None

    def _chosen(self) -> list[int]:
        return [self.model.fid(row) for row in marked_rows(self.table)]

    def _selection_changed(self) -> None:
        chosen = self._chosen()
        self.remove_action.setEnabled(bool(chosen))
        self.selected.emit(chosen)
