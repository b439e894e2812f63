"""What the files of a package say, place by place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Callable

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.table import Table
from openpyxl import load_workbook

from .document.charts import CHART
from .features import Facts, vectors


def workbook(path: Path) -> Facts:
    """Every cell of every sheet, a number with its format; merged ranges."""
    for sheet in load_workbook(path):
        where = f"工作表“{sheet.title}”"
        merged = " ".join(sorted(map(str, sheet.merged_cells.ranges)))
        yield f"{where}合并的单元格", merged
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    shown = "" if isinstance(cell.value, str) else f" [{cell.number_format}]"
                    yield f"{where}单元格 {cell.coordinate}", f"{cell.value}{shown}"


def document(path: Path) -> Facts:
    """Paragraphs and cells of tables in the order of the text, charts by their values, pictures by
    their digest, footers.

    Contents and page numbers, which the word processor computes, are left out.
    """
    word = Document(str(path))
    paragraphs = tables = 0
    for item in word.iter_inner_content():
        if isinstance(item, Table):
            tables += 1
            yield from _table(item, tables)
        elif not _name(item).startswith("toc"):
            text = _text(item._p) + "".join((*_pictures(word, item._p), *_charts(word, item._p)))
            if text:
                paragraphs += 1
                yield f"第 {paragraphs} 段", text
    for number, section in enumerate(word.sections, 1):
        for name, part in (("页眉", section.header), ("页脚", section.footer)):
            below = [_text(p._p) for p in part.paragraphs if not list(p._p.iter(qn("w:fldChar")))]
            yield f"第 {number} 节{name}", "\n".join(below)


def _table(table: Table, number: int) -> Facts:
    for line, row in enumerate(table._tbl.tr_lst, 1):
        for column, cell in enumerate(row.tc_lst, 1):
            text = "\n".join(_text(paragraph) for paragraph in cell.p_lst)
            yield f"第 {number} 个表格第 {line} 行第 {column} 格", text


def _name(paragraph: Any) -> str:
    return str(paragraph.style.name).lower() if paragraph.style is not None else ""


def _text(paragraph: Any) -> str:
    return "".join(node.text or "" for node in paragraph.iter(qn("w:t")))


def _pictures(word: WordDocument, paragraph: Any) -> Iterator[str]:
    for blip in paragraph.iter(qn("a:blip")):
        image = word.part.related_parts[blip.get(qn("r:embed"))]
        yield f"[图 {hashlib.sha256(image.blob).hexdigest()[:16]}]"


def _charts(word: WordDocument, paragraph: Any) -> Iterator[str]:
    for chart in paragraph.iter(f"{{{CHART}}}chart"):
        part = word.part.related_parts[chart.get(qn("r:id"))]
        values = parse_xml(part.blob).iter(f"{{{CHART}}}v")
        yield f"[图表 {' '.join(value.text or '' for value in values)}]"


def lines(path: Path) -> Facts:
    """A text file line by line, whatever ends its lines."""
    for number, line in enumerate(path.read_bytes().decode("utf-8").splitlines(), 1):
        yield f"第 {number} 行", line


READERS: Mapping[str, Callable[[Path], Facts]] = {
    ".xlsx": workbook,
    ".docx": document,
    ".gpkg": vectors,
    ".shp": vectors,
    ".txt": lines,
}
