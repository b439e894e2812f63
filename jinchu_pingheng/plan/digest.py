"""The content of a plan, or of its parcels, as a digest, which tells edits by other programs."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from . import schema
from .connection import address


def content_digest(path: Path) -> str:
    """SHA-256 over all rows of a plan's own tables. What SQLite, GeoPackage and QGIS keep beside
    them does not matter: a file changes by being opened."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(address(path), uri=True)) as file:
        names = file.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        known = {table.name for table in schema.TABLES}
        for name in [name for (name,) in names.fetchall() if name in known]:
            digest.update(name.encode())
            for row in file.execute(f"SELECT * FROM {name} ORDER BY fid"):
                digest.update(repr(row).encode())
    return digest.hexdigest()


def parcels_digest(connection: sqlite3.Connection) -> str:
    """SHA-256 over geometry and attributes of all parcels, in the order of their ids."""
    digest = hashlib.sha256()
    rows = connection.execute("SELECT * FROM parcels ORDER BY parcel_id, fid").fetchall()
    for _, shape, *values in rows:
        digest.update(shape if isinstance(shape, bytes) else repr(shape).encode())
        digest.update("\0".join(("", *map(repr, values), "")).encode())
    return digest.hexdigest()
