"""The windows without a mouse and without eyes: whatever is typed, chosen or pressed has a name
that can be read aloud and is reached by Tab; Enter and Esc do what they say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QWidget,
)

from tests.qgis.dock_window import idle, inflow, settle
from tests.qgis.walk import widgets, windows

INPUTS = (
    QAbstractButton,
    QLineEdit,
    QComboBox,
    QAbstractItemView,
    QAbstractSpinBox,
    QPlainTextEdit,
)
WHOLE = (QComboBox, QAbstractSpinBox, QLineEdit, QTableView)
"""Qt's own parts of these are reached and read through them."""
OF_QT = ("qt_toolbar_ext_button", "qt_dockwidget_floatbutton", "qt_dockwidget_closebutton")


@pytest.fixture
def judged(dock: Any, survey: QgsVectorLayer) -> Any:
    inflow(dock, survey)
    idle(dock)
    return dock


def inputs(window: QWidget) -> Iterator[QWidget]:
    for widget in widgets(window):
        own = isinstance(widget, QHeaderView) or widget.objectName() in OF_QT
        if isinstance(widget, INPUTS) and not own and not _part(widget):
            yield widget


def _part(widget: QWidget) -> bool:
    above = widget.parentWidget()
    is_cell = isinstance(above.parentWidget(), QTableView) if above else False
    while above is not None and not is_cell:
        if isinstance(above, WHOLE):
            return True
        above = above.parentWidget()
    return False


def described(window: QWidget, widget: QWidget) -> str:
    name = widget.objectName() or widget.toolTip() or widget.accessibleName()
    return f"{type(window).__name__}: {type(widget).__name__} {name}"


def test_every_input_has_a_name_to_be_read_aloud(judged: Any) -> None:
    nameless = []
    for window in windows(judged):
        labelled = {w.buddy() for w in widgets(window) if isinstance(w, QLabel)}
        for widget in inputs(window):
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            if not (widget.accessibleName() or text or widget in labelled):
                nameless.append(described(window, widget))
    assert nameless == []


def test_the_chip_and_the_chart_tell_their_figures(judged: Any) -> None:
    chip, page = judged.toolbar.chip, judged.panels.balance_page
    judged.lists.show()
    judged.lists.show_page(page)
    settle()
    assert chip.accessibleName() and "2.00" in chip.text()
    assert page.chart.accessibleName()
    assert "2.0000" in page.chart.accessibleDescription()


def test_every_input_is_reached_by_tab(judged: Any) -> None:
    missed = []
    for window in windows(judged):
        for widget in inputs(window):
            if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                missed.append(described(window, widget))
    assert missed == []


def test_nothing_keeps_the_focus_from_tab(judged: Any) -> None:
    traps = []
    for window in windows(judged):
        for widget in widgets(window):
            keeps = isinstance(widget, QTableView) and widget.tabKeyNavigation()
            types = isinstance(widget, QPlainTextEdit) and not widget.tabChangesFocus()
            if keeps or types:
                traps.append(described(window, widget))
    assert traps == []


def test_tab_goes_round_every_dialog(judged: Any) -> None:
    for dialog in (w for w in windows(judged) if isinstance(w, QDialog)):
        dialog.show()
        settle()
        first = dialog.focusWidget()
        assert first is not None, type(dialog).__name__
        seen = [first]
        for _ in range(200):
            QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
            if dialog.focusWidget() is first:
                break
            seen.append(dialog.focusWidget())
        assert dialog.focusWidget() is first, f"{type(dialog).__name__}: {seen[-1]}"
        buttons = dialog.findChildren(QPushButton)
        missed = [b.text() for b in buttons if b.isEnabled() and b.isVisible() and b not in seen]
        assert missed == [], type(dialog).__name__
        dialog.hide()


def test_enter_in_a_field_presses_nothing_but_the_marked_button(judged: Any) -> None:
    pressed: list[str] = []
    for dialog in (w for w in windows(judged) if isinstance(w, QDialog)):
        dialog.show()
        settle()
        marked = [button for button in dialog.findChildren(QPushButton) if button.isDefault()]
        for button in set(dialog.findChildren(QPushButton)) - set(marked):
            button.clicked.disconnect()
            button.clicked.connect(lambda *_: pressed.append(""))
        for line in dialog.findChildren(QLineEdit):
            if line.isVisible() and line.isEnabled():
                line.setFocus()
                QTest.keyClick(line, Qt.Key.Key_Return)
        dialog.hide()
    assert pressed == []


def test_esc_leaves_every_dialog(judged: Any) -> None:
    for dialog in (w for w in windows(judged) if isinstance(w, QDialog)):
        dialog.show()
        settle()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible(), type(dialog).__name__
