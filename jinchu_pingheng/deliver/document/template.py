"""The outline of a plan document as an office may edit it: a text file of headings, paragraphs and
blocks.

The syntax is described for users in ``templates/README.md``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Union

from ...core.errors import PlanError

MANUAL = "请对照 templates/README.md “总体方案模板”更正模板"

_HEADING = re.compile(r"(#{1,4}) +(\S.*)")
_BLOCK = re.compile(r"\[\[(\w+)(?:: *([^|\]]*?))? *(?:\| *([^\]]*?) *)?\]\]")
_TAG = re.compile(r"\{([^{}]*)\}")
_COMMENT = re.compile(r"<!--.*-->")

Conditions = tuple[tuple[str, bool], ...]
"""Flags and the value that each must have for a node to be printed."""


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4, its number included in the text."""

    level: int
    text: str
    line: int
    conditions: Conditions


@dataclass(frozen=True)
class Paragraph:
    """One paragraph with ``{tags}`` and 【待填：…】 marks."""

    text: str
    line: int
    conditions: Conditions


@dataclass(frozen=True)
class Block:
    """``[[kind: name | caption]]``."""

    kind: str
    name: str
    caption: str
    line: int
    conditions: Conditions


Node = Union[Heading, Paragraph, Block]


@dataclass(frozen=True)
class Template:
    """The nodes of a template file in order."""

    path: Path
    nodes: tuple[Node, ...]

    @property
    def headings(self) -> tuple[Heading, ...]:
        """All headings, whatever their conditions."""
        return tuple(node for node in self.nodes if isinstance(node, Heading))

    def place(self, line: int) -> str:
        """File name and line for a message."""
        return place(self.path, line)


def place(path: Path, line: int) -> str:
    """File name and line for a message."""
    return f"模板 {path.name} 第 {line} 行"


def read_template(path: Path) -> Template:
    """Parse a template. Raises PlanError with the line number where the syntax is broken."""
    if not path.is_file():
        raise PlanError(
            "没有找到总体方案模板", str(path), "请放入 plan.md 模板，或在设置中改正模板文件夹"
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise PlanError(
            "总体方案模板不是 UTF-8 编码", str(path), "请用记事本另存为 UTF-8 编码"
        ) from None
    nodes: list[Node] = []
    conditions: list[tuple[str, bool]] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or _COMMENT.fullmatch(line):
            continue
        node = _node(line, number, tuple(conditions), path)
        if isinstance(node, Block) and node.kind in ("if", "else", "end"):
            _branch(node, conditions, path)
        else:
            nodes.append(node)
    if conditions:
        raise PlanError(
            f"[[if: {conditions[-1][0]}]] 没有对应的 [[end]]", f"模板 {path.name}", MANUAL
        )
    return Template(path, tuple(nodes))


def _node(line: str, number: int, conditions: Conditions, path: Path) -> Node:
    heading = _HEADING.fullmatch(line)
    if heading:
        return Heading(len(heading[1]), heading[2], number, conditions)
    block = _BLOCK.fullmatch(line)
    if block:
        return Block(block[1], block[2] or "", block[3] or "", number, conditions)
    if line.startswith(("#", "[[")) or line.count("【待填") != len(
        re.findall("【待填：[^【】]*】", line)
    ):
        raise PlanError("这一行写法不完整", place(path, number), MANUAL)
    return Paragraph(line, number, conditions)


def _branch(block: Block, conditions: list[tuple[str, bool]], path: Path) -> None:
    """Open, turn or close a condition."""
    if block.kind == "if":
        conditions.append((block.name, True))
    elif not conditions:
        raise PlanError(f"[[{block.kind}]] 前面没有 [[if: …]]", place(path, block.line), MANUAL)
    else:
        name, _ = conditions.pop()
        if block.kind == "else":
            conditions.append((name, False))


def check(
    template: Template,
    facts: Mapping[str, str],
    references: Mapping[str, str],
    flags: Mapping[str, bool],
    known: Callable[[Block], bool],
) -> None:
    """Raise PlanError for the first tag, flag or block that nobody fills, in printed and unprinted
    branches alike. ``references`` are tags of paragraphs only."""
    for node in template.nodes:
        for flag, _ in node.conditions:
            if flag not in flags:
                raise PlanError(f"条件“{flag}”不存在", template.place(node.line), MANUAL)
        if isinstance(node, Block) and not known(node):
            raise PlanError(
                f"块“{node.kind}: {node.name}”不存在", template.place(node.line), MANUAL
            )
        text = node.name + node.caption if isinstance(node, Block) else node.text
        tags = {**facts, **references} if isinstance(node, Paragraph) else facts
        unknown = _first_unknown(text, tags)
        if unknown is not None:
            raise PlanError(f"标签“{{{unknown}}}”不存在", template.place(node.line), MANUAL)


def _first_unknown(text: str, facts: Mapping[str, str]) -> str | None:
    return next((tag for tag in _TAG.findall(text) if tag not in facts), None)


def holds(node: Node, flags: Mapping[str, bool]) -> bool:
    """Whether the node is printed."""
    return all(flags[flag] is wanted for flag, wanted in node.conditions)


def fill(text: str, facts: Mapping[str, str]) -> str:
    """``text`` with its tags replaced (after ``check``)."""
    return _TAG.sub(lambda match: facts[match[1]], text)
