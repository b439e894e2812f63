"""Tables without geometry that come with a new version, made in an open plan as OGR makes them, and
the indexes of tables."""

from __future__ import annotations

import sqlite3

from .counting import quoted
from .schema import Table


def add_table(connection: sqlite3.Connection, table: Table) -> None:
    """An empty attribute table, registered where GeoPackage and OGR look for it; to be used inside
    a transaction."""
    name = quoted(table.name)
    columns = "".join(f", {quoted(field.name)} {field.type}" for field in table.fields)
    connection.execute(
        f'CREATE TABLE {name} ( "fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL{columns})'
    )
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) "
        "VALUES (?, 'attributes', ?, 0)",
        (table.name, table.name),
    )
    connection.execute(
        "INSERT INTO gpkg_ogr_contents (table_name, feature_count) VALUES (?, 0)", (table.name,)
    )
    for event, sign in (("insert", "+"), ("delete", "-")):
        connection.execute(
            f'CREATE TRIGGER "trigger_{event}_feature_count_{table.name}" AFTER {event.upper()} ON '
            f"{name} BEGIN UPDATE gpkg_ogr_contents SET feature_count = feature_count {sign} 1 "
            f"WHERE lower(table_name) = lower('{table.name}'); END"
        )
    add_indexes(connection, table)


def add_indexes(connection: sqlite3.Connection, table: Table) -> None:
    """The indexes of a table that has none."""
    for name in table.indexed:
        index = quoted(f"{table.name}_{name}")
        connection.execute(f"CREATE INDEX {index} ON {quoted(table.name)} ({quoted(name)})")
