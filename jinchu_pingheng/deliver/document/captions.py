"""Captions of tables, figures and charts, numbered, and references to them as Word's own fields."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph as WordParagraph

from .styles import add_field, add_text, bookmark
from .template import Block, Node

LABELS = {"table": "表", "figure": "附图", "chart": "图"}
"""Kinds of blocks with a caption; each label counts for itself."""

NOT_PRINTED = "（本方案未列）"
"""What a reference says whose table or figure is left out by its conditions."""

_FIRST_ID = 200000
"""Bookmarks of headings and of places to fill in have smaller numbers."""
_REFERENCE = re.compile(r"\{(ref: \w+)\}")


def tags(nodes: Iterable[Node]) -> dict[str, str]:
    """The tags ``{ref: name}`` of a template; filling leaves them for ``add_referring``."""
    names = (n.name for n in nodes if isinstance(n, Block) and n.kind in LABELS)
    return {f"ref: {name}": f"{{ref: {name}}}" for name in names}


def references(nodes: Iterable[Node]) -> dict[str, str]:
    """What a reference to each captioned block says, e.g. '表3'; of two of one name, the first."""
    counts: Counter[str] = Counter()
    found: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, Block) and node.kind in LABELS:
            label = LABELS[node.kind]
            counts[label] += 1
            found.setdefault(f"ref: {node.name}", f"{label}{counts[label]}")
    return found


def add_referring(paragraph: WordParagraph, text: str, known: Mapping[str, str]) -> None:
    """Append text, each reference as a field that follows the caption's number."""
    for number, part in enumerate(_REFERENCE.split(text)):
        if number % 2 == 0:
            add_text(paragraph, part)
        elif part in known:
            add_field(paragraph, f"REF {_bookmark_name(part)} \\h", known[part])
        else:
            add_text(paragraph, NOT_PRINTED)


def add_caption(
    document: WordDocument, block: Block, number: int, text: str, known: Mapping[str, str]
) -> WordParagraph:
    """“表1 …” or “图1 …” with a SEQ field, so that Word can list and renumber them, and a bookmark
    for references."""
    label = LABELS[block.kind]
    paragraph = document.add_paragraph(style="Caption")
    add_text(paragraph, label)
    add_field(paragraph, f"SEQ {label} \\* ARABIC", str(number))
    tag = f"ref: {block.name}"
    if known[tag] == f"{label}{number}":
        bookmark(paragraph, _FIRST_ID + list(known).index(tag), _bookmark_name(tag))
    add_text(paragraph, f"　{text}")
    return paragraph


def _bookmark_name(tag: str) -> str:
    """Hidden in Word's list of bookmarks, as are those that Word makes for references."""
    return f"_Ref_{tag.split(' ')[1]}"
