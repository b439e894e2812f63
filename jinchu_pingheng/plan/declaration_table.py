"""The county's statements in the plan's file (core.declarations)."""

from __future__ import annotations

from ..core.declarations import Declaration
from . import schema
from .indicator_tables import IndicatorTables


class DeclarationTable(IndicatorTables):
    """A plan with its table ``declarations``: one statement for a role."""

    def declarations(self) -> list[Declaration]:
        """All recorded statements, by role."""
        return self._read(
            schema.DECLARATIONS,
            lambda row: Declaration(*(row[name] or "" for name in schema.DECLARATIONS.names)),
            "role",
        )

    def put_declaration(self, declaration: Declaration) -> None:
        """Record a statement in place of the one for the same role."""
        with self.transaction():
            self._delete(declaration.role)
            self._insert_all(schema.DECLARATIONS, [declaration])
            self._count_change()

    def remove_declaration(self, role: str) -> bool:
        """Take the statement for a role back; returns whether there was one."""
        with self.transaction():
            gone = self._delete(role)
            if gone:
                self._count_change()
        return gone

    def _delete(self, role: str) -> bool:
        sql = "DELETE FROM declarations WHERE role = ?"
        return bool(self._connection.execute(sql, (role,)).rowcount)
