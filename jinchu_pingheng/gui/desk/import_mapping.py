"""What each column of the files stands for, to be changed by the user."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QTableWidget, QTableWidgetItem, QWidget

from ...core.english import spoken
from ...jobs.import_declarations import TITLES


class MappingTable(QTableWidget):
    """``changed``: the user has chosen another target. ``chosen``: what he chose, now and before,
    target by header; other headers follow their words."""

    changed = pyqtSignal()

    def __init__(self, chosen: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(0, 2, parent)
        self.chosen = dict(chosen)
        self.setHorizontalHeaderLabels([self.tr("文件中的表头"), self.tr("方案字段")])
        self.verticalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.setColumnWidth(0, 300)
        self.setAccessibleName(self.tr("字段对应"))
        self.setTabKeyNavigation(False)

    def show_headers(self, headers: Mapping[str, str]) -> None:
        """Show the headers with their targets; nothing moves while they are the same."""
        if headers == self.shown:
            return
        self.setRowCount(len(headers))
        for row, (header, target) in enumerate(headers.items()):
            item = QTableWidgetItem(header)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self.setItem(row, 0, item)
            self.setCellWidget(row, 1, self._choice(header, target))

    @property
    def shown(self) -> dict[str, str]:
        """Targets by header, as they are shown."""
        return {
            self.item(row, 0).text(): self._box(row).currentData() for row in range(self.rowCount())
        }

    def _box(self, row: int) -> Any:
        """The list of targets in a row."""
        return self.cellWidget(row, 1)

    def _choice(self, header: str, target: str) -> QComboBox:
        box = QComboBox()
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel scrolls the table
        box.setAccessibleName(header)
        box.addItem(self.tr("（不带入）"), "")
        for name, title in TITLES.items():
            box.addItem(spoken(title), name)
        box.setCurrentIndex(max(box.findData(target), 0))
        box.activated.connect(lambda: self._choose(header, box.currentData()))
        return box

    def _choose(self, header: str, target: str) -> None:
        self.chosen[header] = target
        self.changed.emit()
