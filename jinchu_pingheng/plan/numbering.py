"""The highest numbers that a plan has given out, those of removed parcels included: they stand in
its header."""

from __future__ import annotations

import sqlite3

from ..core.model import IN, OUT
from ..core.parcel_ids import Numbering, numbered_id


def numbering_of(connection: sqlite3.Connection) -> Numbering:
    """Numbering that goes on where the plan, or a parcel that was removed from it, left off."""
    ids = connection.execute("SELECT parcel_id FROM parcels").fetchall()
    [last] = connection.execute("SELECT last_out, last_in FROM header").fetchall()
    recorded = [numbered_id(side, int(number or 0)) for side, number in zip((OUT, IN), last)]
    return Numbering([*recorded, *(str(name or "") for (name,) in ids)])


def record_numbering(connection: sqlite3.Connection, numbering: Numbering) -> None:
    """Write the highest numbers down, so that they outlive their parcels, whoever removes those."""
    for parcel_id in numbering_of(connection).last:
        numbering.enter(parcel_id)
    numbers = [numbering.number(side) for side in (OUT, IN)]
    connection.execute("UPDATE header SET last_out = ?, last_in = ?", numbers)
