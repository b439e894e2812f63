"""The balance by township and class, without what a ban rejects."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from ...core.accounts.balance import TOTAL, Balance, BalanceRow
from ...core.english import spoken
from ...core.landclass import class_name
from ...core.model import BLOCK
from ...core.notice import Notice
from ..lists.copying import copy_by_key
from ..live.verdict_words import LEVEL_COLORS
from .area_unit import AreaUnit


class TownTable(QTableWidget):
    """A row for each township, the county last; for each class out, in and what is left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("分乡镇、分地类平衡表"))
        self.setToolTip(self.tr("流入和结余不计禁止地块；Ctrl+C 复制"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        copy_by_key(self, self.tr("复制"))

    def show_balance(self, balance: Balance, notice: Notice, unit: AreaUnit) -> None:
        """Fill the table."""
        classes = [r.balance_class for r in balance.county if not r.is_total and not r.empty]
        names = [spoken(class_name(code)) for code in classes]
        groups = [*classes, TOTAL]
        words = (spoken(notice.word_out), spoken(notice.word_in), self.tr("结余"))
        heads = [self.tr("乡镇（{}）").format(unit.name)]
        heads += [f"{name}\n{word}" for name in (*names, self.tr("合计")) for word in words]
        self.setColumnCount(len(heads))
        self.setHorizontalHeaderLabels(heads)
        units = _by_unit(balance)
        self.setRowCount(len(units))
        for number, (name, rows) in enumerate(units):
            self._fill_row(
                number, name or self.tr("全县"), [rows.get(code) for code in groups], unit
            )
        self.resizeColumnsToContents()

    def _fill_row(
        self, number: int, name: str, rows: Sequence[BalanceRow | None], unit: AreaUnit
    ) -> None:
        last = number == self.rowCount() - 1
        self._put(number, 0, name, bold=last)
        for group, row in enumerate(rows):
            areas = (row.out_m2, row.lawful_in_m2, row.lawful_surplus_m2) if row else (0, 0, 0)
            for place, m2 in enumerate(areas):
                text = unit.text(m2) if row else ""
                missing = place == 2 and m2 < 0
                self._put(number, 1 + 3 * group + place, text, bold=last, missing=missing)

    def _put(self, row: int, column: int, text: str, bold: bool, missing: bool = False) -> None:
        item = QTableWidgetItem(text)
        side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
        item.setTextAlignment(int(side | Qt.AlignmentFlag.AlignVCenter))
        font = item.font()
        font.setBold(bold)
        item.setFont(font)
        if missing:
            item.setForeground(LEVEL_COLORS[BLOCK])
        self.setItem(row, column, item)


def _by_unit(balance: Balance) -> list[tuple[str, dict[str, BalanceRow]]]:
    """Name ('' for the county, which comes last) and rows by class of every unit."""
    units: dict[str, tuple[str, dict[str, BalanceRow]]] = {}
    for row in balance.rows:
        name = row.unit_name or row.unit_code
        units.setdefault(row.unit_code, (name, {}))[1][row.balance_class] = row
    level = balance.county_level
    beside = [(spoken(level.unit_name), {TOTAL: level})] if level else []
    county = {row.balance_class: row for row in balance.county}
    return [*units.values(), *beside, ("", county)]
