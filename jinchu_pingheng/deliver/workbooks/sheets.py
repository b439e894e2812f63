"""The look that all workbooks share: fonts, borders, header rows, printing. A value's type decides
how it is shown."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Union

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from ..headed import Headed
from ..texts import printable
from .look import (
    CENTRE,
    HEADER,
    LEFT,
    MARK_FONT,
    PLAIN,
    SMALL_FONT,
    TITLE_FONT,
    TOP,
    TOTAL_FILL,
    Look,
    Wardrobe,
    look_of,
)
from .workbook import HECTARES, small_print

Value = Union[None, str, int, Decimal]
Heading = Union[str, tuple[str, Sequence[str]]]
"""A header cell over both rows, or a group (its name, its columns)."""

LINE_POINTS = 14.0
"""Height of one printed line of 10-point type."""

WIDE_COLUMN = 22
"""Texts in columns of at least this width stand at the left, all else in the middle."""

MOST_POINTS = 400.0
"""Excel takes no row higher than 409 points."""


def area(m2: int) -> Decimal:
    """Whole m² as hectares with four decimals, exact: 17223 -> 1.7223."""
    return Decimal(m2).scaleb(-4)


def area_or_empty(m2: int) -> Decimal | None:
    """Hectares of a list row: no area leaves the cell empty, as in the official template."""
    return area(m2) if m2 else None


def text_width(text: str) -> int:
    """Width in half-width characters: a Chinese character counts two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def lines(text: str, width: float) -> int:
    """Printed lines of ``text`` in a column of ``width`` half-width characters; a line holds whole
    characters only."""
    room = max(2, int(width) // 2 * 2)
    return sum(max(1, math.ceil(text_width(part) / room)) for part in text.split("\n"))


def put(cell: Cell, value: Value) -> None:
    """Write a value; a text is always stored as text, so '=1+1' in a name stays a name."""
    if isinstance(value, str):
        cell.value = printable(value)
        cell.data_type = "s"
    else:
        cell.value = value


class Table:
    """One worksheet, written from top to bottom: title, small print, header rows, rows."""

    def __init__(self, book: Workbook, name: str, widths: Sequence[float]) -> None:
        first = book.worksheets[0]
        unused = len(book.worksheets) == 1 and first.max_row == 1 and first["A1"].value is None
        self.sheet: Worksheet = first if unused else book.create_sheet()
        self.sheet.title = name
        self.widths = list(widths)
        self.row_number = 0
        self.wardrobe = Wardrobe()
        for column, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        _set_page(self.sheet, book.properties.subject or "")

    def line(self, text: str, font: Font = SMALL_FONT, alignment: Alignment = LEFT) -> None:
        """A line over the whole width, without borders."""
        row = self._next()
        put(self.sheet.cell(row, 1), text)
        self.sheet.cell(row, 1).font = font
        self.sheet.cell(row, 1).alignment = alignment
        if len(self.widths) > 1:
            self.sheet.merge_cells(
                start_row=row, end_row=row, start_column=1, end_column=len(self.widths)
            )
        room = (sum(self.widths) + len(self.widths)) * 10 / font.size
        self.sheet.row_dimensions[row].height = LINE_POINTS * font.size / 10 * lines(text, room) + 2

    def head(
        self,
        report: Headed,
        title: str,
        notes: Sequence[str] = (),
        mark: str = "",
        unit: str = HECTARES,
    ) -> None:
        """Mark (附件1), title, who compiled it and when, unit, area method, notice, and further
        notes."""
        if mark:
            self.line(mark, MARK_FONT)
        self.line(title, TITLE_FONT, CENTRE)
        for note in (*small_print(report, unit), *notes):
            self.line(note)

    def header(self, headings: Sequence[Heading]) -> None:
        """One header row, or two when a heading is a group; repeated on every printed page."""
        grouped = any(not isinstance(heading, str) for heading in headings)
        top = self._next()
        bottom = self._next() if grouped else top
        column = 1
        for heading in headings:
            column += self._heading(top, bottom, column, heading)
        for row in (top, bottom):
            self._frame(row, HEADER)
        self._header_height(headings, top, bottom)
        self.sheet.print_title_rows = f"{top}:{bottom}"
        self.sheet.freeze_panes = f"A{bottom + 1}"

    def inner_header(self, headings: Sequence[str]) -> None:
        """A header row inside a sheet that holds many small tables; not repeated on other pages."""
        row = self._next()
        self._frame(row, HEADER)
        for column, heading in enumerate(headings, 1):
            put(self.sheet.cell(row, column), heading)
        count = max(lines(heading, width) for heading, width in zip(headings, self.widths))
        self.sheet.row_dimensions[row].height = LINE_POINTS * count + 6

    def page_break(self, before: int) -> None:
        """A row starts a new printed page."""
        self.sheet.row_breaks.append(Break(id=before - 1))

    def points(self, first: int) -> float:
        """Height of the rows from a row to the last one."""
        heights = self.sheet.row_dimensions
        return sum(heights[row].height or LINE_POINTS for row in range(first, self.row_number + 1))

    def row(self, values: Sequence[Value], fill: str | None = PLAIN, bold: bool = False) -> int:
        """One framed row; returns its number. ``values`` may be shorter than the table is wide."""
        row = self._next()
        self._frame(row, Look(bold, fill))
        for column, value in enumerate(values, 1):
            put(self.sheet.cell(row, column), value)
            left = isinstance(value, str) and self.widths[column - 1] >= WIDE_COLUMN
            self.wardrobe.dress(self.sheet.cell(row, column), look_of(value, bold, fill, left))
        texts = [
            (value, width) for value, width in zip(values, self.widths) if isinstance(value, str)
        ]
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
        """One cell over rows ``first`` to ``last``.

        Its text stands in the first row, which grows for it: a page ends between rows, so no page
        cuts the text.
        """
        if last == first:
            return
        cell = self.sheet.cell(first, column)
        cell.fill, cell.alignment = PatternFill(), TOP
        self.sheet.merge_cells(
            start_row=first, end_row=last, start_column=column, end_column=column
        )
        needed = LINE_POINTS * lines(str(cell.value), self.widths[column - 1]) + 5
        heights = self.sheet.row_dimensions
        heights[first].height = max(heights[first].height, min(needed, MOST_POINTS))

    def _merge_right(self, row: int, columns: int) -> None:
        """Merge a row's first cells; their text has the room of all of them."""
        self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
        self.sheet.cell(row, 1).alignment = CENTRE
        self.sheet.row_dimensions[row].height = LINE_POINTS + 5

    def _next(self) -> int:
        self.row_number += 1
        return self.row_number

    def _heading(self, top: int, bottom: int, column: int, heading: Heading) -> int:
        """Write one heading; returns how many columns it covers."""
        name, columns = (heading, ()) if isinstance(heading, str) else heading
        put(self.sheet.cell(top, column), name)
        for offset, under in enumerate(columns):
            put(self.sheet.cell(bottom, column + offset), under)
        last_row, last = (top, column + len(columns) - 1) if columns else (bottom, column)
        if (last_row, last) != (top, column):
            self.sheet.merge_cells(
                start_row=top, end_row=last_row, start_column=column, end_column=last
            )
        return max(1, len(columns))

    def _header_height(self, headings: Sequence[Heading], top: int, bottom: int) -> None:
        column, single, grouped = 0, 1, 1
        for heading in headings:
            if isinstance(heading, str):
                single = max(single, lines(heading, self.widths[column]))
                column += 1
            else:
                names = heading[1]
                grouped = max(
                    grouped, *(lines(n, self.widths[column + i]) for i, n in enumerate(names))
                )
                column += len(names)
        total = LINE_POINTS * max(single, grouped + 1 if bottom > top else 1) + 8
        for row in {top, bottom}:
            self.sheet.row_dimensions[row].height = total / (bottom - top + 1)

    def _frame(self, row: int, look: Look) -> None:
        for column in range(1, len(self.widths) + 1):
            self.wardrobe.dress(self.sheet.cell(row, column), look)


def _set_page(sheet: Worksheet, edition: str) -> None:
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
    sheet.oddFooter.right.text = edition
    sheet.oddFooter.right.size = 8
