"""Rows that a model keeps in order itself, and narrows down."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.PyQt.QtCore import QModelIndex, Qt
from qgis.PyQt.QtWidgets import QTableView

from jinchu_pingheng.gui import portions
from jinchu_pingheng.gui.lists.ordered_rows import MANY, OrderedModel, runs
from jinchu_pingheng.gui.lists.row_table import mark_rows, marked_rows
from tests.qgis.dock_window import wait_for

pytestmark = pytest.mark.usefixtures("qgis_app")

FALLING = Qt.SortOrder.DescendingOrder


class Pairs(OrderedModel):
    """Rows of a name and a number, which count how often they are asked for a key."""

    asked = 0
    least = -1000

    def key(self, row: Any, column: int) -> Any:
        self.asked += 1
        return row[column]

    def lets_through(self, row: Any) -> bool:
        return row[1] >= self.least

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        return 2

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        shown = role == Qt.ItemDataRole.DisplayRole
        return self._rows[index.row()][index.column()] if shown else None


def seen(model: Pairs) -> list[str]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def named(*pairs: tuple[str, int]) -> dict[str, tuple[str, int]]:
    return {name: (name, number) for name, number in pairs}


def numbers(count: int) -> dict[str, tuple[str, int]]:
    return named(*((str(number), number) for number in range(count)))


@pytest.fixture
def pairs(qgis_app: Any) -> tuple[Pairs, QTableView]:
    """By the number, falling: 丙 3, 乙 2, 甲 1."""
    model = Pairs()
    table = QTableView()
    table.setModel(model)
    table.setSortingEnabled(True)
    table.sortByColumn(1, FALLING)
    model._fill(named(("乙", 2), ("甲", 1), ("丙", 3)).items())
    return model, table


def test_rows_stand_in_the_order_of_the_column_that_was_clicked(pairs: Any) -> None:
    model, table = pairs
    assert seen(model) == ["丙", "乙", "甲"]
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert seen(model) == ["甲", "乙", "丙"]


def test_rows_that_come_change_and_go_leave_the_order_whole(pairs: Any) -> None:
    model, _ = pairs
    model._take(named(("丁", 4), ("零", 0)))
    assert seen(model) == ["丁", "丙", "乙", "甲", "零"]
    model._take(named(("丁", -1), ("零", 9)))
    assert seen(model) == ["零", "丙", "乙", "甲", "丁"]
    model._take({"零": None, "乙": None})
    assert seen(model) == ["丙", "甲", "丁"]


def test_many_rows_that_change_at_once_are_in_order_too(pairs: Any) -> None:
    model, _ = pairs
    model._fill(numbers(2 * MANY).items())
    wait_for(lambda: not model.busy)
    model._take({name: (name, -number) for name, number in model._held.values()})
    wait_for(lambda: not model.busy)
    assert seen(model) == [str(number) for number in range(2 * MANY)]


@pytest.mark.parametrize("count", [1, 2 * MANY])
def test_what_is_marked_stays_marked_when_it_moves(pairs: Any, count: int) -> None:
    model, table = pairs
    model._fill({**numbers(count), **named(("丙", 1000))}.items())
    wait_for(lambda: not model.busy)
    table.selectRow(0)
    model._take({**dict(list(model._held.items())[:count]), **named(("丙", -1))})
    wait_for(lambda: not model.busy)
    (marked,) = table.selectionModel().selectedRows()
    assert marked.row() == count and marked.data() == "丙"


def test_a_filter_lets_through_what_is_wanted_in_the_same_order(pairs: Any) -> None:
    model, _ = pairs
    model.narrow(least=2)
    assert seen(model) == ["丙", "乙"]
    model._take(named(("丁", 2), ("戊", 1)))
    assert seen(model) == ["丙", "乙", "丁"]
    model._take(named(("丙", 0), ("戊", 5)))
    assert seen(model) == ["戊", "乙", "丁"]
    model.narrow(least=0)
    assert seen(model) == ["戊", "乙", "丁", "甲", "丙"]


def test_each_row_is_asked_for_its_key_once(pairs: Any) -> None:
    model, _ = pairs
    model.asked = 0
    model._fill(numbers(1000).items())
    wait_for(lambda: not model.busy)
    assert model.asked == 1000
    model._take(named(("5", 5)))
    assert model.asked == 1001


def test_what_comes_while_rows_are_arranged_is_among_them(
    pairs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portions, "BUDGET_S", 0)
    model, _ = pairs
    model._fill(numbers(5 * MANY).items())
    assert model.busy
    model._take({"0": None, "丁": ("丁", 7000)})
    wait_for(lambda: not model.busy)
    assert len(seen(model)) == 5 * MANY and seen(model)[0] == "丁" and "0" not in seen(model)


def test_marks_are_told_and_made_by_runs(pairs: Any) -> None:
    model, table = pairs
    model._fill(numbers(10).items())
    assert runs([3, 1, 2, 7]) == [(1, 3), (7, 7)] and runs([]) == []
    mark_rows(table, runs([3, 1, 2, 7]))
    assert marked_rows(table) == [1, 2, 3, 7]
    assert [index.row() for index in table.selectionModel().selectedRows()] == [1, 2, 3, 7]
    table.selectAll()
    assert marked_rows(table) == list(range(10))
