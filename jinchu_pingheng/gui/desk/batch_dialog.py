"""The batches of the open plan: shown, recorded, taken out."""

from __future__ import annotations

from typing import Callable

from qgis.PyQt.QtCore import QDate
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDateEdit,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...core.batches import Batch, clause_of
from ...core.english import spoken
from ...core.errors import PlanError
from ...jobs.record_batch import record_batch, remove_batch
from ..editing.session import PlanSession
from ..live.verdict_words import MISSED, NEUTRAL, ink
from ..manual import explain
from ..quiet_dialog import QuietDialog, acting

DAY = "yyyy-MM-dd"


class BatchDialog(QuietDialog):
    """Each button works at once; ``changed``: something was written into the plan."""

    def __init__(self, session: PlanSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self.changed = session, False
        self.setWindowTitle(self.tr("登记批次"))
        explain(self, "window#batches")
        self.setMinimumSize(620, 400)
        self.table = QTableWidget(0, 4)
        self.name, self.kind = QLineEdit(), QComboBox()
        self.day, self.document, self.note = QDateEdit(), QLineEdit(), QLineEdit()
        self._state = QLabel()
        self._dress()
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Close)
        self.buttons.button(kinds.Close).setText(self.tr("关闭"))
        self.record, self.remove = QPushButton(self.tr("登记")), QPushButton(self.tr("删除"))
        self.record.clicked.connect(self._record)
        self.remove.clicked.connect(self._remove)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        self._show()

    def _dress(self) -> None:
        titles = (self.tr("批次"), self.tr("种类"), self.tr("报批日期"), self.tr("文号"))
        self.table.setHorizontalHeaderLabels(titles)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setAccessibleName(self.windowTitle())
        self.table.setTabKeyNavigation(False)
        self.table.itemSelectionChanged.connect(self._take)
        for item in self._session.notice.batches:
            self.kind.addItem(spoken(f"{item.name}（{item.clause}）"), item.code)
        self.name.setPlaceholderText(self.tr("地块的批次填此名称，如 第二批"))
        self.document.setPlaceholderText(self.tr("批准或备案的文号，没有则留空"))
        self.day.setDisplayFormat(DAY)
        self.day.setCalendarPopup(True)
        self.day.setDate(QDate.currentDate())
        self._state.setWordWrap(True)

    def _show(self) -> None:
        """The batches of the plan as it is saved."""
        batches = self._session.plan.plan.batches()
        self.table.setRowCount(len(batches))
        for row, batch in enumerate(batches):
            clause = clause_of(batch, self._session.notice)
            kind = spoken(clause.name) if clause else batch.kind
            for column, text in enumerate((batch.name, kind, batch.reported_on, batch.document)):
                self.table.setItem(row, column, QTableWidgetItem(text))

    def _take(self) -> None:
        """Show the chosen batch in the form."""
        row = self.table.currentRow()
        batches = self._session.plan.plan.batches()
        if not 0 <= row < len(batches):
            return
        batch = batches[row]
        self.name.setText(batch.name)
        self.kind.setCurrentIndex(self.kind.findData(batch.kind))
        self.day.setDate(QDate.fromString(batch.reported_on, DAY))
        self.document.setText(batch.document)
        self.note.setText(batch.note)

    def _record(self) -> None:
        batch = Batch(
            name=self.name.text().strip(),
            kind=self.kind.currentData() or "",
            reported_on=self.day.date().toString(DAY),
            document=self.document.text().strip(),
            note=self.note.text().strip(),
        )
        done = self.tr("已登记 {}。").format(batch.name)
        self._do(lambda: record_batch(self._session.plan.path, batch), done)

    def _remove(self) -> None:
        name = self.name.text().strip()
        self._do(
            lambda: remove_batch(self._session.plan.path, name),
            self.tr("已删除 {}。").format(name),
        )

    def _do(self, job: Callable[[], None], done: str) -> None:
        try:
            self._session.plan.require_writable()
            job()
        except PlanError as error:
            self._tell(spoken(str(error)), MISSED)
            return
        self.changed = True
        self._tell(done, NEUTRAL)
        self._show()

    def _tell(self, text: str, color: str) -> None:
        self._state.setText(text)
        self._state.setStyleSheet(ink(color))

    def _lay_out(self) -> None:
        told = self.tr("平衡、质量和时序按全年判定，各表分批列出。")
        if not self._session.notice.batches:
            told = self.tr("所依据的通知没有分批的规定。")
            self.record.setEnabled(False)
        box, form = QVBoxLayout(self), QFormLayout()
        box.addWidget(QLabel(told))
        box.addWidget(self.table)
        rows = (
            (self.tr("批次"), self.name),
            (self.tr("种类"), self.kind),
            (self.tr("报批日期"), self.day),
            (self.tr("文号"), self.document),
            (self.tr("备注"), self.note),
        )
        for label, widget in rows:
            widget.setAccessibleName(label)
            form.addRow(label, widget)
        box.addLayout(form)
        box.addWidget(self._state)
        box.addLayout(acting(self.record, self.remove, self.buttons))
