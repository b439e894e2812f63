"""A plan's batches in its file (core.batches)."""

from __future__ import annotations

from ..core.batches import Batch
from . import schema
from .declaration_table import DeclarationTable


class BatchTable(DeclarationTable):
    """A plan with its table ``batches``: one row for a name."""

    def batches(self) -> list[Batch]:
        """All recorded batches, by the days on which they are handed in."""
        return self._read_texts(schema.BATCHES, Batch, "reported_on, fid")

    def put_batch(self, batch: Batch) -> None:
        """Record a batch in place of the one of the same name."""
        self._record(schema.BATCHES, batch, key=("name",))

    def remove_batch(self, name: str) -> bool:
        """Take a batch out; returns whether there was one."""
        return self._take_out(schema.BATCHES, name=name)
