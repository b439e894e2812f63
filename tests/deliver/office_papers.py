"""Templates as an office might make them, written by python-docx instead of Word."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
from docx.document import Document as WordDocument

from jinchu_pingheng.core.model import OfficeTemplate
from jinchu_pingheng.deliver.office.paper import read_template


def paper(folder: Path, *lines: str | Sequence[str], header: str = "", name: str = "单位") -> Path:
    """A Word file with these paragraphs."""
    word = docx.Document()
    for line in lines:
        paragraph = word.add_paragraph()
        for run in [line] if isinstance(line, str) else line:
            paragraph.add_run(run)
    word.sections[0].header.paragraphs[0].text = header
    return saved(word, folder, name)


def with_table(folder: Path, *rows: Sequence[str], draft: bool = True) -> Path:
    """A Word file with a table of these rows."""
    word = docx.Document()
    if draft:
        word.add_paragraph("{{ draft }}")
    table = word.add_table(rows=len(rows), cols=max(map(len, rows)))
    for row, texts in zip(table.rows, rows):
        for cell, text in zip(row.cells, texts):
            cell.text = text
    return saved(word, folder, "表格")


def saved(word: WordDocument, folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.docx"
    word.save(str(path))
    return path


def template(folder: Path, *lines: str | Sequence[str], header: str = "") -> OfficeTemplate:
    """``paper`` as it is read; the draft notice, which each must have, comes first."""
    return read_template(paper(folder, "{{ draft }}", *lines, header=header))
