"""How tables of rows look and behave: rows are chosen whole, Tab leaves the table."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QItemSelection, QItemSelectionModel
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
    """Mark these rows, from the first to the last of each run, and no others; nothing is
    emitted."""
    model, selection, flags = table.model(), QItemSelection(), QItemSelectionModel.SelectionFlag
    for first, last in runs:
        selection.select(model.index(first, 0), model.index(last, 0))
    marks = table.selectionModel()
    marks.blockSignals(True)
    marks.clearSelection()
    marks.select(selection, flags.Select | flags.Rows)
    marks.blockSignals(False)
    table.viewport().update()
