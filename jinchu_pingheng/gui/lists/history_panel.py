"""The tab 历史: who did what when, with the values of parcels before and after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ...core.english import spoken
from ...jobs.history import export_history, history_lines, use_name, who
from .. import settings
from ..desk.plan_files import choose_folder
from ..editing.session import PlanSession
from ..messages import Messages
from .text_table import TextTable

MOST = 2000
"""Edits of parcels that are listed; the workbook has all."""
PARCEL = 3


class HistoryPanel(QWidget):
    """``shown``: id of a parcel whose line was clicked; ``messages`` tell of an export."""

    shown = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: PlanSession | None = None
        self._lines: list[list[str]] = []
        self.messages: Messages | None = None
        self.table = TextTable(
            (
                self.tr("时间"), self.tr("操作人"), self.tr("操作"), self.tr("地块"),
                self.tr("变化"), self.tr("内容"),
            ),
            (20, 10, 14, 9, 6, 60),
        )  # fmt: skip
        self.table.setAccessibleName(self.tr("历史"))
        self.table.shown.connect(self._show)
        self.name = QLineEdit()
        self.name.setToolTip(self.tr("写入历史的操作人；空为操作系统的用户名"))
        self.name.editingFinished.connect(self._rename)
        self.export_button = QPushButton(self.tr("导出历史…"))
        self.export_button.clicked.connect(self._export)
        self._lay_out()
        self.show_operator()

    def begin(self, session: PlanSession) -> None:
        """Show the history of a session's plan."""
        self._session = session
        session.changed.connect(self.refresh)
        self.refresh()

    def end(self) -> None:
        """Show none."""
        if self._session is not None:
            self._session.changed.disconnect(self.refresh)
        self._session = None
        self._put([])

    def export(self, folder: Path) -> Path:
        """Write the whole history as a workbook. Raises PlanError."""
        if self._session is None:
            raise RuntimeError
        [(_, file)] = export_history(self._session.plan.path, folder)
        return file

    def showEvent(self, event: Any) -> None:  # noqa: N802
        """Others than the dock may have written lines."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Read the lines where somebody looks at them and nothing is under way."""
        if self._session is not None and self.isVisible() and not self._session.unsaved:
            self._put(history_lines(self._session.plan.plan, MOST))

    def show_operator(self) -> None:
        """Name the one whom the settings name; the history does so from now on."""
        use_name(settings.operator())
        self.name.setText(settings.operator())
        self.name.setPlaceholderText(who())

    def _put(self, lines: list[list[str]]) -> None:
        if lines != self._lines:
            self._lines = lines
            self.table.show_rows([list(map(spoken, line)) for line in lines])

    def _show(self, row: int) -> None:
        if self._lines[row][PARCEL]:
            self.shown.emit(self._lines[row][PARCEL])

    def _rename(self) -> None:
        settings.keep_operator(self.name.text())
        self.show_operator()

    def _export(self) -> None:
        if self.messages is None or self._session is None:
            return
        with self.messages.reporting():
            folder = choose_folder(self, self.tr("导出历史"))
            if folder is not None:
                self.messages.done(self.tr("已写出 {}。").format(self.export(folder)))

    def _lay_out(self) -> None:
        search = QgsFilterLineEdit()
        search.setShowSearchIcon(True)
        search.setPlaceholderText(self.tr("筛选地块、操作、内容"))
        search.setAccessibleName(search.placeholderText())
        search.textChanged.connect(self.table.filter)
        label = QLabel(self.tr("操作人"))
        label.setBuddy(self.name)
        top = QHBoxLayout()
        top.addWidget(search, 2)
        top.addStretch(1)
        for widget in (label, self.name, self.export_button):
            top.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
