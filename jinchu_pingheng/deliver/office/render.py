"""A template with its tags filled in."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ..texts import printable
from .check import parts_of
from .expressions import compiled
from .tags import P, T, expression, put, text_of
from .tree import Loop, Node, Plain, Value, parse
from .vocabulary import Vocabulary

Scope = Mapping[str, Any]

_HOLDERS = frozenset(map(qn, ("w:tc", "w:hdr", "w:ftr", "w:txbxContent")))
"""What must hold a paragraph at its end."""
_TABLE, _ROW = qn("w:tbl"), qn("w:tr")


@dataclass
class Filling:
    """What came of a part: ``slots``: (paragraph, block that stands there); ``said``: every other
    paragraph with the words of the template, and whether it is in a loop."""

    slots: list[tuple[Any, str]] = field(default_factory=list)
    said: list[tuple[Any, str, bool]] = field(default_factory=list)


def fill(document: WordDocument, scope: Scope, known: Vocabulary) -> Filling:
    """Fill the tags of a document in (after ``check``): texts of ``scope`` by name, booleans,
    collections of mappings. Blocks are left to the caller, who finds their paragraphs."""
    body, *_ = [_filled(part, scope, known) for part in parts_of(document)]
    return body


def _filled(part: Any, scope: Scope, known: Vocabulary) -> Filling:
    filling = Filling()
    made = _Pen(known, filling).write(parse(part, _silent), scope, looped=False)
    part[:] = list(made)
    _mend(part)
    return filling


def _silent(where: Any, what: str) -> None:
    """The template was checked."""


class _Pen:
    def __init__(self, known: Vocabulary, filling: Filling) -> None:
        self._known, self._filling = known, filling

    def write(self, nodes: Sequence[Node], scope: Scope, looped: bool) -> Iterator[Any]:
        """New elements for nodes."""
        for node in nodes:
            if isinstance(node, Plain):
                yield self._plain(node, scope, looped)
            elif isinstance(node, Value):
                yield from self._value(node, scope)
            elif isinstance(node, Loop):
                for place in self._members(node, scope):
                    yield from self.write(node.body, place, looped=True)
            else:
                yield from self.write(_chosen(node.branches, scope), scope, looped)

    def _plain(self, node: Plain, scope: Scope, looped: bool) -> Any:
        made = copy.deepcopy(node.element)
        if node.children is None:
            for paragraph in made.iter(P):
                self._note(text_of(paragraph), paragraph, looped)
            return made
        made[:] = list(self.write(node.children, scope, looped))
        if made.tag == P:
            self._note(text_of(node.element), made, looped)
        return made

    def _note(self, said: str, made: Any, looped: bool) -> None:
        block = expression(said)
        if block in self._known.blocks:
            self._filling.slots.append((made, block))
        elif said:
            self._filling.said.append((made, said, looped))

    def _value(self, node: Value, scope: Scope) -> Iterator[Any]:
        if node.text is None:
            return
        made = copy.deepcopy(node.element)
        text = "" if node.text in self._known.blocks else self._said(node.text, scope)
        for number, place in enumerate(made.iter(T)):
            put(place, "" if number else printable(text))
        yield made

    def _said(self, name: str, scope: Scope) -> str:
        label = self._known.labels.get(name.rpartition(".")[2], "")
        return str(compiled(name)(**scope)) or (f"【待填：{label}】" if label else "")

    def _members(self, node: Loop, scope: Scope) -> Iterator[Scope]:
        members = scope[node.collection]
        for number, member in enumerate(members):
            loop = {
                "index": number + 1,
                "first": number == 0,
                "last": number == len(members) - 1,
                "length": len(members),
            }
            yield {**scope, node.target: member, "loop": loop}


def _chosen(branches: Iterable[tuple[str, list[Node]]], scope: Scope) -> Sequence[Node]:
    holding = (body for condition, body in branches if not condition or _holds(condition, scope))
    return next(holding, ())


def _holds(condition: str, scope: Scope) -> bool:
    return bool(compiled(condition)(**scope))


def _mend(part: Any) -> None:
    """Word refuses a cell without a paragraph and a table without a row."""
    for table in [table for table in part.iter(_TABLE) if table.find(_ROW) is None]:
        table.getparent().replace(table, OxmlElement("w:p"))
    for holder in part.iter(*_HOLDERS):
        if not len(holder) or holder[-1].tag != P:
            holder.append(OxmlElement("w:p"))
