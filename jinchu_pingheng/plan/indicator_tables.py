"""Credits and transfers in the plan's file (core.indicators)."""

from __future__ import annotations

from collections.abc import Sequence

from ..core.indicators import Credit, Transfer
from . import records, schema
from .versioned import Versioned


class IndicatorTables(Versioned):
    """A plan with its tables ``credits`` and ``transfers``."""

    def credits(self) -> list[Credit]:
        """All recorded credits, whether they count or not."""
        return self._read(schema.CREDITS, records.credit_of)

    def transfers(self) -> list[Transfer]:
        """All recorded transfers, whether they count or not."""
        return self._read(schema.TRANSFERS, records.transfer_of)

    def put_credit(self, credit: Credit) -> bool:
        """Record a credit in place of one with the same key, and of one that had no document yet;
        no area: only take these out. Returns whether the plan has changed."""
        replaced = (credit.key, (*credit.place, ""))
        old = [item.key in replaced for item in self.credits()]
        return self._put(schema.CREDITS, old, credit)

    def put_transfer(self, transfer: Transfer) -> bool:
        """Record a transfer in place of one with the same key; no area: only take it out. Returns
        whether the plan has changed."""
        old = [item.key == transfer.key for item in self.transfers()]
        return self._put(schema.TRANSFERS, old, transfer)

    def _put(self, table: schema.Table, old: Sequence[bool], new: Credit | Transfer) -> bool:
        """``old``: which rows go, in the order of their fids."""
        with self.transaction():
            rows = self._rows(table)
            gone = [(row["fid"],) for row, goes in zip(rows, old) if goes]
            self._connection.executemany(f"DELETE FROM {table.name} WHERE fid = ?", gone)
            if new.m2:
                self._insert_all(table, [new])
            if gone or new.m2:
                self._count_change()
        return bool(gone or new.m2)
