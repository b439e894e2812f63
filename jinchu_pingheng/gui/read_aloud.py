"""What a screen reader says of widgets, and the order in which Tab goes through them."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget


def name_parts(widget: QWidget, name: str) -> None:
    """Name a widget of QGIS that is made of several: what is typed into, chosen from or pressed
    there bears the name too."""
    widget.setAccessibleName(name)
    for kind in (QLineEdit, QComboBox, QAbstractButton):
        for part in widget.findChildren(kind):
            part.setAccessibleName(name)


def tab_through(*widgets: QWidget) -> None:
    """Let Tab go through the widgets in this order; Qt's own is that of their making."""
    for one, two in zip(widgets, widgets[1:]):
        QWidget.setTabOrder(one, two)
