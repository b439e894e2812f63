"""Every window of the plugin, every widget in it, and every text that a user reads or hears
there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QTabBar,
    QTableView,
    QWidget,
)

from jinchu_pingheng.core.model import Finding
from jinchu_pingheng.gui.desk.approval_dialog import ApprovalDialog
from jinchu_pingheng.gui.desk.batch_dialog import BatchDialog
from jinchu_pingheng.gui.desk.export_dialog import ExportDialog
from jinchu_pingheng.gui.desk.import_dialog import ImportDialog
from jinchu_pingheng.gui.desk.new_plan_dialog import NewPlanDialog
from jinchu_pingheng.gui.layers.role_dialog import RoleDialog
from jinchu_pingheng.gui.options_page import OptionsPage
from jinchu_pingheng.gui.side.exception_dialog import ExceptionDialog
from jinchu_pingheng.jobs.missing import Missing
from jinchu_pingheng.plan import profiles


def windows(dock: Any) -> Iterator[QWidget]:
    """The docks, the toolbar and each dialog, one after the other."""
    yield from (dock, dock.lists, dock.toolbar)
    session = dock.session
    finding = Finding(
        "LC0001", "out", "out-pbf", "一（三）1", "block", "fail", "与永久基本农田重叠"
    )
    for window in (
        RoleDialog(session, dock.panels.roles),
        BatchDialog(session),
        ApprovalDialog("", 1),
        ExportDialog(Missing(("警示 1 条：LC0001",), grave=True), Path("P")),
        ImportDialog(session.notice, {}),
        NewPlanDialog(profiles.available()),
        ExceptionDialog(finding, print),
        OptionsPage(print),
    ):
        yield window
        window.deleteLater()


def widgets(root: QWidget) -> list[QWidget]:
    """The widget itself and those in it."""
    return [root, *root.findChildren(QWidget)]


def texts(root: QWidget) -> Iterator[str]:
    """What is written on the widgets, in their tips and lists, and what is read aloud of them."""
    for widget in widgets(root):
        yield from (widget.windowTitle(), widget.toolTip(), widget.accessibleName())
        yield from (
            text for action in widget.actions() for text in (action.text(), action.toolTip())
        )
        yield from _own(widget)


def _own(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, (QAbstractButton, QLabel)):
        yield widget.text()
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    if isinstance(widget, QGroupBox):
        yield widget.title()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(row) for row in range(widget.count()))
    if isinstance(widget, QTabBar):
        yield from (widget.tabText(number) for number in range(widget.count()))
    if isinstance(widget, QListWidget):
        items = map(widget.item, range(widget.count()))
        yield from (text for item in items for text in (item.text(), item.toolTip()))
    if isinstance(widget, QTableView):
        yield from _table(widget.model())


def _table(model: Any) -> Iterator[str]:
    for column in range(model.columnCount()):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(model.rowCount()):
            index = model.index(row, column)
            yield str(index.data() or "")
            yield str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
