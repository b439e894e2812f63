"""Fonts, fills and borders of the workbooks' cells."""

from __future__ import annotations

from copy import copy
from decimal import Decimal
from typing import Any, NamedTuple

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from ...core.model import BLOCK, FAIL, UNKNOWN

PLAIN, WARNING, CAUTION = None, "FFC7CE", "FFEB9C"
TOTAL_FILL, HEADER_FILL = "F2F2F2", "D9D9D9"

TITLE_FONT = Font(name="宋体", size=16, bold=True)
MARK_FONT = Font(name="黑体", size=12)
HEADER_FONT = Font(name="宋体", size=10, bold=True)
BODY_FONT = Font(name="仿宋", size=10)
TOTAL_FONT = Font(name="仿宋", size=10, bold=True)
SMALL_FONT = Font(name="宋体", size=9)

_THIN = Side(style="thin")
BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
TOP = Alignment(horizontal="center", vertical="top", wrap_text=True)


class Look(NamedTuple):
    """How a framed cell looks; ``quoted`` keeps a formula-like text a text when a user edits the
    cell."""

    bold: bool = False
    fill: str | None = PLAIN
    left: bool = False
    number_format: str = "General"
    quoted: bool = False


HEADER = Look(bold=True, fill=HEADER_FILL)


def look_of(value: str | int | Decimal | None, bold: bool, fill: str | None, left: bool) -> Look:
    """The look that suits a value: a number is shown with the decimals that it carries."""
    if value is None:
        return Look(bold, fill, left)
    if isinstance(value, str):
        return Look(bold, fill, left, quoted=value[:1] in ("=", "+", "-", "@"))
    places = max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0
    return Look(bold, fill, left, f"0.{'0' * places}" if places else "0")


class Wardrobe:
    """Looks of one workbook's cells, each put together once.

    openpyxl compares a style field by field at every assignment, which takes most of the time of a
    long table; so a look is taken over from the first cell that wore it.
    """

    def __init__(self) -> None:
        self._worn: dict[Look, Any] = {}

    def dress(self, cell: Cell, look: Look) -> None:
        """Give a cell its look."""
        if look not in self._worn:
            cell.font = (
                HEADER_FONT if look.fill == HEADER_FILL else TOTAL_FONT if look.bold else BODY_FONT
            )
            cell.border, cell.alignment = BORDER, LEFT if look.left else CENTRE
            cell.fill = PatternFill("solid", fgColor=look.fill) if look.fill else PatternFill()
            cell.number_format, cell.quotePrefix = look.number_format, look.quoted
            self._worn[look] = copy(cell._style)
        cell._style = copy(self._worn[look])


def verdict_fill(verdict: str, severity: str = BLOCK) -> str | None:
    """Red for a broken ban, yellow for a broken warning and for what is not known."""
    if verdict == FAIL:
        return WARNING if severity == BLOCK else CAUTION
    return CAUTION if verdict == UNKNOWN else PLAIN
