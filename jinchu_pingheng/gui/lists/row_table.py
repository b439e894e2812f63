"""How tables of rows look and behave: rows are chosen whole, Tab leaves the table."""

from __future__ import annotations

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
