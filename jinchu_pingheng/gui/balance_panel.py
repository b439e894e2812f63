"""The balance in words and numbers, as printed: hectares with four decimals."""

from __future__ import annotations

from decimal import ROUND_CEILING

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QHeaderView, QLabel, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from ..core.balance import TOTAL, Balance, BalanceRow
from ..core.landclass import class_name
from ..core.notice import Notice
from ..core.rounding import hectares

REACHED, MISSED, NEUTRAL = "#2B8A3E", "#C92A2A", "#868E96"


class BalancePanel(QWidget):
    """Shows one of: a hint, work going on, a failure, a balance."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verdict = _label()
        self._verdict.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._table = QTableWidget(0, 4)
        self._table.verticalHeader().hide()
        self._table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self._table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self._table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._remarks = _label()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self._verdict, self._table, self._remarks):
            layout.addWidget(widget)
        self.show_hint("")

    @property
    def verdict(self) -> str:
        """The sentence on top."""
        return self._verdict.text()

    def cells(self) -> list[list[str]]:
        """The table's texts, the total last."""
        table = self._table
        return [
            [table.item(r, c).text() for c in range(table.columnCount())] for r in range(table.rowCount())
        ]

    def show_hint(self, text: str) -> None:
        """Say what is missing before a balance can be computed."""
        self._show_verdict(text, NEUTRAL)
        self._table.hide()
        self._remarks.hide()

    def show_working(self) -> None:
        """Say that the numbers below are being renewed."""
        self._table.setEnabled(False)
        self._show_verdict(self.tr("正在计算面积平衡…"), NEUTRAL)

    def show_failure(self, text: str) -> None:
        """Say why there is no balance."""
        self.show_hint(self.tr("面积平衡未能计算。{}").format(text))

    def show_balance(self, balance: Balance, notice: Notice) -> None:
        """Show a balance."""
        reached, total = balance.reached, balance.total
        text = self.tr("面积已平衡（检查未运行）") if reached else self.tr("面积未平衡（检查未运行）")
        self._show_verdict(text, REACHED if reached else MISSED)
        headers = [self.tr("公顷"), notice.word_out, notice.word_in, self.tr("结余")]
        self._table.setHorizontalHeaderLabels(headers)
        rows = [row for row in balance.county if row.balance_class == TOTAL or row.out_m2 or row.in_m2]
        self._verdict.setToolTip(self.tr("只比较面积；地块是否合规，要运行检查才知道"))
        self._table.setToolTip(self.tr("面积口径：{}").format(notice.area.label))
        self._table.setRowCount(len(rows))
        for number, row in enumerate(rows):
            self._show_row(number, row)
        self._fit_table()
        self._table.setEnabled(True)
        self._table.show()
        remarks = self._remarks_on(balance, total, notice)
        self._remarks.setText("\n".join(remarks))
        self._remarks.setVisible(bool(remarks))

    def _show_row(self, number: int, row: BalanceRow) -> None:
        total = row.balance_class == TOTAL
        name = self.tr("合计") if total else class_name(row.balance_class)
        surplus = hectares(row.surplus_m2)
        for column, text in enumerate((name, hectares(row.out_m2), hectares(row.in_m2), surplus)):
            item = QTableWidgetItem(text)
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            item.setTextAlignment(int(side | Qt.AlignmentFlag.AlignVCenter))
            font = item.font()
            font.setBold(total)
            item.setFont(font)
            if column == 3 and not row.reached:
                item.setForeground(QColor(MISSED))
            self._table.setItem(number, column, item)

    def _remarks_on(self, balance: Balance, total: BalanceRow, notice: Notice) -> list[str]:
        remarks = []
        if total.deducted_m2:
            text = self.tr("{}中另有 {} 公顷凭文件扣除，不计入平衡。")
            remarks.append(text.format(notice.word_out, hectares(total.deducted_m2)))
        if total.required_m2 != total.out_m2:
            required = int(total.required_m2.to_integral_value(rounding=ROUND_CEILING))
            remarks.append(self.tr("按通知应{} {} 公顷。").format(notice.word_in, hectares(required)))
        towns = [row.unit_name or row.unit_code for row in balance.township_totals if not row.reached]
        if balance.unit == "township" and towns:
            remarks.append(self.tr("未达到的乡镇：{}。").format("、".join(towns)))
        for row in balance.failing_classes:
            text = self.tr("{}{}少于{}，缺 {} 公顷。")
            name = class_name(row.balance_class)
            remarks.append(text.format(name, notice.word_in, notice.word_out, hectares(-row.surplus_m2)))
        if total.out_grade is not None and total.in_grade is not None:
            text = self.tr("平均等别：{} {}，{} {}（{}）。")
            kept = self.tr("质量未降低") if total.quality_kept else self.tr("质量降低")
            remarks.append(
                text.format(notice.word_out, total.out_grade, notice.word_in, total.in_grade, kept)
            )
        return remarks

    def _fit_table(self) -> None:
        table = self._table
        table.resizeRowsToContents()
        height = table.horizontalHeader().sizeHint().height() + table.verticalHeader().length()
        table.setFixedHeight(height + 2 * table.frameWidth())

    def _show_verdict(self, text: str, color: str) -> None:
        plain = f"color: {color};"
        strip = f"background: {color}; color: white; font-weight: bold; padding: 4px; border-radius: 3px;"
        self._verdict.setStyleSheet(plain if color == NEUTRAL else strip)
        self._verdict.setText(text)


def _label() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    return label
