"""A plan's batches in its file (core.batches)."""

from __future__ import annotations

from ..core.batches import Batch
from . import schema
from .declaration_table import DeclarationTable


class BatchTable(DeclarationTable):
    """A plan with its table ``batches``: one row for a name."""

    def batches(self) -> list[Batch]:
        """All recorded batches, by the days on which they are handed in."""
        return self._read(
            schema.BATCHES,
            lambda row: Batch(*(row[name] or "" for name in schema.BATCHES.names)),
            "reported_on, fid",
        )

    def put_batch(self, batch: Batch) -> None:
        """Record a batch in place of the one of the same name."""
        with self.transaction():
            self._delete_batch(batch.name)
            self._insert_all(schema.BATCHES, [batch])
            self._count_change()

    def remove_batch(self, name: str) -> bool:
        """Take a batch out; returns whether there was one."""
        with self.transaction():
            gone = self._delete_batch(name)
            if gone:
                self._count_change()
        return gone

    def _delete_batch(self, name: str) -> bool:
        sql = "DELETE FROM batches WHERE name = ?"
        return bool(self._connection.execute(sql, (name,)).rowcount)
