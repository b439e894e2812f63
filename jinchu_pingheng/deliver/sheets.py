"""The look that all workbooks share: fonts, borders, header rows, printing. A value's type decides how it is shown."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Union

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ..core.report import Report
from .workbook import clean, small_print

Value = Union[None, str, int, Decimal]
Heading = Union[str, tuple[str, Sequence[str]]]
"""A header cell over both rows, or a group (its name, its columns)."""

PLAIN, WARNING, TOTAL_FILL = None, "FFC7CE", "F2F2F2"
HEADER_FILL = "D9D9D9"

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

LINE_POINTS = 14.0
"""Height of one printed line of 10-point type."""

WIDE_COLUMN = 22
"""Texts in columns of at least this width stand at the left, all else in the middle."""

TALL_POINTS = 250.0
"""In a merged cell taller than this, half a page, the text stands at the top: the middle may be on another page."""

MOST_POINTS = 400.0
"""Excel takes no row higher than 409 points."""


def area(m2: int) -> Decimal:
    """Whole m² as hectares with four decimals, exact: 17223 -> 1.7223."""
    return Decimal(m2).scaleb(-4)


def area_or_empty(m2: int) -> Decimal | None:
    """Hectares of a list row: no area leaves the cell empty, as in the official template."""
    return area(m2) if m2 else None


def number_format(value: int | Decimal) -> str:
    """A number is shown with the decimals that it carries."""
    places = max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0
    return f"0.{'0' * places}" if places else "0"


def text_width(text: str) -> int:
    """Width in half-width characters: a Chinese character counts two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def lines(text: str, width: float) -> int:
    """Printed lines of ``text`` in a column of ``width`` half-width characters; a line holds whole characters only."""
    room = max(2, int(width) // 2 * 2)
    return sum(max(1, math.ceil(text_width(part) / room)) for part in text.split("\n"))


def put(cell: Any, value: Value) -> None:
    """Write a value; a text is always stored as text, so '=1+1' in a name stays a name."""
    if isinstance(value, str):
        cell.value = clean(value)
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
    elif value is not None:
        cell.value = value
        cell.number_format = number_format(value)


class Table:
    """One worksheet, written from top to bottom: title, small print, header rows, rows."""

    def __init__(self, book: Workbook, name: str, widths: Sequence[float]) -> None:
        first = book.worksheets[0]
        unused = len(book.worksheets) == 1 and first.max_row == 1 and first["A1"].value is None
        self.sheet: Worksheet = first if unused else book.create_sheet()
        self.sheet.title = name
        self.widths = list(widths)
        self.row_number = 0
        for column, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        _set_page(self.sheet)

    def line(self, text: str, font: Font = SMALL_FONT, alignment: Alignment = LEFT) -> None:
        """A line over the whole width, without borders."""
        row = self._next()
        put(self.sheet.cell(row, 1), text)
        self.sheet.cell(row, 1).font = font
        self.sheet.cell(row, 1).alignment = alignment
        if len(self.widths) > 1:
            self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(self.widths))
        room = (sum(self.widths) + len(self.widths)) * 10 / font.size
        self.sheet.row_dimensions[row].height = LINE_POINTS * font.size / 10 * lines(text, room) + 2

    def head(self, report: Report, title: str, notes: Sequence[str] = (), mark: str = "") -> None:
        """Mark (附件1), title, who compiled it and when, unit, area method, notice, and further notes."""
        if mark:
            self.line(mark, MARK_FONT)
        self.line(title, TITLE_FONT, CENTRE)
        for note in (*small_print(report), *notes):
            self.line(note)

    def header(self, headings: Sequence[Heading]) -> None:
        """One header row, or two when a heading is a group; repeated on every printed page."""
        grouped = any(not isinstance(heading, str) for heading in headings)
        top = self._next()
        bottom = self._next() if grouped else top
        column = 1
        for heading in headings:
            names = (heading,) if isinstance(heading, str) else heading[1]
            if isinstance(heading, str):
                self._header_cell(top, column, heading)
                if grouped:
                    self.sheet.merge_cells(start_row=top, end_row=bottom, start_column=column, end_column=column)
            else:
                self._header_cell(top, column, heading[0])
                last = column + len(names) - 1
                self.sheet.merge_cells(start_row=top, end_row=top, start_column=column, end_column=last)
                for offset, name in enumerate(names):
                    self._header_cell(bottom, column + offset, name)
            column += len(names)
        self._frame(top, bottom, HEADER_FONT, HEADER_FILL)
        self._header_height(headings, top, bottom)
        self.sheet.print_title_rows = f"{top}:{bottom}"
        self.sheet.freeze_panes = f"A{bottom + 1}"

    def row(self, values: Sequence[Value], fill: str | None = PLAIN, bold: bool = False) -> int:
        """One framed row; returns its number. ``values`` may be shorter than the table is wide."""
        row = self._next()
        font = TOTAL_FONT if bold else BODY_FONT
        self._frame(row, row, font, fill)
        for column, value in enumerate(values, 1):
            cell = self.sheet.cell(row, column)
            put(cell, value)
            wide = isinstance(value, str) and self.widths[column - 1] >= WIDE_COLUMN
            cell.alignment = LEFT if wide else CENTRE
        texts = [(value, width) for value, width in zip(values, self.widths) if isinstance(value, str)]
        count = max((lines(text, width) for text, width in texts), default=1)
        self.sheet.row_dimensions[row].height = min(LINE_POINTS * count + 5, MOST_POINTS)
        return row

    def total(self, values: Sequence[Value], merge: int = 1) -> int:
        """A row of sums, shaded; its first ``merge`` cells become one."""
        row = self.row(values, TOTAL_FILL, bold=True)
        if merge > 1:
            self._merge_right(row, merge)
        return row

    def nothing(self, text: str = "（无）") -> None:
        """The row of a table that has nothing to list."""
        self._merge_right(self.row([text]), len(self.widths))

    def merge_down(self, column: int, first: int, last: int) -> None:
        """One cell over rows ``first`` to ``last``; the rows grow where the text needs more room."""
        if last == first:
            return
        cell = self.sheet.cell(first, column)
        cell.fill = PatternFill()
        self.sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)
        heights = self.sheet.row_dimensions
        needed = LINE_POINTS * lines(str(cell.value), self.widths[column - 1]) + 5
        available = sum(heights[row].height for row in range(first, last + 1))
        for row in range(first, last + 1):
            heights[row].height *= max(1.0, needed / available)
        if available > max(needed, TALL_POINTS):
            cell.alignment = TOP

    def _merge_right(self, row: int, columns: int) -> None:
        """Merge a row's first cells; their text has the room of all of them."""
        self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
        self.sheet.cell(row, 1).alignment = CENTRE
        self.sheet.row_dimensions[row].height = LINE_POINTS + 5

    def _next(self) -> int:
        self.row_number += 1
        return self.row_number

    def _header_cell(self, row: int, column: int, text: str) -> None:
        put(self.sheet.cell(row, column), text)

    def _header_height(self, headings: Sequence[Heading], top: int, bottom: int) -> None:
        column, single, grouped = 0, 1, 1
        for heading in headings:
            if isinstance(heading, str):
                single = max(single, lines(heading, self.widths[column]))
                column += 1
            else:
                names = heading[1]
                grouped = max(grouped, *(lines(n, self.widths[column + i]) for i, n in enumerate(names)))
                column += len(names)
        total = LINE_POINTS * max(single, grouped + 1 if bottom > top else 1) + 8
        for row in {top, bottom}:
            self.sheet.row_dimensions[row].height = total / (bottom - top + 1)

    def _frame(self, first: int, last: int, font: Font, fill: str | None) -> None:
        for row in range(first, last + 1):
            for column in range(1, len(self.widths) + 1):
                cell = self.sheet.cell(row, column)
                cell.font, cell.border, cell.alignment = font, BORDER, CENTRE
                if fill:
                    cell.fill = PatternFill("solid", fgColor=fill)


def _set_page(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.6
    margins.top, margins.bottom, margins.footer = 0.7, 0.7, 0.35
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.oddFooter.center.size = 9
