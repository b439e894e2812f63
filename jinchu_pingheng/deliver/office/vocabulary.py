"""The names that a kind of template may use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Vocabulary:
    """``texts``: tags that are printed; ``conditions``: what ``{% if … %}`` may ask for besides;
    ``loops``: a collection and the items that each of its members has; ``blocks``: what stands for
    a table, a figure, chapters, in a paragraph of its own; ``required``: (names of which a template
    must have one, what they are for); ``labels``: what a tag or item without a value is called in
    the 【待填】 that then stands there (others stay empty)."""

    texts: frozenset[str]
    conditions: frozenset[str] = frozenset()
    loops: Mapping[str, Sequence[str]] = field(default_factory=dict)
    blocks: frozenset[str] = frozenset()
    required: tuple[tuple[tuple[str, ...], str], ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)


OF_LOOP = ("index", "first", "last", "length")
"""What a loop says of itself: ``{{ loop.index }}``."""
