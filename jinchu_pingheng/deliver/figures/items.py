"""Items of a print layout: text in its box, shapes. Rectangles in mm from the page's upper left."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsFillSymbol,
    QgsLayoutItemLabel,
    QgsLayoutItemShape,
    QgsPrintLayout,
    QgsTextFormat,
)
from qgis.PyQt.QtCore import QRectF, Qt

from . import styles

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}
MM_PER_POINT = 25.4 / 72
LINE_HEIGHT = 1.5
"""In units of the font size; what Chinese fonts take."""


def label(
    layout: QgsPrintLayout,
    text: str,
    box: QRectF,
    points: float,
    bold: bool = False,
    align: str = "left",
    color: str = "#000000",
) -> None:
    """A line or a few lines of text, centred vertically in ``box``."""
    item = QgsLayoutItemLabel(layout)
    item.setText(text)
    set_format(item, styles.plain_text(points, color, bold))
    item.setHAlign(_ALIGN[align])
    item.setVAlign(Qt.AlignmentFlag.AlignVCenter)
    item.setMarginX(0)
    item.setMarginY(0)
    item.attemptSetSceneRect(box)
    layout.addLayoutItem(item)


def write(item: QgsLayoutItemLabel, text: str | None) -> None:
    """Put a text in the place of {} in a label, or of all that it says; None leaves it. Letters get
    smaller where it would not fit."""
    if text is not None:
        pattern = item.text()
        item.setText(pattern.replace("{}", text) if "{}" in pattern else text)
    made = use_installed_font(format_of(item))
    lines, box = item.text().split("\n"), item.rect()
    widest = max(map(text_width, lines)) or 1
    room = min(box.width() / widest, box.height() / len(lines) / LINE_HEIGHT)
    if text is not None and room < made.size() * MM_PER_POINT:
        made.setSize(room / MM_PER_POINT)
    set_format(item, made)


def columns(
    layout: QgsPrintLayout, texts: Sequence[Sequence[str]], box: QRectF, points: float
) -> None:
    """Columns of lines beside each other, each as wide as it needs; letters get smaller where they
    would not fit."""
    widths = [max(map(text_width, lines)) + 1 for lines in texts]
    most = min(
        box.width() / sum(widths) / MM_PER_POINT,
        box.height() / max(map(len, texts)) / LINE_HEIGHT / MM_PER_POINT,
    )
    left = box.x()
    for lines, width in zip(texts, widths):
        share = box.width() * width / sum(widths)
        place = QRectF(left, box.y(), share, box.height())
        label(layout, "\n".join(lines), place, min(points, most * 1.02))
        left += share


def text_width(text: str) -> float:
    """Width of a text in units of its font size: a Chinese character is one wide, any other at most
    0.62."""
    return sum(1.0 if ord(character) > 0x2E7F else 0.62 for character in text)


def use_installed_font(made: QgsTextFormat) -> QgsTextFormat:
    """The same, in a font with Chinese characters where its own is not installed here."""
    font = made.font()
    if font.family() not in styles.installed_fonts():
        font.setFamily(styles.font_family())
        made.setFont(font)
    return made


def format_of(item: QgsLayoutItemLabel) -> QgsTextFormat:
    """How a label is written."""
    if hasattr(item, "textFormat"):  # from QGIS 3.24 on
        return item.textFormat()
    font = item.font()
    return styles.formatted(font, font.pointSizeF(), item.fontColor())


def set_format(item: QgsLayoutItemLabel, made: QgsTextFormat) -> None:
    """Write a label so."""
    if hasattr(item, "setTextFormat"):  # from QGIS 3.24 on
        item.setTextFormat(made)
    else:
        font = made.font()
        font.setPointSizeF(made.size())
        item.setFont(font)
        item.setFontColor(made.color())


def shape(
    layout: QgsPrintLayout, kind: QgsLayoutItemShape.Shape, symbol: QgsFillSymbol, box: QRectF
) -> None:
    """A rectangle or an ellipse."""
    item = QgsLayoutItemShape(layout)
    item.setShapeType(kind)
    item.setSymbol(symbol)
    item.attemptSetSceneRect(box)
    layout.addLayoutItem(item)
