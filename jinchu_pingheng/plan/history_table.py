"""The history in the plan's file (core.history): lines, and the values of parcels under them."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection

from ..core.history import Event, ParcelEdit
from . import schema
from .database import Database
from .parcel_history import record_parcels
from .who import history_line


class HistoryTable(Database):
    """A plan with its tables ``history`` and ``parcel_history``.

    Whoever changes parcels logs it afterwards, in the same transaction: what has changed is written
    down with that line.
    """

    _parcels_touched = False

    def log(
        self,
        action: str,
        detail: str,
        by: str | None = None,
        edited: Collection[int] | None = None,
    ) -> None:
        """Add a line to the history; ``by``: who did it, None: who works here. ``detail`` holds
        names and counts, never survey data. ``edited``: feature numbers of the parcels that were
        changed or removed, where they are known."""
        with self.transaction():
            self._insert(schema.HISTORY, [history_line(action, detail, by)])
            if self._parcels_touched:
                [(event,)] = self._connection.execute("SELECT max(fid) FROM history").fetchall()
                record_parcels(self._connection, event, only=edited)
                self._parcels_touched = False

    def history(self) -> list[tuple[str, str, str]]:
        """(time, action, detail), oldest first."""
        return [
            (row["at"], row["action"], row["detail"]) for row in self._rows(schema.HISTORY, "fid")
        ]

    def events(self, most: int = -1) -> list[Event]:
        """All lines with who and the parcels' values, oldest first; ``most``: only so many of the
        newest edits of parcels (-1: all)."""
        edits: dict[int, list[ParcelEdit]] = defaultdict(list)
        sql = f"SELECT * FROM parcel_history ORDER BY fid DESC LIMIT {most:d}"
        rows = reversed(self._connection.execute(sql).fetchall())
        with self._sound("parcel_history"):
            for row in rows:
                edits[row["event"]].append(_edit(row))
        return [
            Event(
                at=row["at"] or "",
                who=row["who"] or "",
                action=row["action"] or "",
                detail=row["detail"] or "",
                edits=tuple(edits[row["fid"]]),
            )
            for row in self._rows(schema.HISTORY)
        ]


def _edit(row: sqlite3.Row) -> ParcelEdit:
    return ParcelEdit(
        parcel_id=row["parcel_id"] or "",
        change=row["change"],
        before=json.loads(row["before"]),
        after=json.loads(row["after"]),
    )
