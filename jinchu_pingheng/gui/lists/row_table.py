"""How tables of rows look and behave: rows are chosen whole, Tab leaves the table."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange
from qgis.PyQt.QtWidgets import QAbstractItemView, QTableView


def dress_rows(table: QTableView) -> None:
    """Give a table what all lists of rows have in common."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 6)


def marked_rows(table: QTableView) -> list[int]:
    """Places of the rows that are marked. Qt's own ``selectedRows`` asks the model for every cell
    of every row: seconds, where there are thousands."""
    ranges = table.selectionModel().selection()
    runs = (ranges[number] for number in range(len(ranges)))
    return sorted({row for run in runs for row in range(run.top(), run.bottom() + 1)})


def mark_rows(table: QTableView, runs: Sequence[tuple[int, int]]) -> None:
    """Mark these rows, from the first to the last of each run, and no others; nothing is emitted.

    The runs are as wide as the table: to widen them itself, Qt compares each with all others.
    """
    model, selection = table.model(), QItemSelection()
    right = model.columnCount() - 1
    for first, last in runs:
        selection.append(QItemSelectionRange(model.index(first, 0), model.index(last, right)))
    marks = table.selectionModel()
    marks.blockSignals(True)
    marks.clearSelection()
    marks.select(selection, QItemSelectionModel.SelectionFlag.Select)
    marks.blockSignals(False)
    table.viewport().update()
