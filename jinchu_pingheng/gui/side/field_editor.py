"""The widget that edits one field of parcels: a list of values, a date, a number, a text."""

from __future__ import annotations

from typing import Any, Callable

from qgis.gui import QgsDateTimeEdit
from qgis.PyQt.QtCore import QDate, QDateTime, QRegularExpression, QTime
from qgis.PyQt.QtGui import QRegularExpressionValidator
from qgis.PyQt.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QWidget

from ...core.english import spoken
from ...core.notice import Notice
from ...core.parcel_field import DAY, MONTH, NUMBER, ParcelField

_FORMATS = {MONTH: "yyyy-MM", DAY: "yyyy-MM-dd"}
Commit = Callable[[Any], None]
"""Is handed the new value, None for none."""


def editor(
    field: ParcelField, notice: Notice, side: str, values: set[Any], commit: Commit
) -> QWidget:
    """Shows the value that all parcels share (``values``: those that they have), or that they
    differ."""
    shared = next(iter(values)) if len(values) == 1 else None
    if field.choices(notice, side) is not None:
        made = _list(field, notice, side, shared, commit)
    elif field.kind in _FORMATS:
        made = _date(_FORMATS[field.kind], shared, commit)
    else:
        made = _line(field, shared, commit)
    made.setAccessibleName(spoken(field.label))
    made.setToolTip(spoken(field.meaning))
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made


def _list(field: ParcelField, notice: Notice, side: str, shared: Any, commit: Commit) -> QComboBox:
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(6)
    if not field.required:
        box.addItem("–", None)
    for choice in field.choices(notice, side) or ():
        box.addItem(spoken(choice.title), choice.value)
    known = [box.itemData(i) for i in range(box.count())]
    box.setCurrentIndex(known.index(shared) if shared in known else -1)
    box.activated.connect(lambda _: commit(box.currentData()))
    return box


def _date(written: str, shared: Any, commit: Commit) -> QgsDateTimeEdit:
    edit = QgsDateTimeEdit()
    edit.setDisplayFormat(written)
    edit.setCalendarPopup(True)
    edit.setAllowNull(True)
    edit.setNullRepresentation("–")
    edit.setKeyboardTracking(False)
    day = QDate.fromString(shared, written) if isinstance(shared, str) else QDate()
    if day.isValid():
        edit.setDateTime(QDateTime(day, QTime(0, 0)))
    else:
        edit.clear()

    def told(*_: object) -> None:
        commit(None if edit.isNull() else edit.date().toString(written))

    edit.valueChanged.connect(told)
    return edit


def _line(field: ParcelField, shared: Any, commit: Commit) -> QLineEdit:
    text = f"{shared:g}" if isinstance(shared, float) else str(shared or "")
    line = QLineEdit(text)
    if field.kind == NUMBER:
        decimals = QRegularExpression(rf"\d{{0,2}}(\.\d{{0,{field.decimals}}})?")
        line.setValidator(QRegularExpressionValidator(decimals, line))

    def told() -> None:
        if line.isModified():
            line.setModified(False)
            commit(line.text().strip() or None)

    line.editingFinished.connect(told)
    return line
