"""Parcels that are settled, in the plan's file."""

from __future__ import annotations

from collections.abc import Collection

from ..core.errors import listed
from ..core.parcel_ids import Numbering
from . import schema
from .numbering import record_numbering
from .stage_table import StageTable


class LockTable(StageTable):
    """A plan with its table ``locks``: ids of parcels that no tool changes. A lock is no change of
    the plan."""

    def locked(self) -> frozenset[str]:
        """Ids of the locked parcels."""
        return frozenset(row["parcel_id"] or "" for row in self._rows(schema.LOCKS))

    def lock(self, ids: Collection[str], wanted: bool) -> None:
        """Lock parcels, or let them go. An id that was locked is given to no other parcel, even
        where its own was never saved."""
        with self.transaction():
            for parcel_id in ids:
                self._delete(schema.LOCKS, parcel_id=parcel_id)
            if wanted:
                self._insert(schema.LOCKS, [{"parcel_id": name} for name in sorted(set(ids))])
                record_numbering(self._connection, Numbering(ids))
            self.log("锁定地块" if wanted else "解锁地块", listed(sorted(ids)))
