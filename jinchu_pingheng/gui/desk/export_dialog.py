"""What is missing, and where the package goes: the last look before the export."""

from __future__ import annotations

from pathlib import Path

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ...core.english import spoken
from ...jobs.export import CHECK, COUNTY, PARCELS, TOWNS, USUAL, Wanted
from ...jobs.missing import Missing
from ..live.verdict_words import MISSED, REACHED, ink
from ..manual import explain
from ..read_aloud import name_parts


class ExportDialog(QDialog):
    """``folder`` is proposed, and ``template``, the office's Word file for the document."""

    def __init__(
        self, missing: Missing, folder: Path, template: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("导出成果包"))
        explain(self, "window#export")
        self.setMinimumWidth(520)
        self.head, self.lines = (
            QLabel(),
            QLabel("\n".join(f"• {spoken(line)}" for line in missing.lines)),
        )
        self.head.setText(
            self.tr("方案还有下列事项，导出的总体方案会标为草稿：")
            if missing.grave
            else self.tr("检查已通过：")
        )
        color = MISSED if missing.grave else REACHED
        self.head.setStyleSheet(f"font-weight: bold; {ink(color)}")
        for label in (self.head, self.lines):
            label.setWordWrap(True)
        self._folder = QgsFileWidget()
        self._folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self._folder.setFilePath(str(folder))
        where = QLabel(self.tr("成果包文件夹（新建，或空文件夹，或先前导出的成果包）："))
        where.setWordWrap(True)
        self._template = QgsFileWidget()
        self._template.setFilter(self.tr("Word 文档 (*.docx)"))
        self._template.setFilePath(template)
        self._template.lineEdit().setPlaceholderText(self.tr("不选则为自带的版式"))
        own = QLabel(self.tr("单位的总体方案模板（.docx）："))
        name_parts(self._folder, where.text())
        name_parts(self._template, own.text())
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self.buttons.button(kinds.Ok).setText(
            self.tr("仍然导出") if missing.grave else self.tr("导出")
        )
        self.buttons.button(kinds.Cancel).setText(self.tr("取消"))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(
            self.tr("继续导出的理由（必填），写入总体方案封面和检查报告")
        )
        self.reason.setAccessibleName(self.reason.placeholderText())
        self.reason.setVisible(missing.grave)
        self.reason.textChanged.connect(self._allow)
        self._grave = missing.grave
        self._allow()
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.kinds = {
            CHECK: QCheckBox(self.tr("检查结果图（地块按可行、待补、无法判定、禁止着色）")),
            TOWNS: QCheckBox(self.tr("乡镇分幅图（每个乡镇一幅）")),
            PARCELS: QCheckBox(self.tr("地块位置图集（每个地块一页，附界址点坐标；地块多时较慢）")),
        }
        for kind, box in self.kinds.items():
            box.setChecked(kind in USUAL.kinds)
        figures = QLabel(self.tr("附图除附图1至附图5外，还有："))
        above = (self.lines, self.reason, where, self._folder, own, self._template, figures)
        layout = QVBoxLayout(self)
        layout.addWidget(self.head)
        for widget in (*above, *self.kinds.values()):
            layout.addWidget(widget)
        layout.addWidget(self.buttons)

    def _allow(self) -> None:
        """What is wanting may be passed over for a reason only."""
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(not self._grave or bool(self.reason.text().strip()))

    def wanted(self) -> Wanted:
        """Which figures are drawn."""
        chosen = [kind for kind, box in self.kinds.items() if box.isChecked()]
        return Wanted(kinds=(COUNTY, *chosen))

    def folder(self) -> Path:
        """Where the package goes."""
        return Path(self._folder.filePath())

    def template(self) -> str:
        """The office's Word file for the document; '' for the shipped look."""
        return str(self._template.filePath()).strip()
