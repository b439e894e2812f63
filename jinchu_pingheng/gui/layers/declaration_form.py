"""“本县无此类区域”: the county's statement on one role, shown, recorded, taken back."""

from __future__ import annotations

from typing import Callable

from qgis.PyQt.QtCore import QDate, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from ...core.declarations import STATEMENTS, Declaration, by_role
from ...core.english import spoken
from ...core.errors import PlanError
from ...jobs.record_declaration import record_declaration, remove_declaration
from ..editing.session import PlanSession
from ..live.verdict_words import MISSED, NEUTRAL, ink

DAY = "yyyy-MM-dd"


class DeclarationForm(QGroupBox):
    """``changed``: a statement was recorded or taken back in the plan."""

    changed = pyqtSignal()

    def __init__(self, session: PlanSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("县级声明"))
        self._session, self._role = session, ""
        self.statement, self.text, self.document = QComboBox(), QLineEdit(), QLineEdit()
        self.signed_by, self.stated_on = QLineEdit(), QDateEdit()
        for key, words in STATEMENTS.items():
            self.statement.addItem(spoken(words), key)
        self.stated_on.setDisplayFormat(DAY)
        self.stated_on.setCalendarPopup(True)
        self.record, self.withdraw = QPushButton(self.tr("登记")), QPushButton(self.tr("撤回"))
        self.record.clicked.connect(self._record)
        self.withdraw.clicked.connect(self._withdraw)
        self._state = QLabel()
        self._state.setWordWrap(True)
        self._lay_out()

    def show_role(self, role: str) -> None:
        """Show the statement on a role, or an empty form."""
        self._role = role
        held = by_role(self._session.plan.plan.declarations()).get(role)
        self.statement.setCurrentIndex(self.statement.findData(held.statement) if held else 0)
        self.text.setText(held.text if held else "")
        self.document.setText(held.document if held else "")
        self.signed_by.setText(held.signed_by if held else "")
        day = QDate.fromString(held.stated_on, DAY) if held else QDate.currentDate()
        self.stated_on.setDate(day)
        self.withdraw.setEnabled(held is not None and not self._session.plan.read_only)
        self.record.setEnabled(not self._session.plan.read_only)
        said = self.tr("已登记") if held else self.tr("没有图层时，可登记县级声明作为依据")
        self._tell(said, NEUTRAL)

    def _record(self) -> None:
        declaration = Declaration(
            role=self._role,
            statement=self.statement.currentData(),
            text=self.text.text().strip(),
            document=self.document.text().strip(),
            signed_by=self.signed_by.text().strip(),
            stated_on=self.stated_on.date().toString(DAY),
        )
        self._do(lambda: record_declaration(self._session.plan.path, declaration))

    def _withdraw(self) -> None:
        self._do(lambda: remove_declaration(self._session.plan.path, self._role))

    def _do(self, job: Callable[[], None]) -> None:
        try:
            self._session.plan.require_writable()
            job()
        except PlanError as error:
            self._tell(spoken(str(error)), MISSED)
            return
        self.changed.emit()

    def _tell(self, text: str, color: str) -> None:
        self._state.setText(text)
        self._state.setStyleSheet(ink(color))

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        rows = (
            (self.tr("声明"), self.statement),
            (self.tr("说明"), self.text),
            (self.tr("文号"), self.document),
            (self.tr("出具机关"), self.signed_by),
            (self.tr("出具日期"), self.stated_on),
        )
        for label, widget in rows:
            widget.setAccessibleName(label)
            form.addRow(label, widget)
        buttons = QHBoxLayout()
        for button in (self.record, self.withdraw):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            buttons.addWidget(button)
        form.addRow(buttons)
        form.addRow(self._state)
