"""Which state of a plan a file, a table or a result speaks of: identity, revision, digests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..core.model import Edition
from ..core.parcel_ids import Numbering
from . import schema
from .digest import parcels_digest
from .export_table import ExportTable
from .numbering import record_numbering


class Versioned(ExportTable):
    """A plan that counts its saved changes.

    ``header.revision`` counts; ``header.saved`` is the digest of the parcels in that revision, by
    which edits of other programs are found; ``header.measured`` is the digest of those that were
    measured.
    """

    @property
    def edition(self) -> Edition:
        """The plan's identity, its revision and its last approval, as they are in the file now."""
        row = self._connection.execute("SELECT plan_id, revision, scenario FROM header").fetchone()
        approvals = self.approvals()
        with self._sound("header"):
            return Edition(
                plan_id=str(row["plan_id"]),
                revision=int(row["revision"]),
                approval=approvals[-1] if approvals else None,
                scenario=row["scenario"] or "",
            )

    def name_scenario(self, name: str) -> None:
        """Call this copy of a plan a scenario; what the plan has exported is not its own."""
        with self.transaction():
            self.forget_exports()
            self._connection.execute("UPDATE header SET scenario = ?", (name,))

    @property
    def measured_revision(self) -> int:
        """The revision that the cells were made from; 0 without cells."""
        return int(self._header("measured_revision") or 0)

    @property
    def checked_revision(self) -> int:
        """The revision that the findings were made from; 0 without findings."""
        return int(self._header("checked_revision") or 0)

    @property
    def stale(self) -> bool:
        """Parcels were changed since they were measured, by whatever program."""
        return bool(self._header("measured") != parcels_digest(self._connection))

    @property
    def edited_elsewhere(self) -> bool:
        """Another program has edited the parcels since the last saved change."""
        return bool(self._header("saved") != parcels_digest(self._connection))

    def _header(self, name: str) -> Any:
        [(value,)] = self._connection.execute(f"SELECT {name} FROM header").fetchall()
        return value

    def _count_change(self, parcels: bool = False) -> None:
        """One saved change more. Edits of parcels by other programs stay to be found, unless this
        change is one of the parcels too."""
        self._connection.execute("UPDATE header SET revision = revision + 1")
        if parcels:
            self._parcels_touched = True
            digest = parcels_digest(self._connection)
            self._connection.execute("UPDATE header SET saved = ?", (digest,))
            with self._sound("header"):
                record_numbering(self._connection, Numbering())

    def _record(self, table: schema.Table, item: Any, key: Sequence[str]) -> None:
        """Write an item in place of those whose fields of the ``key`` are the same: a change."""
        with self.transaction():
            self._delete(table, **{name: getattr(item, name) for name in key})
            self._insert_all(table, [item])
            self._count_change()

    def _take_out(self, table: schema.Table, **key: str) -> bool:
        """Remove what has these values; returns whether there was any, which is a change."""
        with self.transaction():
            gone = self._delete(table, **key)
            if gone:
                self._count_change()
        return gone

    def _now_measured(self, revision: int | None) -> None:
        values = parcels_digest(self._connection), revision
        sql = "UPDATE header SET measured = ?, measured_revision = ifnull(?, revision)"
        self._connection.execute(sql, values)

    def _now_checked(self, revision: int | None) -> None:
        sql = "UPDATE header SET checked_revision = ifnull(?, revision)"
        self._connection.execute(sql, (revision,))

    def _nothing_computed(self) -> None:
        self._connection.execute(
            "UPDATE header SET measured = NULL, measured_revision = 0, checked_revision = 0"
        )
