"""Statements of the county: that it has no land of a kind, or that something does not concern it.

A statement is evidence where a layer is missing or empty. It never overrides a layer that shows the
contrary.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

NONE_HERE, NOT_CONCERNED = "none_here", "not_concerned"
STATEMENTS: dict[str, str] = {NONE_HERE: "本县无此类区域", NOT_CONCERNED: "不涉及"}
"""What may be stated, with the words for it."""


@dataclass(frozen=True)
class Declaration:
    """``role``: the layer's role; ``statement``: a key of STATEMENTS; ``text``: in the county's own
    words. ``document`` and ``signed_by`` say by which document and which body; ``stated_on`` is a
    day, 'YYYY-MM-DD'.
    """

    role: str
    statement: str
    text: str
    document: str
    signed_by: str
    stated_on: str

    @property
    def words(self) -> str:
        """As it is printed: '县声明：本县无此类区域（云自然资〔2023〕5号，云川县，2023-02-01）'."""
        said = STATEMENTS.get(self.statement, self.statement)
        reason = f"，{self.text}" if self.text else ""
        parts = (self.document, self.signed_by, self.stated_on)
        by = "，".join(part for part in parts if part)
        return f"县声明：{said}{reason}（{by}）"


def by_role(declarations: Iterable[Declaration]) -> Mapping[str, Declaration]:
    """The statement that holds for each role."""
    return {item.role: item for item in declarations}
