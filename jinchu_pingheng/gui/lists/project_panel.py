"""The tab 项目: parcels grouped by project; to choose a project is to select its parcels."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import (
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...core.english import spoken
from ...core.model import OUT
from ...core.notice import Notice
from ...core.rounding import hectares
from ...judging.packs import BANNED, FEASIBLE, LACKING
from ..live.verdict_words import LEVEL_COLORS, MARKS, STATE_LEVELS, state_word
from .copying import copy_by_key
from .parcel_model import ParcelModel
from .row_table import dress_rows, marked_rows

STATES = (BANNED, LACKING, FEASIBLE)


@dataclass
class Group:
    """Parcels of one project and side."""

    fids: list[int] = field(default_factory=list)
    m2: int = 0
    states: Counter[str] = field(default_factory=Counter)


class ProjectPanel(QWidget):
    """``selected`` and ``shown`` carry feature ids of a project's parcels."""

    selected = pyqtSignal(list)
    shown = pyqtSignal(list)

    def __init__(self, model: ParcelModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._notice: Notice | None = None
        self._groups: list[tuple[tuple[str, str], Group]] = []
        self.table = self._make_table()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fill)
        model.changed.connect(lambda: self._timer.start(0))

    def show_notice(self, notice: Notice) -> None:
        """Name the sides as a notice does."""
        self._notice = notice

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Fill in what has come meanwhile."""
        super().showEvent(event)
        self._fill()

    def _fill(self) -> None:
        if not self.isVisible() or self._notice is None:
            return
        kept = self._chosen()
        self._groups = groups_of(self._model)
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._groups))
        for row, (key, group) in enumerate(self._groups):
            self._show_row(row, key, group)
            if key == kept:
                self.table.setCurrentCell(row, 0)
        self.table.blockSignals(False)

    def _show_row(self, row: int, key: tuple[str, str], group: Group) -> None:
        project, side = key
        word = spoken(self._notice.word(side)) if self._notice and side else self.tr("未标")
        texts = [project or self.tr("（未填项目）"), word, str(len(group.fids)), hectares(group.m2)]
        texts += [str(group.states[state] or "") for state in STATES]
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            if column > 1:
                right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                item.setTextAlignment(int(right))
            if column > 3:
                item.setForeground(LEVEL_COLORS[STATE_LEVELS[STATES[column - 4]]])
            self.table.setItem(row, column, item)

    def _chosen(self) -> tuple[str, str] | None:
        row = self.table.currentRow()
        return self._groups[row][0] if 0 <= row < len(self._groups) else None

    def _tell(self, signal: Any) -> None:
        rows = marked_rows(self.table)
        signal.emit([fid for row in rows for fid in self._groups[row][1].fids])

    def _make_table(self) -> QTableWidget:
        heads = [self.tr("项目"), self.tr("方向"), self.tr("地块数"), self.tr("公顷")]
        heads += [f"{MARKS[STATE_LEVELS[state]]} {state_word(state)}" for state in STATES]
        table = QTableWidget(0, len(heads))
        table.setHorizontalHeaderLabels(heads)
        table.setAccessibleName(self.tr("项目"))
        table.setToolTip(self.tr("单击：选中该项目的地块，可在右侧一起填写；双击或按回车：缩放"))
        dress_rows(table)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.itemSelectionChanged.connect(lambda: self._tell(self.selected))
        table.activated.connect(lambda _: self._tell(self.shown))
        copy_by_key(table, self.tr("复制"))
        return table


def groups_of(model: ParcelModel) -> list[tuple[tuple[str, str], Group]]:
    """Parcels by project and side, outflow first, those without a project last."""
    groups: dict[tuple[str, str], Group] = {}
    for row in model.held:
        verdict = model.verdict(row)
        group = groups.setdefault((row.project, row.direction), Group())
        group.fids.append(row.fid)
        group.m2 += row.m2
        if verdict is not None:
            group.states[verdict.state] += 1
    return sorted(groups.items(), key=lambda item: (not item[0][0], item[0][1] != OUT, item[0][0]))
