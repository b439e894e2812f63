"""The content of a plan's parcels as a digest, which tells edits by other programs."""

from __future__ import annotations

import hashlib
import sqlite3


def parcels_digest(connection: sqlite3.Connection) -> str:
    """SHA-256 over geometry and attributes of all parcels, in the order of their ids."""
    digest = hashlib.sha256()
    rows = connection.execute("SELECT * FROM parcels ORDER BY parcel_id, fid").fetchall()
    for _, shape, *values in rows:
        digest.update(shape if isinstance(shape, bytes) else repr(shape).encode())
        digest.update("\0".join(("", *map(repr, values), "")).encode())
    return digest.hexdigest()
