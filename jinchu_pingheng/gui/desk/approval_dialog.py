"""Ask for an approval: its document, its body, its day."""

from __future__ import annotations

from qgis.PyQt.QtCore import QDate
from qgis.PyQt.QtWidgets import (
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from ..manual import explain

DAY = "yyyy-MM-dd"


class ApprovalDialog(QDialog):
    """``body`` is proposed as the one that approves; ``revision`` is what is approved."""

    def __init__(self, body: str, revision: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("登记方案的批准"))
        explain(self, "window#approve")
        self.setMinimumWidth(440)
        self.document, self.body, self.day = QLineEdit(), QLineEdit(body), QDateEdit()
        self.document.setPlaceholderText(self.tr("如 云政函〔2023〕12号"))
        self.day.setDisplayFormat(DAY)
        self.day.setCalendarPopup(True)
        self.day.setDate(QDate.currentDate())
        text = self.tr(
            "批准的是第 {} 版。批准的方案另存为只读副本，放在方案旁边；以后仍可修改方案。"
        )
        told = QLabel(text.format(revision))
        told.setWordWrap(True)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self.buttons.button(kinds.Ok).setText(self.tr("登记"))
        self.buttons.button(kinds.Cancel).setText(self.tr("取消"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow(told)
        form.addRow(self.tr("文号"), self.document)
        form.addRow(self.tr("批准机关"), self.body)
        form.addRow(self.tr("批准日期"), self.day)
        form.addRow(self.buttons)

    def given(self) -> tuple[str, str, str]:
        """Document, body and day ('YYYY-MM-DD')."""
        return self.document.text(), self.body.text(), self.day.date().toString(DAY)
