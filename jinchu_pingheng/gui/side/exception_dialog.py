"""登记例外: why a parcel may break a rule, and by which document."""

from __future__ import annotations

from html import escape
from typing import Callable

from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ...core.english import spoken
from ...core.errors import PlanError
from ...core.model import Finding, RecordedException
from ..live.verdict_words import MISSED, ink
from ..manual import explain


class ExceptionDialog(QDialog):
    """Both must be filled; the verdict stays what it is. ``record`` does it; what it refuses
    (PlanError) is said here, with nothing lost that was typed."""

    def __init__(
        self,
        finding: Finding,
        record: Callable[[RecordedException], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("登记例外"))
        explain(self, "window#exception")
        self.setMinimumWidth(420)
        self._finding, self._record = finding, record
        self.reason, self.document = QPlainTextEdit(), QLineEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(self.fontMetrics().lineSpacing() * 5)
        name, clause, message = map(
            escape, (finding.parcel_id, finding.clause, spoken(finding.message))
        )
        head = QLabel(f"<b>{name}</b>　{clause}<br>{message}")
        self.note = QLabel(self.tr("例外随结论一起打印，结论本身不变。"))
        for label in (head, self.note):
            label.setWordWrap(True)
        form = QFormLayout()
        for title, widget in ((self.tr("理由"), self.reason), (self.tr("文号"), self.document)):
            widget.setAccessibleName(title)
            form.addRow(title, widget)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self.buttons.button(kinds.Ok).setText(self.tr("登记"))
        self.buttons.button(kinds.Cancel).setText(self.tr("取消"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        for changed in (self.reason.textChanged, self.document.textChanged):
            changed.connect(self._show_ready)
        layout = QVBoxLayout(self)
        layout.addWidget(head)
        layout.addLayout(form)
        layout.addWidget(self.note)
        layout.addWidget(self.buttons)
        self._show_ready()

    def exception(self) -> RecordedException:
        """What is to be recorded."""
        return RecordedException(
            parcel_id=self._finding.parcel_id,
            rule_id=self._finding.rule_id,
            reason=self.reason.toPlainText().strip(),
            document=self.document.text().strip(),
        )

    def accept(self) -> None:
        """Record it."""
        try:
            self._record(self.exception())
        except PlanError as error:
            self.note.setText(spoken(str(error)))
            self.note.setStyleSheet(ink(MISSED))
        else:
            super().accept()

    def _show_ready(self) -> None:
        made = self.exception()
        ready = bool(made.reason and made.document)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(ready)
