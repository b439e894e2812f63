"""Where something stands in a Word file, as a person finds it there."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

from docx.oxml.ns import qn

from .tags import ROW, P, T, text_of

_BREAK, _TABLE, _CELL = qn("w:lastRenderedPageBreak"), qn("w:tbl"), qn("w:tc")
_HEADS = {qn("w:hdr"): "页眉", qn("w:ftr"): "页脚"}
_MOST = 60


def name_places(root: Any) -> dict[Any, str]:
    """The place of each paragraph of a part of the file, with its text; with the page where Word
    has noted pages. Taken before the part is changed."""
    head = _HEADS.get(root.tag, "")
    places: dict[Any, str] = {}
    page = 1
    paged = next(root.iter(_BREAK), None) is not None
    tables = {table: number for number, table in enumerate(root.iter(_TABLE), 1)}
    number = 0
    for item in root.iter(P, _BREAK):
        if item.tag == _BREAK:
            page += 1
            continue
        cell = next(item.iterancestors(_CELL), None)
        text = text_of(item).strip()
        if cell is None and text:
            number += 1
        where = _in_table(cell, tables) if cell is not None else f"第 {number} 段"
        on_page = f"第 {page + _breaks_first(item)} 页" if paged and not head else ""
        places[item] = f"{head}{on_page}{where}“{_short(text)}”"
    return places


def _breaks_first(paragraph: Any) -> int:
    """Breaks between pages that come before any text of a paragraph."""
    begun = takewhile(lambda item: item.tag == _BREAK, paragraph.iter(_BREAK, T))
    return sum(1 for _ in begun)


def _in_table(cell: Any, tables: dict[Any, int]) -> str:
    row, table = next(cell.iterancestors(ROW)), next(cell.iterancestors(_TABLE))
    line, column = _number(row, table), _number(cell, row)
    return f"第 {tables[table]} 个表格第 {line} 行第 {column} 格"


def _number(item: Any, parent: Any) -> int:
    """Which of the parent's own items of its kind it is; those of tables inside do not count."""
    own = (
        found for found in parent.iter(item.tag) if next(found.iterancestors(parent.tag)) is parent
    )
    return next(number for number, found in enumerate(own, 1) if found is item)


def _short(text: str) -> str:
    return text if len(text) <= _MOST else f"{text[:_MOST]}…"
