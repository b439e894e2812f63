"""Split the text of a notice into its sentences, each with its clause and its first characters.

`python -m tools.policy_sentences FILE` prints a row for each sentence as docs/policy-coverage.md
lists it, then the number of sentences and the digest that tests/plan/test_policy_coverage.py holds.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

HEAD = 12
"""Characters that are quoted of a sentence."""

_NUMERAL = "[一二三四五六七八九十]+"
_LEVELS = (
    r"附件\d*",
    rf"第{_NUMERAL}章",
    rf"{_NUMERAL}、",
    rf"（{_NUMERAL}）",
    r"\d{1,2}[.．](?!\d)",
    r"（\d{1,2}）",
    "[①②③④⑤⑥⑦⑧⑨]",
)
_MARKER = re.compile("|".join(f"({level})" for level in _LEVELS))
_ENDS = re.compile("(?<=[。；;])(?![”’）])")

Sentence = tuple[str, str]
"""Clause, e.g. 一（四）2, and the sentence without spaces."""


def sentences(text: str) -> list[Sentence]:
    """Sentences in the text's order. A line that begins with a marker such as （一） begins one."""
    clause: dict[int, str] = {}
    found: list[Sentence] = []
    for block in _blocks(text):
        marker = _MARKER.match(block)
        if marker:
            level = int(marker.lastindex or 1) - 1
            clause = {key: value for key, value in clause.items() if key < level}
            clause[level] = marker.group().strip("、.．")
        name = "".join(clause[key] for key in sorted(clause)) or "首部"
        found += [(name, part) for part in _ENDS.split(block) if part]
    return found


def _blocks(text: str) -> Iterator[str]:
    """The text without spaces and mark-up, a block from marker to marker: lines are broken
    anywhere."""
    block = ""
    for line in text.splitlines():
        line = re.sub(r"[\s*#_]", "", line).lstrip("-").translate(str.maketrans("():", "（）："))
        if _MARKER.match(line) and block:
            yield block
            block = ""
        block += line
    yield block


def head(sentence: str) -> str:
    """The first characters, as they are quoted in a table."""
    return sentence[:HEAD].replace("|", "｜")


def digest(heads: Sequence[str]) -> str:
    """A short digest of the heads in their order."""
    return hashlib.sha256("\n".join(heads).encode()).hexdigest()[:16]


def main() -> int:
    """Command line: the path of a notice's text."""
    found = sentences(Path(sys.argv[1]).read_text(encoding="utf-8"))
    for clause, sentence in found:
        print(f"| {clause} | {head(sentence)} | 未覆盖 | |")
    print(len(found), digest([head(sentence) for _, sentence in found]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
