"""Tables of a GeoPackage filled at once: GDAL's triggers count features one by one, which takes
longer than writing them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from . import schema
from .connection import address
from .failures import failure

_COUNTING = "type = 'trigger' AND tbl_name = ? AND name LIKE 'trigger%feature%count%'"


@contextmanager
def counted_once(connection: sqlite3.Connection, table: str) -> Iterator[None]:
    """Count the features of a table at the end; to be used inside a transaction, as GDAL does
    it."""
    triggers = connection.execute(
        f"SELECT name, sql FROM sqlite_master WHERE {_COUNTING}", (table,)
    ).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {quoted(name)}")
    yield
    number = f"(SELECT count(*) FROM {quoted(table)})"
    connection.execute(
        f"UPDATE gpkg_ogr_contents SET feature_count = {number} WHERE table_name = ?", (table,)
    )
    for _, sql in triggers:
        connection.execute(sql)


def copy_findings(plan: Path, target: Path) -> None:
    """Copy the findings of a plan into the one table of a GeoPackage that GDAL has made, whose
    fields bear their names.

    Raises PlanError when it cannot be written; then nothing is.
    """
    names = ", ".join(schema.FINDINGS.names)
    try:
        with closing(
            sqlite3.connect(address(target), uri=True, isolation_level=None)
        ) as connection:
            connection.execute("ATTACH ? AS source", (address(plan),))
            [(table,)] = connection.execute("SELECT table_name FROM main.gpkg_contents")
            connection.execute("BEGIN IMMEDIATE")
            with counted_once(connection, table):
                connection.execute(
                    f"INSERT INTO main.{quoted(table)} ({names}) SELECT {names} FROM "
                    "source.findings ORDER BY fid"
                )
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise failure(error, target, "无法写入检查结论") from error


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'
