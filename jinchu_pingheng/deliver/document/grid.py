"""Tables of the plan document, built as XML: python-docx looks every cell up anew, slow in long
lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.table import Table
from docx.text.paragraph import Paragraph

from .styles import TABLE_PITCH, add_text, element

TEXT, NUMBER, MIDDLE = "表格文字", "表格数字", "表格居中"
MARGIN = 50
"""Left and right of a cell's text, in twips."""
WHOLE_LINES = 20
"""A table of this many lines of text at most is kept on one page."""
MERGED_LINES = 8
"""A merged cell goes over so many lines of text at most, and their sum, which stay on one page:
Word does not repeat its text where a page begins in the midst of it."""
HEADER_FILL, TOTAL_FILL = "D9D9D9", "F2F2F2"


@dataclass(frozen=True)
class Column:
    """``width`` is a weight. ``group``: neighbouring columns of one group share an upper header
    cell."""

    title: str
    width: float
    style: str = TEXT
    group: str = ""
    merged: bool = False
    """Equal values one below the other become one cell (such as 序号 and 类型), up to
    MERGED_LINES."""


@dataclass(frozen=True)
class Line:
    """One row of texts; ``strong`` marks 合计 and 总计."""

    texts: tuple[str, ...]
    strong: bool = False


@dataclass(frozen=True)
class Grid:
    """A table to print; the cells that are to be merged repeat their text."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def abreast(grid: Grid, times: int) -> Grid:
    """A narrow table with its lines side by side, read down each part: ``times`` parts over the
    same width."""
    height = -(-len(grid.lines) // times)
    if not height:
        return grid
    blank = Line(("",) * len(grid.columns))
    parts = [grid.lines[start * height : (start + 1) * height] for start in range(times)]
    rows = zip(*((*part, *[blank] * (height - len(part))) for part in parts))
    return Grid(
        grid.columns * times,
        tuple(Line(tuple(text for line in row for text in line.texts)) for row in rows),
    )


def add_grid(document: WordDocument, grid: Grid, width_cm: float) -> Table:
    """Append the table over the whole text width; its header repeats on every page and rows stay
    whole."""
    scale = width_cm / sum(column.width for column in grid.columns)
    widths = [int(Cm(column.width * scale).twips) for column in grid.columns]
    table = document.add_table(rows=0, cols=0)
    table.style = "Table Grid"
    table.autofit = False
    for child in table._tbl.tblGrid.findall(qn("w:gridCol")):
        table._tbl.tblGrid.remove(child)
    for width in widths:
        table._tbl.tblGrid.append(element("gridCol", w=width))
    margins = element(
        "tblCellMar", *(element(side, w=MARGIN, type="dxa") for side in ("left", "right"))
    )
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)
    for row in _header(grid.columns, widths):
        table._tbl.append(row)
    heights = [_height(grid.columns, widths, line) for line in grid.lines]
    joined = _joined(grid, heights)
    rows = [_row(grid.columns, widths, line, below) for line, below in zip(grid.lines, joined)]
    for row in rows:
        table._tbl.append(row)
    if sum(heights) <= WHOLE_LINES:
        _keep_with_next(table._tbl.tr_lst[:-1])
    else:
        together = [*joined[1:-1], True]  # nor does the last line stand on a page of its own
        _keep_with_next(row for row, below in zip(rows, together) if below)
    return table


def _height(columns: Sequence[Column], widths: Sequence[int], line: Line) -> int:
    """Lines of text of a row, its merged cells left out."""
    cells = zip(columns, widths, line.texts)
    return max(_lines(text, width) for column, width, text in cells if not column.merged)


def _joined(grid: Grid, heights: Sequence[int]) -> list[bool]:
    """Whether the merged cells of each line go on from the line above."""
    joined: list[bool] = []
    so_far = 0
    above: tuple[str, ...] = ()
    for line, height in zip(grid.lines, heights):
        texts = tuple(text for column, text in zip(grid.columns, line.texts) if column.merged)
        fits = so_far + height <= MERGED_LINES or line.strong
        same = any(texts) and texts == above and fits
        so_far, above = so_far + height if same else height, texts
        joined.append(same)
    return joined


def _keep_with_next(rows: Iterable[Any]) -> None:
    """These rows stay on one page with those that follow them."""
    for row in rows:
        for style in row.iter(qn("w:pStyle")):
            style.addnext(element("keepNext"))


def _header(columns: Sequence[Column], widths: Sequence[int]) -> list[Any]:
    """One header row, or two when columns have groups."""
    if not any(column.group for column in columns):
        return [
            _tr(
                (_cell(c.title, w, "表头", HEADER_FILL) for c, w in zip(columns, widths)),
                header=True,
            )
        ]
    upper = []
    index = 0
    while index < len(columns):
        column = columns[index]
        span = 1
        while (
            column.group
            and index + span < len(columns)
            and columns[index + span].group == column.group
        ):
            span += 1
        width = sum(widths[index : index + span])
        merge = "" if column.group else "restart"
        upper.append(_cell(column.group or column.title, width, "表头", HEADER_FILL, merge, span))
        index += span
    lower = (
        _cell(c.title if c.group else "", w, "表头", HEADER_FILL, "" if c.group else "continue")
        for c, w in zip(columns, widths)
    )
    # a merged cell does not grow by itself
    height = max(_lines(c.title, w) for c, w in zip(columns, widths)) * TABLE_PITCH.twips // 2
    return [_tr(cells, header=True, height=height) for cells in (upper, lower)]


def _lines(text: str, width: int) -> int:
    """Lines of a text of Chinese characters of 9 points, at least one."""
    return max(1, -(-len(text) * 180 // max(1, width - 2 * MARGIN)))


def _row(columns: Sequence[Column], widths: Sequence[int], line: Line, joined: bool) -> Any:
    cells = []
    for column, width, text in zip(columns, widths, line.texts):
        merge = ""
        if column.merged and text:
            merge, text = ("continue", "") if joined else ("restart", text)
        fill = TOTAL_FILL if line.strong and not column.merged else ""
        cells.append(_cell(text, width, column.style, fill, merge, strong=line.strong))
    return _tr(cells)


def _tr(cells: Any, header: bool = False, height: int = 0) -> Any:
    properties = element("trPr", element("cantSplit"))
    if height:
        properties.append(element("trHeight", val=height, hRule="atLeast"))
    if header:
        properties.append(element("tblHeader"))
    return element("tr", properties, *cells)


def _cell(
    text: str,
    width: int,
    style: str,
    fill: str = "",
    merge: str = "",
    span: int = 1,
    strong: bool = False,
) -> Any:
    properties = element("tcPr", element("tcW", w=width, type="dxa"))
    if span > 1:
        properties.append(element("gridSpan", val=span))
    if merge:
        properties.append(element("vMerge", val=merge))
    if fill:
        properties.append(element("shd", val="clear", color="auto", fill=fill))
    properties.append(element("vAlign", val="center"))
    paragraph = element("p", element("pPr", element("pStyle", val=style)))
    add_text(Paragraph(paragraph, None), text, strong)  # type: ignore[arg-type]
    return element("tc", properties, paragraph)


def add_box(document: WordDocument, texts: Sequence[str], width_cm: float) -> None:
    """A framed box of paragraphs; the first is bold."""
    table = document.add_table(rows=1, cols=1)
    table.autofit = False
    sides = ("top", "left", "bottom", "right")
    frame = (element(side, val="single", sz=18, space=0, color="C00000") for side in sides)
    table._tbl.tblPr.find(qn("w:tblLayout")).addprevious(element("tblBorders", *frame))
    cell = table.cell(0, 0)
    cell.width = Cm(width_cm)
    for index, text in enumerate(texts):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.style = document.styles["草稿提示"]
        add_text(paragraph, text, bold=index == 0)
