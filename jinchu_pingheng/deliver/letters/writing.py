"""Letters as Word files, from the office's template or the shipped one."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from ...core.accounts.report import Report
from ...core.errors import PlanError
from ...core.model import OfficeTemplate
from ..document.facts import facts, flags
from ..document.filled import MARK
from ..document.insertion import number_anew
from ..document.members import COLLECTIONS, ITEMS
from ..document.office import answer_marks
from ..file_names import file_stem
from ..office import check
from ..office.paper import open_template
from ..office.render import fill
from ..office.tags import P, text_of
from ..office.vocabulary import Vocabulary
from ..texts import property_text
from .kinds import LABELS, TEXTS, LetterKind
from .letters import Letter, letters_of
from .shipped import shipped_template
from .wanted import Wanted

ROLE = "letter"

Written = list[tuple[str, Path]]


def faults(template: OfficeTemplate, kind: LetterKind, report: Report) -> list[PlanError]:
    """What is wrong with the office's template of a letter, each with its place. ``report``: any
    plan's."""
    return check.faults(template, vocabulary(kind, report))


def vocabulary(kind: LetterKind, report: Report) -> Vocabulary:
    """What a template of a letter may use."""
    return Vocabulary(
        texts=frozenset((*facts(report), *TEXTS)),
        conditions=frozenset(flags(report)),
        loops=ITEMS,
        required=kind.required,
        labels=LABELS,
    )


def write(
    kind: LetterKind,
    report: Report,
    folder: Path,
    wanted: Wanted,
    template: OfficeTemplate | None = None,
) -> tuple[Written, int]:
    """Write the letters of a kind; returns the files with their contract role, and how many marks
    stay open. Raises PlanError for a wrong template, or where no parcel is concerned, before
    anything is written."""
    own = template or shipped_template(kind)
    known = vocabulary(kind, report)
    check.require_right(own, known)
    letters = letters_of(kind, report, wanted)
    scope = {
        **facts(report),
        **flags(report),
        **{name: make(report) for name, make in COLLECTIONS.items()},
    }
    documents = [
        _document(own, known, {**scope, **letter.values, **letter.members}) for letter in letters
    ]
    count = sum(_open_marks(document) for document in documents)
    stem = f"{report.header.county_name}{report.header.year}年度{kind.title}"
    if wanted.as_one and len(documents) > 1:
        named = [(stem, _joined(documents))]
    else:
        named = list(zip(_names(kind, letters), documents))
    written = [(ROLE, _save(document, report, name, folder)) for name, document in named]
    if wanted.starter:
        path = folder / f"{file_stem(f'模板_{kind.title}')}.docx"
        path.write_bytes(shipped_template(kind).content)
        written.append((ROLE, path))
    return written, count


def _document(
    template: OfficeTemplate, known: Vocabulary, scope: dict[str, object]
) -> WordDocument:
    document = open_template(template)
    fill(document, scope, known)
    return document


def _open_marks(document: WordDocument) -> int:
    """Make the open marks of a letter yellow; how many there are."""
    marked = [p for p in document.element.body.iter(P) if MARK.search(text_of(p))]
    for paragraph in marked:
        answer_marks(paragraph, ())
    return sum(len(MARK.findall(text_of(paragraph))) for paragraph in marked)


def _names(kind: LetterKind, letters: Sequence[Letter]) -> list[str]:
    """A name for each file; letters whose names look alike are numbered."""
    seen: Counter[str] = Counter()
    names = []
    for letter in letters:
        name = file_stem(f"{kind.title}_{letter.name}")
        seen[name.lower()] += 1
        count = seen[name.lower()]
        names.append(name if count == 1 else f"{name}（{count}）")
    return names


def _joined(documents: Sequence[WordDocument]) -> WordDocument:
    """All letters in the first one's file, each on a page of its own; header and footer are the
    first one's."""
    first, *others = documents
    end = first.element.body.sectPr
    for document in others:
        parts = [item for item in document.element.body if item.tag != qn("w:sectPr")]
        page = copy.deepcopy(end)
        first.paragraphs[-1]._p.get_or_add_pPr().append(page)
        for part in parts:
            end.addprevious(part)
    number_anew(first)
    return first


def _save(document: WordDocument, report: Report, name: str, folder: Path) -> Path:
    properties = document.core_properties
    properties.title, properties.author = property_text(name), property_text(report.header.office)
    properties.comments, properties.last_modified_by = report.software, ""
    path = folder / f"{name}.docx"
    document.save(str(path))
    return path
