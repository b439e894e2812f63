"""A shipped letter as a Word template: its lines, in our look, with the tags as they are.

A line is a paragraph; ``# `` begins the title, ``> `` a line at the right, ``|`` a table's row, the
first of which is its header.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from itertools import groupby
from pathlib import Path

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH

from ...core.model import OfficeTemplate
from ..document.grid import MIDDLE, Column, Grid, Line, add_grid
from ..document.styles import TEXT_CM, add_text, new_document
from .kinds import LetterKind

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "letters"


def shipped_template(kind: LetterKind) -> OfficeTemplate:
    """The shipped letter of a kind."""
    document = new_document()
    text = (FOLDER / f"{kind.id}.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip()]
    for is_table, group in groupby(lines, key=lambda line: line.startswith("|")):
        if is_table:
            _table(document, [_cells(line) for line in group])
        else:
            for line in group:
                _paragraph(document, line)
    held = BytesIO()
    document.save(held)
    return OfficeTemplate(f"{kind.title}.docx", held.getvalue())


def _paragraph(document: WordDocument, line: str) -> None:
    mark, _, text = line.partition(" ")
    if mark == "#":
        add_text(document.add_paragraph(style="Title"), text)
    elif mark == ">":
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        add_text(paragraph, text)
    else:
        add_text(document.add_paragraph(), line)


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def _table(document: WordDocument, rows: Sequence[tuple[str, ...]]) -> None:
    header, *others = rows
    columns = tuple(Column(title, 1, MIDDLE) for title in header)
    lines = tuple(Line((*row, *[""] * (len(header) - len(row)))) for row in others)
    add_grid(document, Grid(columns, lines), TEXT_CM["portrait"])
    document.add_paragraph(style="表格文字")
