"""What a person writes into 【待填】 of a document is in the next one too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph

from jinchu_pingheng.core.accounts.report import Report
from jinchu_pingheng.deliver import document
from jinchu_pingheng.deliver.document.filled import MARK
from tests.deliver.example import HEADER, example_report, golden_report
from tests.deliver.test_document import written

MARKED = "【待填"


def with_marks(word: WordDocument) -> list[Paragraph]:
    return [paragraph for paragraph in word.paragraphs if MARKED in paragraph.text]


def write_in(paragraph: Paragraph, text: str) -> str:
    """Type over the first mark; returns the mark."""
    run = next(run for run in paragraph.runs if MARKED in run.text)
    mark, run.text = run.text, text
    return mark


def again(path: Path, report: Report, folder: Path) -> WordDocument:
    """The next document of a plan after ``path``."""
    folder.mkdir()
    return written(folder, replace(report, filled=document.last_filled(report, (), path)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return document.write(example_report(), {}, tmp_path)[1]


def edited(path: Path, edit: Callable[[WordDocument], None]) -> Path:
    word = docx.Document(str(path))
    edit(word)
    word.save(str(path))
    return path


def test_every_mark_that_was_filled_in_is_carried_over_though_figures_have_changed(
    path: Path, tmp_path: Path
) -> None:
    marks: dict[str, str] = {}

    def fill_all(word: WordDocument) -> None:
        for number, paragraph in enumerate(with_marks(word)):
            marks[f"填写内容{number}"] = write_in(paragraph, f"填写内容{number}")

    edited(path, fill_all)
    other = replace(golden_report(), header=replace(HEADER, year=2024))
    texts = [p.text for p in again(path, other, tmp_path / "下一次").paragraphs]
    before = {p.text for p in with_marks(written(tmp_path, other))}
    open_again = sum(mark in text for mark in marks.values() for text in before)
    assert len(marks) > 20 and open_again > 20
    carried = [text for text in marks if any(text in said for said in texts)]
    lost = {marks[text] for text in marks.keys() - set(carried)}
    # what only the other plan's text lacks cannot be carried over
    assert all(not any(mark in said for said in before) for mark in lost)


def test_an_open_mark_stays_open_and_yellow(path: Path, tmp_path: Path) -> None:
    before = [paragraph.text for paragraph in with_marks(docx.Document(str(path)))]
    edited(path, lambda word: write_in(with_marks(word)[0], "地处黄土丘陵区"))
    first = MARK.sub("地处黄土丘陵区", before[0], count=1)
    word = again(path, example_report(), tmp_path / "下一次")
    assert first in [paragraph.text for paragraph in word.paragraphs]
    open_now = [first, *before[1:]] if MARKED in first else before[1:]
    assert [paragraph.text for paragraph in with_marks(word)] == open_now


def test_paragraphs_that_were_written_in_place_of_a_mark_come_along(
    path: Path, tmp_path: Path
) -> None:
    def two(word: WordDocument) -> None:
        paragraph = next(p for p in with_marks(word) if MARK.fullmatch(p.text))
        write_in(paragraph, "第一段。")
        following = docx.oxml.OxmlElement("w:p")
        paragraph._p.addnext(following)
        Paragraph(following, paragraph._parent).add_run("第二段。")

    edited(path, two)
    texts = [p.text for p in again(path, example_report(), tmp_path / "下一次").paragraphs]
    assert "第一段。\n第二段。" in texts


def test_a_file_that_is_no_document_any_more_gives_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_text("x", encoding="utf-8")
    assert document.last_filled(example_report(), (), tmp_path / "x.docx") == {}
