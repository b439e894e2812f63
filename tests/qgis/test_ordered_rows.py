"""Rows that a model keeps in order itself, below a filter."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.PyQt.QtCore import QModelIndex, Qt
from qgis.PyQt.QtWidgets import QTableView

from jinchu_pingheng.gui.lists.ordered_rows import MANY, OrderedModel, RowFilter

pytestmark = pytest.mark.usefixtures("qgis_app")

FALLING = Qt.SortOrder.DescendingOrder


class Pairs(OrderedModel):
    """Rows of a name and a number, which count how often they are asked for a key."""

    asked = 0

    def key(self, row: Any, column: int) -> Any:
        self.asked += 1
        return row[column]

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        return 2

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        shown = role == Qt.ItemDataRole.DisplayRole
        return self._rows[index.row()][index.column()] if shown else None


class AtLeast(RowFilter):
    least = -1000

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:  # noqa: N802
        return self._model._rows[row][1] >= self.least


def seen(proxy: Any) -> list[str]:
    return [proxy.index(row, 0).data() for row in range(proxy.rowCount())]


@pytest.fixture
def pairs(qgis_app: Any) -> tuple[Pairs, AtLeast, QTableView]:
    """By the number, falling: 丙 3, 乙 2, 甲 1."""
    model = Pairs()
    proxy, table = AtLeast(model, model), QTableView()
    table.setModel(proxy)
    table.setSortingEnabled(True)
    table.sortByColumn(1, FALLING)
    model._fill([("乙", 2), ("甲", 1), ("丙", 3)])
    return model, proxy, table


def test_rows_stand_in_the_order_of_the_column_that_was_clicked(pairs: Any) -> None:
    _, proxy, table = pairs
    assert seen(proxy) == ["丙", "乙", "甲"]
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert seen(proxy) == ["甲", "乙", "丙"]


def test_rows_that_come_change_and_go_leave_the_order_whole(pairs: Any) -> None:
    model, proxy, _ = pairs
    model._put_in([("丁", 4), ("零", 0)])
    assert seen(proxy) == ["丁", "丙", "乙", "甲", "零"]
    model._renew({0: ("丁", -1), 4: ("零", 9)})
    assert seen(proxy) == ["零", "丙", "乙", "甲", "丁"]
    model._take_out([0, 2])
    assert seen(proxy) == ["丙", "甲", "丁"]


def test_many_rows_that_change_at_once_are_in_order_too(pairs: Any) -> None:
    model, proxy, _ = pairs
    model._fill((str(number), number) for number in range(2 * MANY))
    model._renew({row: (text, -number) for row, (text, number) in enumerate(list(model._rows))})
    assert seen(proxy) == [str(number) for number in range(2 * MANY)]


def test_what_is_marked_stays_marked_when_it_moves(pairs: Any) -> None:
    model, proxy, table = pairs
    table.selectRow(0)
    model._renew({0: ("丙", 0)})
    (marked,) = table.selectionModel().selectedRows()
    assert marked.row() == 2 and marked.data() == "丙"


def test_a_filter_lets_through_what_is_wanted_in_the_same_order(pairs: Any) -> None:
    model, proxy, _ = pairs
    proxy.apply(least=2)
    assert seen(proxy) == ["丙", "乙"]
    model._put_in([("丁", 2), ("戊", 1)])
    assert seen(proxy) == ["丙", "乙", "丁"]


def test_each_row_is_asked_for_its_key_once(pairs: Any) -> None:
    model, _, _ = pairs
    model.asked = 0
    model._fill((str(number), number) for number in range(1000))
    assert model.asked == 1000
    model._renew({5: model._rows[5]})
    assert model.asked == 1001
