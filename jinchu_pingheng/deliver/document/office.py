"""The plan document in the office's own Word file: its letterhead, styles and words, with tags,
loops and the blocks of the shipped outline."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_COLOR_INDEX
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from ...core.accounts.report import Report
from ...core.errors import PlanError
from ...core.model import OfficeTemplate
from ..office import check
from ..office.paper import open_template
from ..office.render import Filling, fill
from ..office.tags import TAG, expression, isolate, text_of, texts_of
from ..office.vocabulary import Vocabulary
from .blocks import NAMES, Writing
from .captions import references
from .filled import MARK, PREFIX, mark_paragraph, with_filled
from .insertion import adopt_styles, in_place_of, number_anew, text_cm, turn_page, use_own_ids
from .members import COLLECTIONS, ITEMS
from .printing import Outline, Place, headings_of, open_marks, print_nodes
from .template import Block, Heading, Node, Paragraph
from .wording import LandUse

OUTLINE, DRAFT, CONTENTS, CHAPTER = "outline", "draft", "contents", "chapter_"
GROUPS = {kind: names for kind, names in NAMES.items() if kind != "page"}
"""What stands in a template as {{ kind.name }}; a page turns by itself there."""


def vocabulary(outline: Outline) -> Vocabulary:
    """What a template of the plan document may use."""
    named = (f"{kind}.{name}" for kind, names in GROUPS.items() for name in names)
    numbered = (f"{CHAPTER}{n}" for n, _ in enumerate(_chapters(outline.nodes), 1))
    return Vocabulary(
        texts=frozenset(outline.words),
        conditions=frozenset(outline.conditions),
        loops=ITEMS,
        blocks=frozenset((OUTLINE, DRAFT, CONTENTS, *numbered, *named)),
        required=(((DRAFT,), "草稿提示"),),
    )


def faults(template: OfficeTemplate, outline: Outline) -> list[PlanError]:
    """What is wrong with a template, each with its place."""
    return check.faults(template, vocabulary(outline))


def require_right(template: OfficeTemplate, outline: Outline) -> None:
    """Raise PlanError for the first of its faults."""
    check.require_right(template, vocabulary(outline))


def write(
    template: OfficeTemplate,
    report: Report,
    outline: Outline,
    figures: Mapping[str, Path],
    landuse: LandUse,
) -> Writing:
    """The office's template, its tags and blocks filled in. Raises PlanError for a wrong one."""
    document, filling = _filled(template, report, outline)
    adopt_styles(document)
    own, shipped = list(_places(filling)), outline.places()
    blocks = [(paragraph, nodes_of(block, outline.nodes)) for paragraph, block in filling.slots]
    printed = {id(node) for _, nodes in blocks for node in nodes}
    places = [place for place in shipped if id(place[1]) in printed]
    writing = Writing(
        document=document,
        report=report,
        landuse=landuse,
        figures=figures,
        facts=outline.spoken,
        headings=headings_of(node for _, nodes in blocks for node in nodes),
        references=references(node for _, nodes in blocks for node in nodes),
        open_count=open_marks(report, places, outline.spoken) + _open_marks(report, own),
        turn=turn_page,
        whole=False,
    )
    for paragraph, nodes in blocks:
        with in_place_of(document, paragraph) as section:
            wide = section.orientation == WD_ORIENT.LANDSCAPE
            writing.text_cm = text_cm(section)
            writing.orientation = "landscape" if wide else "portrait"
            print_nodes(writing, nodes, places)
    for (name, _), paragraph in own:
        answer_marks(paragraph, report.filled.get(name, ()))
        writing.place_count += 1
        mark_paragraph(WordParagraph(paragraph, document), name, writing.place_count)
    use_own_ids(document)
    number_anew(document)
    return writing


def places(template: OfficeTemplate, report: Report, outline: Outline) -> list[Place]:
    """Paragraphs with open marks, of the office's template and of the outline in it."""
    _, filling = _filled(template, report, outline)
    return [*outline.places(), *(place for place, _ in _places(filling))]


def nodes_of(block: str, nodes: Sequence[Node]) -> list[Node]:
    """The nodes of the outline for which a block of a template stands."""
    chapters = _chapters(nodes)
    if block == OUTLINE:
        return [node for chapter in chapters for node in chapter]
    if block.startswith(CHAPTER):
        return chapters[int(block[len(CHAPTER) :]) - 1]
    kind, _, name = block.partition(".")
    blocks = (node for node in nodes if isinstance(node, Block))
    found = next((node for node in blocks if (node.kind, node.name) == (kind, name)), None)
    return [found or Block(kind, name, "", 0, ())]


def _chapters(nodes: Sequence[Node]) -> list[list[Node]]:
    """The nodes of each chapter, its heading first; what stands before the first is left out."""
    chapters: list[list[Node]] = []
    for node in nodes:
        if isinstance(node, Heading) and node.level == 1:
            chapters.append([])
        if chapters:
            chapters[-1].append(node)
    return chapters


def _filled(
    template: OfficeTemplate, report: Report, outline: Outline
) -> tuple[WordDocument, Filling]:
    """The template's own text with its tags replaced."""
    require_right(template, outline)
    known, document = vocabulary(outline), open_template(template)
    members = {name: make(report) for name, make in COLLECTIONS.items()}
    scope = {**outline.words, **outline.conditions, **members}
    return document, fill(document, scope, known)


def _places(filling: Filling) -> Iterator[tuple[Place, Any]]:
    """The template's paragraphs that have open marks.

    A paragraph is known by the template's words: its figures may change. In a loop it is known by
    all that it says, so that nobody's answer comes to another parcel.
    """
    seen: Counter[str] = Counter()
    for paragraph, said, looped in filling.said:
        text = text_of(paragraph)
        if not MARK.search(text):
            continue
        words = text if looped or "{%" in said else TAG.sub(_as_outline, said)
        name = PREFIX + hashlib.sha256(f"{said}{words}".encode()).hexdigest()[:12]
        seen[name] += 1
        name = name if seen[name] == 1 else f"{name}_{seen[name]}"
        yield (name, Paragraph(words, 0, ())), paragraph


def _as_outline(tag: re.Match[str]) -> str:
    return f"{{{expression(tag[0]) or ''}}}"


def _open_marks(report: Report, own: Iterable[tuple[Place, Any]]) -> int:
    """How many marks of the template's own nobody has filled in yet."""
    texts = (
        with_filled(text_of(paragraph), report.filled.get(name, ())) for (name, _), paragraph in own
    )
    return sum(len(MARK.findall(text)) for text in texts)


def answer_marks(paragraph: Any, answers: Sequence[str]) -> None:
    """Write what a person has answered in the place of a paragraph's marks; open ones are yellow,
    whatever runs the office's file splits them over."""
    isolate(paragraph, MARK)
    given = iter(answers)
    for node in texts_of(paragraph):
        if MARK.fullmatch(node.text or ""):
            run, answer = Run(node.getparent(), None), next(given, "")  # type: ignore[arg-type]
            if answer:
                run.text = answer
            else:
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
