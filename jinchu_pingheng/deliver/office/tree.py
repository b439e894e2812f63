"""A part of a Word file as nodes: what stands there, loops and choices.

A ``{% … %}`` that fills a paragraph rules whole paragraphs, one that fills a table row rules rows,
another one what stands between it and its end in the same paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Callable, Union

from .tags import LOOSE, ROW, TAG, P, R, control, expression, is_tag, isolate, text_of

Tell = Callable[[Any, str], None]
"""Told of a fault: the element that it is in, and what is wrong."""


@dataclass
class Plain:
    """An element; ``children`` is None where no tag is in it."""

    element: Any
    children: list[Node] | None = None


@dataclass
class Value:
    """A run that is a ``{{ text }}``; None of a comment."""

    element: Any
    text: str | None


@dataclass
class Loop:
    """``body`` for each item of ``collection``, called ``target``."""

    element: Any
    target: str
    collection: str
    body: list[Node] = field(default_factory=list)


@dataclass
class Choice:
    """The first branch whose condition holds; that of an else is ''."""

    element: Any
    branches: list[tuple[str, list[Node]]]


Node = Union[Plain, Value, Loop, Choice]

_FOR = re.compile(r"([^\W\d]\w*) +in +([^\W\d]\w*)")
_ENDS = {"for": "endfor", "if": "endif"}


def parse(part: Any, tell: Tell) -> list[Node]:
    """The nodes of what stands in an element. ``tell`` hears of every tag that is broken or left
    open."""
    if part.tag == P:
        isolate(part)
        rest = TAG.sub("", text_of(part))
        for broken in LOOSE.finditer(rest):
            tell(part, f"标签的括号“{broken[0]}”没有成对，或用了全角括号")
    return _Siblings(tell).read(part)


class _Siblings:
    """The children of one element, loops and choices that are open among them."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._nodes: list[Node] = []
        self._open: list[tuple[Loop | Choice, list[Node]]] = []

    def read(self, parent: Iterable[Any]) -> list[Node]:
        for child in list(parent):
            found = control(_whole_text(child))
            if found is None:
                self._nodes.append(_node(child, self._tell))
            else:
                self._turn(child, *found)
        for node, _ in self._open:
            word = "for" if isinstance(node, Loop) else "if"
            self._tell(node.element, f"“{{% {word} … %}}”没有对应的“{{% {_ENDS[word]} %}}”")
        return self._open[0][1] if self._open else self._nodes

    def _turn(self, child: Any, word: str, rest: str) -> None:
        if word == "for":
            found = _FOR.fullmatch(rest)
            if found is None:
                self._tell(child, "循环要写成“{% for 名称 in 清单 %}”")
            target, collection = found.groups() if found else ("", "")
            self._begin(Loop(child, target, collection))
        elif word == "if":
            self._begin(Choice(child, [(rest, [])]))
        elif word in ("elif", "else", "endif", "endfor"):
            self._go_on(child, word, rest)
        else:
            self._tell(child, f"不能使用“{{% {word} %}}”，可以用 for、if、elif、else")

    def _begin(self, node: Loop | Choice) -> None:
        self._open.append((node, self._nodes))
        self._nodes.append(node)
        self._nodes = node.body if isinstance(node, Loop) else node.branches[0][1]

    def _go_on(self, child: Any, word: str, rest: str) -> None:
        opened = "for" if word == "endfor" else "if"
        kind = Loop if opened == "for" else Choice
        if not self._open or not isinstance(self._open[-1][0], kind):
            self._tell(child, f"“{{% {word} %}}”前面没有对应的“{{% {opened} … %}}”")
            return
        node, around = self._open[-1]
        if word in _ENDS.values():
            self._open.pop()
            self._nodes = around
        elif isinstance(node, Choice):
            node.branches.append((rest if word == "elif" else "", []))
            self._nodes = node.branches[-1][1]


def _whole_text(child: Any) -> str:
    """The text of a paragraph, row or run; '' of anything else, which cannot be a tag."""
    if child.tag == P:
        return text_of(child)
    if child.tag == R:
        return "".join(node.text or "" for node in child.iterchildren() if node.tag.endswith("}t"))
    if child.tag == ROW:
        return "".join(text_of(paragraph) for paragraph in child.iter(P))
    return ""


def _node(child: Any, tell: Tell) -> Node:
    if child.tag == R:
        text = _whole_text(child)
        if is_tag(text):
            return Value(child, expression(text))
    if not any(brace in text for text in child.itertext() for brace in "{}｛｝"):
        return Plain(child)
    return Plain(child, parse(child, tell))
