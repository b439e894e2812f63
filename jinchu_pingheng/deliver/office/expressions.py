"""Expressions of tags: read by jinja2's parser, allowed are names, items of a loop's member,
comparisons, and, or, not. Nothing else of the language is reached by a template."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

from .vocabulary import OF_LOOP, Vocabulary

ENVIRONMENT = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
_NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_ALLOWED = (nodes.Name, nodes.Getattr, nodes.Const, nodes.Compare, nodes.Operand, nodes.And,
            nodes.Or, nodes.Not)  # fmt: skip

Scope = Mapping[str, str]
"""What the loops around call their members: name -> collection."""


@cache
def compiled(text: str) -> Any:
    """A function of the names that gives the value (after ``faults_of``)."""
    return ENVIRONMENT.compile_expression(text, undefined_to_none=False)


def value_faults(text: str, scope: Scope, known: Vocabulary) -> Iterator[str]:
    """What is wrong with ``{{ text }}``."""
    if not text or text in known.blocks:
        return
    if _NAME.fullmatch(text) is None:
        yield f"标签“{text}”写法有误，只能是一个名称"
        return
    head, _, item = text.partition(".")
    if not item and head in known.conditions - known.texts:
        yield f"“{head}”是条件，只能用在 {{% if {head} %}} 中"
    elif not item and head in (*known.loops, *scope):
        item = _first(head, scope, known)
        yield f"“{head}”是清单，要在循环中写出它的哪一项，如 {{{{ x.{item} }}}}"
    else:
        yield from _name_faults(text, scope, known, {*known.texts, *known.blocks})


def condition_faults(text: str, scope: Scope, known: Vocabulary) -> Iterator[str]:
    """What is wrong with ``{% if text %}``."""
    tree = _tree(text)
    if tree is None:
        yield f"条件“{text}”写法有误"
        return
    parts = list(tree.find_all(nodes.Expr))
    if not all(isinstance(part, _ALLOWED) for part in parts):
        yield f"条件“{text}”中只能用名称、==、!=、and、or、not"
        return
    if any(op.op not in ("eq", "ne") for op in tree.find_all(nodes.Operand)):
        yield f"条件“{text}”中只能用 ==、!= 比较，数据都是文字"
    inner = {id(part.node) for part in parts if isinstance(part, nodes.Getattr)}
    for part in parts:
        if isinstance(part, (nodes.Name, nodes.Getattr)) and id(part) not in inner:
            names = {*known.texts, *known.conditions, *known.loops}
            yield from _name_faults(_dotted(part), scope, known, names)


def _name_faults(text: str, scope: Scope, known: Vocabulary, names: set[str]) -> Iterator[str]:
    if any(part.startswith("_") for part in text.split(".")):
        yield f"标签“{text}”不允许使用"
    elif "." in text and (text.partition(".")[0] in scope or text.startswith("loop.")):
        head, _, item = text.partition(".")
        items: Sequence[str] = OF_LOOP if head == "loop" else known.loops.get(scope[head], ())
        if item not in items and (head != "loop" or scope):
            yield f"标签“{text}”不存在{nearest(text, [f'{head}.{name}' for name in items])}"
        elif head == "loop" and not scope:
            yield f"标签“{text}”只能用在循环中"
    elif text not in names and text not in scope:
        yield f"标签“{text}”不存在{nearest(text, names)}"


def nearest(text: str, names: Any) -> str:
    """“，最接近的是“…””, where one is near."""
    found = get_close_matches(text, sorted(names), n=1, cutoff=0.6)
    return f"，最接近的是“{found[0]}”" if found else ""


def _first(name: str, scope: Scope, known: Vocabulary) -> str:
    return known.loops[scope.get(name, name)][0]


def _tree(text: str) -> Any:
    """The expression's tree; None where it has no sense."""
    try:
        [output] = ENVIRONMENT.parse("{{" + f" {text} " + "}}").find_all(nodes.Output)
    except (TemplateError, ValueError, RecursionError):
        return None
    return output


def _dotted(part: Any) -> str:
    if isinstance(part, nodes.Name):
        return str(part.name)
    if isinstance(part, nodes.Getattr):
        return f"{_dotted(part.node)}.{part.attr}"
    return "?"
