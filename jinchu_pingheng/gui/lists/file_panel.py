"""The tab 文件: what was exported from the plan, and whether it is still what the plan is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ...jobs.exported import PACKAGE, SAME, STATES, Exported, gravest
from .file_words import package_word, role_word, state_word
from .text_table import TextTable


@dataclass(frozen=True)
class FileRow:
    """A file, or a package as a whole, whose ``path`` is its ``folder``; ``kind``: as in
    core.exports."""

    path: Path
    folder: Path
    kind: str
    texts: tuple[str, ...]


class FilePanel(QWidget):
    """Signals carry the FileRow that is marked; ``looked_at``: the tab came to the front."""

    open_wanted = pyqtSignal(object)
    folder_wanted = pyqtSignal(object)
    verify_wanted = pyqtSignal(object)
    again_wanted = pyqtSignal(object)
    looked_at = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[FileRow] = []
        self.table = TextTable(
            (
                self.tr("状态"), self.tr("种类"), self.tr("文件"), self.tr("方案版次"),
                self.tr("时间"), self.tr("文件夹"),
            ),
            (14, 16, 44, 9, 20, 40),
        )  # fmt: skip
        self.table.setAccessibleName(self.tr("导出的文件"))
        self.table.setToolTip(self.tr("双击或回车：打开"))
        self.summary = QLabel()
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.open_button = QPushButton(self.tr("打开"))
        self.folder_button = QPushButton(self.tr("打开文件夹"))
        self.verify_button = QPushButton(self.tr("核对成果包"))
        self.verify_button.setToolTip(
            self.tr("由成果包自带的地块和面积单元重新计算，逐处比较表格、文档、矢量")
        )
        self.again_button = QPushButton(self.tr("重新导出…"))
        self.again_button.setToolTip(self.tr("检查后把成果包导出到同一个文件夹"))
        self._lay_out()
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._allow())
        self.table.activated.connect(lambda _: self._emit(self.open_wanted))
        for button, signal in (
            (self.open_button, self.open_wanted),
            (self.folder_button, self.folder_wanted),
            (self.verify_button, self.verify_wanted),
            (self.again_button, self.again_wanted),
        ):
            button.clicked.connect(lambda _, signal=signal: self._emit(signal))
        self._allow()

    def show_files(self, files: Sequence[tuple[Exported, str]]) -> None:
        """Show files with their states; a package begins with a row of its own."""
        rows = _rows(files)
        if rows != self.rows:
            marked = self.marked()
            self.rows = rows
            self.table.show_rows([row.texts for row in rows])
            self._mark(marked)
        self.summary.setText(self._summary([state for _, state in files]))
        self._allow()

    def marked(self) -> FileRow | None:
        """The row that is marked."""
        places = self.table.marked()
        return self.rows[places[0]] if places else None

    def showEvent(self, event: Any) -> None:  # noqa: N802
        """Files may have changed since."""
        super().showEvent(event)
        self.looked_at.emit()

    def _mark(self, row: FileRow | None) -> None:
        paths = [item.path for item in self.rows]
        if row is not None and row.path in paths:
            self.table.mark(paths.index(row.path))

    def _emit(self, signal: Any) -> None:
        row = self.marked()
        if row is not None:
            signal.emit(row)

    def _allow(self) -> None:
        row = self.marked()
        self.open_button.setEnabled(row is not None and row.path.exists())
        there = row is not None and row.folder.is_dir()
        packed = row is not None and row.kind == PACKAGE
        self.folder_button.setEnabled(there)
        self.verify_button.setEnabled(there and packed)
        self.again_button.setEnabled(packed)

    def _summary(self, states: Sequence[str]) -> str:
        if not states:
            return self.tr("还没有从这个方案导出过文件。")
        counts = Counter(states)
        order = [state for state in (*reversed(STATES), "") if counts[state]]
        told = "，".join(f"{state_word(state)} {counts[state]}" for state in order)
        return self.tr("{} 个文件：{}").format(len(states), told)

    def _lay_out(self) -> None:
        search = QgsFilterLineEdit()
        search.setShowSearchIcon(True)
        search.setPlaceholderText(self.tr("筛选状态、种类、文件"))
        search.setAccessibleName(search.placeholderText())
        search.textChanged.connect(self.table.filter)
        top = QHBoxLayout()
        buttons = (self.open_button, self.folder_button, self.verify_button, self.again_button)
        for button in buttons:
            top.addWidget(button)
        top.addWidget(self.summary, 2)
        top.addWidget(search, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)


def _rows(files: Sequence[tuple[Exported, str]]) -> list[FileRow]:
    packages: dict[Path, list[str]] = {}
    for item, state in files:
        if item.file.kind == PACKAGE:
            packages.setdefault(item.folder, []).append(state)
    rows = []
    for item, state in files:
        if item.folder in packages:
            said = _package_state(packages.pop(item.folder))
            rows.append(_row(item, item.folder, said, package_word(), item.folder.name))
        said = state_word(state)
        rows.append(_row(item, item.path, said, role_word(item.file.role), item.file.file))
    return rows


def _package_state(states: Sequence[str]) -> str:
    """The gravest state of its files, and how many are in it: ✗ 已不在 1/37."""
    if not all(states):
        return state_word("")
    worst = gravest(states)
    count = "" if worst == SAME else f" {states.count(worst)}/{len(states)}"
    return state_word(worst) + count


def _row(item: Exported, path: Path, said: str, word: str, name: str) -> FileRow:
    texts = (said, word, name, str(item.file.revision), item.when, str(item.folder))
    return FileRow(path, item.folder, item.file.kind, texts)
