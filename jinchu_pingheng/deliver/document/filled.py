"""What a person has written into the 【待填】 of the last document, so that the next one holds it.

A paragraph with such marks stands in a bookmark that is named by the template's own text. Marks are
told from the text around them: numbers may have changed since, other words of the paragraph may
not.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph

from .styles import element
from .template import Node, Paragraph, fill

Filled = Mapping[str, Sequence[str]]
"""Name of a paragraph's bookmark -> the text in place of each of its marks, '' for one that is
open."""

PREFIX = "fill_"
_PARTS = re.compile(r"(\{[^{}]*\}|【待填[^【】]*】)")
MARK = re.compile(r"【待填[^【】]*】")
_FIRST_ID = 100000
"""Bookmarks of headings have smaller numbers."""


def to_fill(nodes: Iterable[Node], words: Mapping[str, str]) -> Iterator[tuple[str, Paragraph]]:
    """The paragraphs with marks, each with the name of its bookmark."""
    seen: Counter[str] = Counter()
    for node in nodes:
        if isinstance(node, Paragraph) and MARK.search(fill(node.text, words)):
            name = PREFIX + hashlib.sha256(node.text.encode()).hexdigest()[:12]
            seen[name] += 1
            yield (name if seen[name] == 1 else f"{name}_{seen[name]}"), node


def filled_in(
    path: Path, places: Iterable[tuple[str, Paragraph]], words: Mapping[str, str]
) -> Filled:
    """What stands in the marks of a document that was written for the same template."""
    said = _bookmarked(path)
    found = {
        name: _pattern(node.text, words).fullmatch(said[name])
        for name, node in places
        if name in said
    }
    texts = {name: match.groups() for name, match in found.items() if match}
    return {
        name: tuple("" if MARK.search(text) else text.strip() for text in groups)
        for name, groups in texts.items()
        if not all(MARK.search(text) for text in groups)
    }


def _pattern(text: str, words: Mapping[str, str]) -> re.Pattern[str]:
    """Marks are what is looked for; a tag may have stood for anything."""

    def part(piece: str) -> str:
        if MARK.search(words.get(piece[1:-1], "") if piece.startswith("{") else piece):
            return "(.+)"
        return ".*?" if piece.startswith("{") else re.escape(piece)

    return re.compile("".join(map(part, _PARTS.split(text))), re.DOTALL)


def _bookmarked(path: Path) -> dict[str, str]:
    """Text in each bookmark of ours, its paragraphs as lines."""
    lines: dict[str, list[str]] = {}
    open_marks: dict[str, str] = {}
    for node in Document(str(path)).element.body.iter():
        if node.tag == qn("w:bookmarkStart") and node.get(qn("w:name")).startswith(PREFIX):
            open_marks[node.get(qn("w:id"))] = node.get(qn("w:name"))
            lines[node.get(qn("w:name"))] = [""]
        elif node.tag == qn("w:bookmarkEnd"):
            open_marks.pop(node.get(qn("w:id")), None)
        for name in open_marks.values():
            if node.tag == qn("w:p"):
                lines[name].append("")
            lines[name][-1] += _said(node.tag, node.text)
    return {name: "\n".join(texts).strip("\n") for name, texts in lines.items()}


def _said(tag: str, text: str | None) -> str:
    if tag == qn("w:t"):
        return text or ""
    return {qn("w:br"): "\n", qn("w:tab"): "\t"}.get(tag, "")


def with_filled(text: str, texts: Iterable[str]) -> str:
    """A paragraph with what was filled in, its other marks left."""
    answers = iter(texts)
    return MARK.sub(lambda mark: next(answers, "") or mark[0], text)


def mark_paragraph(paragraph: WordParagraph, name: str, number: int) -> None:
    """A bookmark around a whole paragraph: it outlives whatever is typed in there."""
    start = element("bookmarkStart", id=_FIRST_ID + number, name=name)
    paragraph._p.addprevious(start)
    paragraph._p.addnext(element("bookmarkEnd", id=_FIRST_ID + number))
