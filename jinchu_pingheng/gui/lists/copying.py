"""Ctrl+C in a table copies the rows that are marked, as a spreadsheet takes them."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QApplication, QTableView

from ..moved_classes import QAction
from .row_table import marked_rows


def copy_by_key(table: QTableView, text: str) -> QAction:
    """Let the table copy; ``text`` is the action's name."""
    action = QAction(text, table)
    action.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    action.triggered.connect(lambda _: QApplication.clipboard().setText(marked_text(table)))
    table.addAction(action)
    return action


def marked_text(table: QTableView) -> str:
    """The marked rows, all where none is, below the headings: cells between tabs."""
    model = table.model()
    columns = [c for c in range(model.columnCount()) if not table.isColumnHidden(c)]
    rows = marked_rows(table) or range(model.rowCount())
    heads = [model.headerData(c, Qt.Orientation.Horizontal) for c in columns]
    lines = [heads, *([model.index(r, c).data() for c in columns] for r in rows)]
    return "\n".join("\t".join(_cell(value) for value in line) for line in lines)


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return text.replace("\t", " ").replace("\n", " ")
