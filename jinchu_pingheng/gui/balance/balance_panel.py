"""The balance in words and numbers, as printed: hectares with four decimals."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...core.accounts.balance import TOTAL, Balance, BalanceRow
from ...core.english import spoken
from ...core.errors import PlanError
from ...core.landclass import class_name
from ...core.model import BLOCK
from ...core.notice import Notice
from ...core.rounding import hectares
from ..live.verdict_words import DOUBTFUL, LEVEL_COLORS, MISSED, NEUTRAL, REACHED, ink, strip_style
from .area_unit import AreaUnit, in_hectares

MOST_ASIDE = 3
"""Parcels that are named when they cannot be judged."""


class BalancePanel(QWidget):
    """Shows one of: a hint, work going on, a failure, a balance.

    ``stopped`` and ``resumed``: the user wants the check to stop, or to go on. ``balanced``: it
    shows a balance (Balance, Notice), or none (None, None).
    """

    balanced = pyqtSignal(object, object)

    stopped = pyqtSignal()
    resumed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unit = in_hectares()
        self._shown: tuple[Balance, Notice, int] | None = None
        self._verdict = _label()
        self._verdict.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._aside, self._remarks = _label(), _label()
        self._aside.setStyleSheet(ink(DOUBTFUL))
        self._table = QTableWidget(0, 4)
        self._table.verticalHeader().hide()
        self._table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self._table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self._table.setAccessibleName(self.tr("面积平衡"))
        self._table.setTabKeyNavigation(False)
        self._table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(8)
        self.stop_button, self.resume_button = (
            QPushButton(self.tr("停止")),
            QPushButton(self.tr("重新检查")),
        )
        self.stop_button.clicked.connect(self.stopped)
        self.resume_button.clicked.connect(self.resumed)
        self._working = QWidget()
        self._lay_out()
        self.show_hint("")

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._working)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._progress, 1)
        row.addWidget(self.stop_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        widgets = (
            self._verdict,
            self._working,
            self.resume_button,
            self._aside,
            self._table,
            self._remarks,
        )
        for widget in widgets:
            layout.addWidget(widget)
        layout.addStretch(1)

    @property
    def verdict(self) -> str:
        """The sentence on top."""
        return self._verdict.text()

    def cells(self) -> list[list[str]]:
        """The table's texts, the total last."""
        table = self._table
        return [
            [table.item(r, c).text() for c in range(table.columnCount())]
            for r in range(table.rowCount())
        ]

    def show_hint(self, text: str) -> None:
        """Say what is missing before a balance can be computed."""
        self._shown = None
        self._show_verdict(text, NEUTRAL)
        for widget in (self._working, self.resume_button, self._aside, self._table, self._remarks):
            widget.hide()
        self.balanced.emit(None, None)

    def show_unit(self, unit: AreaUnit) -> None:
        """Show areas in another unit."""
        self.unit = unit
        if self._shown is not None:
            self.show_balance(*self._shown)

    def show_working(self) -> None:
        """Say that everything is checked anew; the numbers below are those of before."""
        self._table.setEnabled(False)
        self._aside.hide()
        self.resume_button.hide()
        self._show_verdict(self.tr("正在检查全部地块…"), NEUTRAL)
        self.show_progress(0)
        self._working.show()

    def show_progress(self, percent: float) -> None:
        """How much is done."""
        self._progress.setValue(int(percent))

    def show_stopped(self) -> None:
        """The user has stopped the check."""
        self.show_hint(self.tr("检查已停止，修改后的面积平衡和结论不再更新。"))
        self.resume_button.show()

    def show_failure(self, text: str) -> None:
        """Say why there is no balance."""
        self.show_hint(self.tr("未能检查。{}").format(text))

    def show_aside(self, reasons: Sequence[PlanError]) -> None:
        """Name parcels that are left out, because they cannot be judged at the moment."""
        lines = [spoken(str(reason)) for reason in reasons[:MOST_ASIDE]]
        if len(reasons) > MOST_ASIDE:
            lines.append(self.tr("……共 {} 块").format(len(reasons)))
        self._aside.setText("\n".join([self.tr("以下地块暂未计入："), *lines]))
        self._aside.setVisible(bool(reasons))

    def show_balance(self, balance: Balance, notice: Notice, banned: int = 0) -> None:
        """Show a balance; ``banned``: how many parcels a blocking rule rejects."""
        self._shown = balance, notice, banned
        self._working.hide()
        self.resume_button.hide()
        color = (DOUBTFUL if banned else REACHED) if balance.reached else MISSED
        self._show_verdict(self._sentence(balance, banned), color)
        headers = [self.unit.name, spoken(notice.word_out), spoken(notice.word_in)]
        headers += [self.tr("结转、核销")] if balance.has_credits else []
        headers.append(self.tr("结余"))
        self._table.setColumnCount(len(headers))
        self._table.setHorizontalHeaderLabels(headers)
        rows = [row for row in balance.county if row.balance_class == TOTAL or not row.empty]
        self._table.setToolTip(self.tr("面积口径：{}").format(spoken(notice.area.label)))
        self._table.setRowCount(len(rows))
        for number, row in enumerate(rows):
            self._show_row(number, row, balance.has_credits)
        self._fit_table()
        self._table.setEnabled(True)
        self._table.show()
        remarks = self._remarks_on(balance, notice)
        self._remarks.setText("\n".join(remarks))
        self._remarks.setVisible(bool(remarks))
        self.balanced.emit(balance, notice)

    def _sentence(self, balance: Balance, banned: int) -> str:
        """The lawful balance, and beside it what it would be with what a ban rejects."""
        total = balance.total
        if balance.reached and banned:
            text = self.tr("面积已平衡，但有 {} 个禁止地块").format(banned)
        else:
            text = self.tr("已平衡") if balance.reached else self.tr("未平衡")
        lines = [
            self.tr("{}：结余 {} {}").format(
                text, self.unit.signed(total.lawful_surplus_m2), self.unit.name
            )
        ]
        if total.blocked_in_m2:
            figure = self.tr("计入禁止地块则为 {} {}").format(
                self.unit.signed(total.surplus_m2), self.unit.name
            )
            lines.append(figure)
        return "\n".join(lines)

    def _show_row(self, number: int, row: BalanceRow, credits: bool) -> None:
        total = row.is_total
        name = self._total_name(row) if total else spoken(class_name(row.balance_class))
        beside = [row.credited_m2] if credits else []
        areas = (row.out_m2, row.lawful_in_m2, *beside, row.lawful_surplus_m2)
        for column, text in enumerate((name, *map(self.unit.text, areas))):
            item = QTableWidgetItem(text)
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            item.setTextAlignment(int(side | Qt.AlignmentFlag.AlignVCenter))
            font = item.font()
            font.setBold(total)
            item.setFont(font)
            if column == len(areas) and not row.reached_lawfully:
                item.setForeground(LEVEL_COLORS[BLOCK])
            self._table.setItem(number, column, item)

    def _total_name(self, row: BalanceRow) -> str:
        """合计, with its ratio where its surplus is no sum of the rows above."""
        if row.sums_its_classes:
            return self.tr("合计")
        return self.tr("合计（按{}计）").format(row.ratio_text)

    def _remarks_on(self, balance: Balance, notice: Notice) -> list[str]:
        total, remarks = balance.total, []
        if total.blocked_in_m2:
            text = self.tr("{}另有 {} 公顷在禁止地块上，表中未计；计入则结余 {} 公顷。")
            figures = (hectares(total.blocked_in_m2), hectares(total.surplus_m2))
            remarks.append(text.format(spoken(notice.word_in), *figures))
        if total.deducted_m2:
            text = self.tr("{}中另有 {} 公顷凭文件扣除，不计入平衡。")
            remarks.append(text.format(spoken(notice.word_out), hectares(total.deducted_m2)))
        if total.required_m2 != total.out_m2:
            required = hectares(total.required_m2)
            remarks.append(self.tr("按通知应{} {} 公顷。").format(spoken(notice.word_in), required))
        if balance.has_transfers:
            remarks.append(self._transfers(balance))
        for item in (*balance.indicators.refused_credits, *balance.indicators.refused_transfers):
            remarks.append(self.tr("未计入：{}").format(spoken(str(item.why))))
        towns = [row.unit_name or row.unit_code for row in balance.short_townships]
        if balance.unit == "township" and towns:
            remarks.append(self.tr("未达到的乡镇：{}。").format("、".join(towns)))
        for row in balance.failing_classes:
            text = self.tr("{}{}少于{}，缺 {} 公顷。")
            missing = hectares(-row.lawful_surplus_m2)
            remarks.append(
                text.format(
                    spoken(class_name(row.balance_class)),
                    spoken(notice.word_in),
                    spoken(notice.word_out),
                    missing,
                )
            )
        if total.out_grade is not None and total.in_grade is not None:
            text = self.tr("平均等别：{} {}，{} {}（{}）。")
            kept = self.tr("质量未降低") if total.quality_kept else self.tr("质量降低")
            remarks.append(
                text.format(
                    spoken(notice.word_out),
                    total.out_grade,
                    spoken(notice.word_in),
                    total.in_grade,
                    kept,
                )
            )
        return remarks

    def _transfers(self, balance: Balance) -> str:
        """What each township gives and receives."""
        parts = []
        for row in balance.township_totals:
            if row.given_m2:
                parts.append(
                    self.tr("{}调出 {} 公顷").format(row.unit_name, hectares(row.given_m2))
                )
            if row.received_m2:
                received = hectares(row.received_m2)
                parts.append(self.tr("{}调入 {} 公顷").format(row.unit_name, received))
        return self.tr("乡镇间调剂：{}。").format("，".join(parts))

    def _fit_table(self) -> None:
        table = self._table
        table.resizeRowsToContents()
        height = table.horizontalHeader().sizeHint().height() + table.verticalHeader().length()
        table.setFixedHeight(height + 2 * table.frameWidth())

    def _show_verdict(self, text: str, color: str) -> None:
        plain = ink(color)
        self._verdict.setStyleSheet(plain if color == NEUTRAL else strip_style(color))
        self._verdict.setText(text)


def _label() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    return label
