"""Tags in the text of a Word file, each brought into a run of its own: Word splits a word over runs
at will (where it was corrected, where the language changes)."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

P, R, T, ROW = qn("w:p"), qn("w:r"), qn("w:t"), qn("w:tr")
_PROPERTIES = qn("w:rPr")
_SPACE = qn("xml:space")

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
LOOSE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|｛｛|｝｝|｛%|%｝")
"""What is left of a tag that was not closed, or was typed full-width."""
_CONTROL = re.compile(r"\{%-?(?:(?:p|tr)\s)?\s*(\w+)\s*(.*?)\s*-?%\}")
_QUOTES = str.maketrans("“”‘’", "\"\"''")
"""Word makes typographic quotes of those that are typed."""


def texts_of(paragraph: Any) -> list[Any]:
    """The text nodes of a paragraph, those of paragraphs inside it (text boxes) left out."""
    return [node for node in paragraph.iter(T) if next(node.iterancestors(P)) is paragraph]


def text_of(paragraph: Any) -> str:
    """A paragraph's text."""
    return "".join(node.text or "" for node in texts_of(paragraph))


def isolate(paragraph: Any, pattern: re.Pattern[str] = TAG) -> None:
    """Give each tag of a paragraph a run of its own, which has the look of its first character."""
    nodes = texts_of(paragraph)
    text = "".join(node.text or "" for node in nodes)
    if not pattern.search(text):
        return
    owners = [number for number, node in enumerate(nodes) for _ in node.text or ""]
    for tag in pattern.finditer(text):
        owners[tag.start() : tag.end()] = [owners[tag.start()]] * len(tag[0])
    for number, node in enumerate(nodes):
        put(node, "".join(char for char, owner in zip(text, owners) if owner == number))
    for run in dict.fromkeys(node.getparent() for node in nodes):
        _split(run, pattern)


def put(node: Any, text: str) -> None:
    """Set the text of a text node; blanks at its ends count."""
    node.text = text
    node.set(_SPACE, "preserve")


def _split(run: Any, pattern: re.Pattern[str]) -> None:
    """A run for each tag and for what stands between two."""
    pieces = [
        piece for child in run if child.tag != _PROPERTIES for piece in _pieces(child, pattern)
    ]
    if len(pieces) < 2:
        return
    properties = run.find(_PROPERTIES)
    for piece in pieces:
        part = OxmlElement("w:r")
        part.extend([copy.deepcopy(properties)] if properties is not None else [])
        part.append(piece)
        run.addprevious(part)
    run.getparent().remove(run)


def _pieces(child: Any, pattern: re.Pattern[str]) -> Iterator[Any]:
    if child.tag != T:
        yield child
        return
    text, done = child.text or "", 0
    for tag in pattern.finditer(text):
        yield from (_text(part) for part in (text[done : tag.start()], tag[0]) if part)
        done = tag.end()
    if text[done:]:
        yield _text(text[done:])


def _text(text: str) -> Any:
    node = OxmlElement("w:t")
    put(node, text)
    return node


def control(text: str) -> tuple[str, str] | None:
    """Word and rest of a text that is one ``{% … %}`` and nothing else: ('for', 'p in parcels')."""
    found = _CONTROL.fullmatch(text.strip()) if is_tag(text) else None
    return (found[1], found[2].translate(_QUOTES)) if found else None


def expression(text: str) -> str | None:
    """What stands in a ``{{ … }}``; None for another text."""
    whole = text.strip()
    return whole[2:-2].strip().translate(_QUOTES) if is_tag(whole) and whole[1] == "{" else None


def is_tag(text: str) -> bool:
    """Whether a text is one tag, and no more than blanks around it."""
    found = TAG.match(text.strip())
    return found is not None and found[0] == text.strip()
