"""Records of many fields are built by keyword: a swapped pair of positions passes mypy."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "jinchu_pingheng"
MOST_POSITIONS = 5


def is_record(node: ast.AST) -> bool:
    """A dataclass or a NamedTuple."""
    if not isinstance(node, ast.ClassDef):
        return False
    marks = [ast.unparse(mark).split("(")[0] for mark in (*node.bases, *node.decorator_list)]
    return any(mark.split(".")[-1] in ("dataclass", "NamedTuple") for mark in marks)


def called(call: ast.Call) -> str:
    """Name of what is called, without its module."""
    return ast.unparse(call.func).rpartition(".")[2]


def too_many_positions(trees: Iterable[tuple[str, ast.Module]]) -> Iterator[str]:
    """Calls with more positional arguments than a reader can keep apart; a star counts as one."""
    modules = list(trees)
    records = {node.name for _, tree in modules for node in ast.walk(tree) if is_record(node)}  # type: ignore[attr-defined]
    for name, tree in modules:
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or called(node) not in records:
                continue
            if len(node.args) > MOST_POSITIONS:
                yield f"{name}:{node.lineno} {called(node)}"


def test_records_of_the_package_are_built_by_keyword() -> None:
    modules = [
        (str(path.relative_to(PACKAGE)), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(PACKAGE.rglob("*.py"))
    ]
    assert len(modules) > 100
    assert list(too_many_positions(modules)) == []


def test_the_check_finds_both_kinds_of_records_and_passes_keywords() -> None:
    source = """
@dataclass(frozen=True)
class Cell: ...
class Finding(typing.NamedTuple): ...
class Panel: ...
Cell(1, 2, 3, 4, 5, 6)
model.Finding(1, 2, 3, 4, *rest, 6)
Cell(1, 2, 3, 4, 5, m2=6)
Panel(1, 2, 3, 4, 5, 6)
"""
    assert list(too_many_positions([("m", ast.parse(source))])) == ["m:6 Cell", "m:7 Finding"]
