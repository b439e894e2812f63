"""What townships hand in, before it is written: files, what their columns mean, and line by line
what would become of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem
from qgis.gui import QgsProjectionSelectionWidget
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ...core.english import spoken
from ...core.model import IN, OUT
from ...core.notice import Notice
from ...jobs.import_declarations import COLUMNS, REFUSED, STATES, HandedIn, Review
from ..lists.text_table import TextTable
from ..live.verdict_words import MISSED, NEUTRAL, REACHED, ink
from ..manual import explain
from ..quiet_dialog import QuietDialog, acting
from ..read_aloud import name_parts
from .import_mapping import MappingTable

_LETTERS = (6, 6, 10, 16, 9, 9, 52, 34, 22)
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et")
_TEXT = ".txt"


class ImportDialog(QuietDialog):
    """``changed``: what is handed in is another; ``wanted``: write it (True: without what is
    refused). ``chosen`` are targets by header that the office has chosen before."""

    changed = pyqtSignal()
    wanted = pyqtSignal(bool)

    def __init__(
        self, notice: Notice, chosen: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("导入乡镇申报"))
        explain(self, "import")
        self.ask_size(1000, 620)
        self._notice = notice
        self.files, self.direction, self.type = QListWidget(), QComboBox(), QComboBox()
        self.crs = QgsProjectionSelectionWidget()
        self.report = TextTable(tuple(map(spoken, COLUMNS)), _LETTERS)
        self.mapping = MappingTable(chosen)
        self.summary, self.notes, self.filter = QLabel(), QLabel(), QLineEdit()
        self.remove = QPushButton(self.tr("移除"))
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Close)
        buttons.button(kinds.Close).setText(self.tr("关闭"))
        self.all = QPushButton(self.tr("写入方案"))
        self.usable = QPushButton(self.tr("只写入可用的"))
        buttons.rejected.connect(self.reject)
        self._fill()
        self._lay_out(buttons)
        self._connect()
        self.show_waiting()

    def add_files(self, paths: list[Path]) -> None:
        """Hand in more files; each counts once."""
        known = {item.toolTip() for item in self._items()}
        for path in map(str, paths):
            if path not in known:
                self.files.addItem(Path(path).name)
                self.files.item(self.files.count() - 1).setToolTip(path)
                known.add(path)
        self._files_changed()

    def handed(self) -> HandedIn:
        """What is handed in now."""
        paths = [Path(item.toolTip()) for item in self._items()]
        return HandedIn(
            workbooks=[path for path in paths if path.suffix.lower() in _WORKBOOKS],
            shapes=[path for path in paths if path.suffix.lower() not in _WORKBOOKS],
            crs=self.crs.crs().authid() if self.crs.crs().isValid() else "",
            direction=self.direction.currentData(),
            type=self.type.currentData(),
            targets=self.mapping.chosen,
        )

    def show_waiting(self, text: str = "") -> None:
        """Nothing is known of the files now."""
        self._tell(
            text or self.tr("请添加申报表（.xlsx）和图形（shp、gpkg、gdb 或 txt）。"), NEUTRAL
        )
        self.notes.clear()
        self.report.show_rows(())
        self._allow(False, False)

    def show_wrong(self, text: str) -> None:
        """A file cannot be read at all."""
        self.show_waiting(text)
        self._tell(text, MISSED)

    def show_review(self, found: Review) -> None:
        """Show what would be done, what is refused first."""
        order = {state: place for place, state in enumerate(reversed(STATES))}
        lines = sorted(found.lines, key=lambda line: order[line.state])
        self.report.show_rows([list(map(spoken, line.texts)) for line in lines])
        self.mapping.show_headers(found.headers)
        refused = found.count(REFUSED)
        self._tell(spoken(found.summary), MISSED if refused else REACHED)
        self.notes.setText("\n".join(map(spoken, found.notes)))
        self._allow(bool(found.written) and not refused, bool(found.written and refused))

    def _fill(self) -> None:
        self.direction.addItem(self.tr("按文件"), "")
        for side in (OUT, IN):
            self.direction.addItem(spoken(self._notice.word(side)), side)
        self.filter.setPlaceholderText(self.tr("筛选：地块、文件、原因…"))
        self.filter.setClearButtonEnabled(True)
        self.crs.setOptionVisible(QgsProjectionSelectionWidget.CrsOption.CrsNotSet, True)
        self.crs.setCrs(QgsCoordinateReferenceSystem())
        self.notes.setWordWrap(True)
        self.notes.setStyleSheet(ink(NEUTRAL))
        self.summary.setWordWrap(True)
        self._fill_types()
        name_parts(self.crs, self.tr("坐标文本的坐标系"))
        self.filter.setAccessibleName(self.filter.placeholderText())
        for widget, name in (
            (self.files, self.tr("文件")),
            (self.direction, self.tr("方向")),
            (self.type, self.tr("类型")),
            (self.report, self.tr("报告")),
        ):
            widget.setAccessibleName(name)

    def _fill_types(self) -> None:
        side = self.direction.currentData()
        self.type.clear()
        self.type.addItem(self.tr("按文件"), 0)
        for kind in self._notice.types(side) if side else ():
            self.type.addItem(f"{kind.number} {spoken(kind.name)}", kind.number)
        self.type.setEnabled(bool(side))

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        side = QVBoxLayout()
        for text, slot in (
            (self.tr("添加文件…"), self._ask_files),
            (self.tr("添加 FileGDB…"), self._ask_folder),
        ):
            button = QPushButton(text)
            button.clicked.connect(slot)
            side.addWidget(button)
        side.addWidget(self.remove)
        side.addStretch(1)
        form = QFormLayout()
        form.addRow(self.tr("方向"), self.direction)
        form.addRow(self.tr("类型"), self.type)
        form.addRow(self.tr("坐标文本的坐标系"), self.crs)
        for combo in (self.direction, self.type):
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        self.files.setMaximumHeight(110)
        top = QHBoxLayout()
        top.addWidget(self.files, 2)
        top.addLayout(side)
        top.addLayout(form, 2)
        report = QWidget()
        inside = QVBoxLayout(report)
        inside.setContentsMargins(0, 4, 0, 0)
        inside.addWidget(self.filter)
        inside.addWidget(self.report)
        tabs = QTabWidget()
        tabs.addTab(report, self.tr("报告"))
        tabs.addTab(self.mapping, self.tr("字段对应"))
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self.summary)
        layout.addWidget(tabs, 1)
        layout.addWidget(self.notes)
        layout.addLayout(acting(self.all, self.usable, buttons))

    def _connect(self) -> None:
        self.remove.clicked.connect(self._remove)
        self.filter.textChanged.connect(self.report.filter)
        self.direction.currentIndexChanged.connect(self._fill_types)
        for signal in (
            self.direction.currentIndexChanged,
            self.type.activated,
            self.crs.crsChanged,
            self.mapping.changed,
        ):
            signal.connect(lambda *_: self.changed.emit())
        self.all.clicked.connect(lambda: self.wanted.emit(False))
        self.usable.clicked.connect(lambda: self.wanted.emit(True))

    def _ask_files(self) -> None:
        kinds = self.tr("申报表和图形") + " (*.xlsx *.xls *.shp *.gpkg *.txt *.gdb.zip)"
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("添加文件"), "", kinds)
        self.add_files([Path(name) for name in names])

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("添加 FileGDB（.gdb 文件夹）"))
        self.add_files([Path(name)] if name else [])

    def _remove(self) -> None:
        for item in self.files.selectedItems():
            self.files.takeItem(self.files.row(item))
        self._files_changed()

    def _files_changed(self) -> None:
        self.crs.setEnabled(any(i.toolTip().lower().endswith(_TEXT) for i in self._items()))
        self.remove.setEnabled(self.files.count() > 0)
        self.changed.emit()

    def _items(self) -> list:
        return [self.files.item(place) for place in range(self.files.count())]

    def _tell(self, text: str, color: str) -> None:
        self.summary.setText(text)
        self.summary.setStyleSheet(f"font-weight: bold; {ink(color)}")

    def _allow(self, whole: bool, partly: bool) -> None:
        self.all.setEnabled(whole)
        self.usable.setEnabled(partly)
