"""The outline of a plan document as it is printed: its nodes in order, places that stay open
marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ...core.accounts.report import Report
from .blocks import BLOCKS, Writing, add_heading
from .captions import add_referring
from .filled import MARK, mark_paragraph, to_fill, with_filled
from .template import Block, Heading, Node, Paragraph, fill

Place = tuple[str, Paragraph]
"""Name of a paragraph with open marks, and the paragraph."""


@dataclass(frozen=True)
class Outline:
    """``words``: values of its tags; ``conditions``: what ``[[if: …]]`` asks for; ``nodes``: those
    of which the conditions hold."""

    words: Mapping[str, str]
    conditions: Mapping[str, bool]
    nodes: Sequence[Node]
    references: Mapping[str, str] = field(default_factory=dict)
    """Tags that stand until a paragraph is printed, as ``captions.tags``."""

    @property
    def spoken(self) -> Mapping[str, str]:
        """All tags of paragraphs."""
        return {**self.words, **self.references}

    def places(self) -> list[Place]:
        """Its paragraphs with open marks."""
        return list(to_fill(self.nodes, self.spoken))


def headings_of(nodes: Iterable[Node]) -> tuple[Heading, ...]:
    """The headings among nodes."""
    return tuple(node for node in nodes if isinstance(node, Heading))


def open_marks(report: Report, places: Iterable[Place], words: Mapping[str, str]) -> int:
    """How many marks nobody has filled in yet."""
    return sum(
        len(MARK.findall(with_filled(fill(node.text, words), report.filled.get(name, ()))))
        for name, node in places
    )


def print_nodes(writing: Writing, nodes: Iterable[Node], places: Iterable[Place]) -> None:
    """Append nodes to the document; ``places`` as ``Outline.places``."""
    names = {id(node): name for name, node in places}
    for node in nodes:
        if isinstance(node, Heading):
            add_heading(writing, node)
        elif isinstance(node, Block):
            BLOCKS[node.kind](writing, node)
        else:
            _paragraph(writing, node, names.get(id(node), ""))


def _paragraph(writing: Writing, node: Paragraph, place: str) -> None:
    paragraph = writing.document.add_paragraph()
    text = fill(node.text, writing.facts)
    text = with_filled(text, writing.report.filled.get(place, ()))
    add_referring(paragraph, text, writing.references)
    if not place:
        return
    writing.place_count += 1
    mark_paragraph(paragraph, place, writing.place_count)
