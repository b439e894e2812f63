"""The county's statements in the plan's file (core.declarations)."""

from __future__ import annotations

from ..core.declarations import Declaration
from . import schema
from .indicator_tables import IndicatorTables


class DeclarationTable(IndicatorTables):
    """A plan with its table ``declarations``: one statement for a role."""

    def declarations(self) -> list[Declaration]:
        """All recorded statements, by role."""
        return self._read_texts(schema.DECLARATIONS, Declaration, "role")

    def put_declaration(self, declaration: Declaration) -> None:
        """Record a statement in place of the one for the same role."""
        self._record(schema.DECLARATIONS, declaration, key=("role",))

    def remove_declaration(self, role: str) -> bool:
        """Take the statement for a role back; returns whether there was one."""
        return self._take_out(schema.DECLARATIONS, role=role)
