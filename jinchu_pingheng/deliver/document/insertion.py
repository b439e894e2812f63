"""Blocks of the outline inside a Word file of the office: in the place of a paragraph, in the
office's own page, header and styles."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length
from docx.styles import BabelFish

from .styles import A4, element, new_document

_SECTION, _BREAKS = qn("w:sectPr"), f"{qn('w:pPr')}/{qn('w:sectPr')}"
_FIRST_ONLY = ("w:titlePg", "w:pgNumType")
"""What is said of a section's first page, and must not be repeated where it is divided."""


@contextmanager
def in_place_of(document: WordDocument, paragraph: Any) -> Iterator[Section]:
    """What is appended to the document meanwhile stands where the paragraph stood; gives the
    section there. Pages that were turned meanwhile divide it."""
    body = document.element.body
    rest = list(paragraph.itersiblings())
    around = next(s for item in rest for s in _sections(item))
    for item in (paragraph, *rest):
        body.remove(item)
    before, last = len(body), copy.deepcopy(around)
    body.append(last)
    yield document.sections[-1]
    if any(next(_sections(item), None) is not None for item in body[before:-1]):
        _continue(around)
        if _width(last) != _width(around):
            body.insert(len(body) - 1, element("p", element("pPr", copy.deepcopy(last))))
    body.remove(last)
    body.extend(rest)


def _sections(item: Any) -> Iterator[Any]:
    """The section that ends with an element of the body."""
    return iter([item] if item.tag == _SECTION else item.findall(_BREAKS))


def _continue(section: Any) -> None:
    """A section that goes on after a break: on a new page, its numbers running on."""
    for name in (*_FIRST_ONLY, "w:type"):
        for found in section.findall(qn(name)):
            section.remove(found)


def _width(section: Any) -> str | None:
    size = section.find(qn("w:pgSz"))
    return None if size is None else str(size.get(qn("w:w")))


def turn_page(section: Section, orientation: str) -> None:
    """The office's page, upright or wide; its margins stay at their edges of the paper."""
    _continue(section._sectPr)
    wide = orientation == "landscape"
    width, height = _paper(section)
    if (width > height) != wide:
        section.page_width, section.page_height = height, width
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT


def text_cm(section: Section) -> dict[str, float]:
    """Width of the text by orientation, in cm."""
    margins = (section.left_margin or 0) + (section.right_margin or 0)
    short, long = sorted(_paper(section))
    return {"portrait": Length(short - margins).cm, "landscape": Length(long - margins).cm}


def _paper(section: Section) -> tuple[Length, Length]:
    """Width and height; a section that does not say is of A4."""
    return section.page_width or A4[0], section.page_height or A4[1]


def adopt_styles(document: WordDocument) -> None:
    """Add the styles of ours that the office's file lacks; those of the same name are the
    office's."""
    ours, theirs = new_document().styles, document.styles
    for name in theirs.element.iter(qn("w:name")):  # LibreOffice writes “Heading 1” for “heading 1”
        name.set(qn("w:val"), BabelFish.ui2internal(name.get(qn("w:val"))))
    names = {style.style_id: style.name for style in ours}
    known = {style.name for style in theirs}
    for style in ours:
        if style.name not in known:
            theirs.element.append(copy.deepcopy(style.element))
    ids = {style.name: style.style_id for style in document.styles}
    for style in theirs:
        if style.name not in known:
            _refer(style.element, {key: ids[name] for key, name in names.items()})


def _refer(style: Any, ids: Mapping[str, str]) -> None:
    """Name other styles by the ids that they have in the office's file."""
    for tag in ("w:basedOn", "w:next", "w:link"):
        for found in style.findall(qn(tag)):
            found.set(qn("w:val"), ids.get(found.get(qn("w:val")), ids["Normal"]))


def use_own_ids(document: WordDocument) -> None:
    """Tables name their styles by name, which in the office's file may not be the id."""
    ids = {style.name: style.style_id for style in document.styles}
    known = set(ids.values())
    for found in document.element.body.iter(qn("w:pStyle")):
        name = found.get(qn("w:val"))
        if name not in known and name in ids:
            found.set(qn("w:val"), ids[name])


def number_anew(document: WordDocument) -> None:
    """Give each bookmark and picture a number of its own: paragraphs may have come several times,
    and the office's file numbers its own."""
    names: Counter[str] = Counter()
    numbers: dict[str, str] = {}
    body = document.element.body
    for number, mark in enumerate(body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        if mark.tag == qn("w:bookmarkStart"):
            numbers[mark.get(qn("w:id"))] = str(number)
            name = mark.get(qn("w:name"))
            names[name] += 1
            if names[name] > 1:
                mark.set(qn("w:name"), f"{name}_{names[name]}")
        mark.set(qn("w:id"), numbers.get(mark.get(qn("w:id")), str(number)))
    for number, picture in enumerate(body.iter(qn("wp:docPr")), 1):
        picture.set("id", str(number))
