"""The open file of a plan: whole transactions, and rows of its tables in and out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Any

from ..core.errors import PlanError
from ..core.model import Header
from . import schema
from .counting import counted_once
from .geometry_blob import register_functions, to_blob

LOCK_SECONDS = 10.0
"""How long to wait for another program that writes the plan."""


class Database:
    """An open file with a header."""

    header: Header

    def __init__(self, path: Path) -> None:
        """``path`` is an existing SQLite file."""
        self.path = path
        self._connection = sqlite3.connect(path, timeout=LOCK_SECONDS, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        register_functions(self._connection)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the file."""
        self._connection.close()

    @property
    def srs_id(self) -> int:
        """Number of the plan's CRS in its authority, e.g. 4544."""
        return int(self.header.crs.split(":")[1])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit at the end, roll back on any error; a nested transaction belongs to the outer
        one."""
        if self._connection.in_transaction:
            yield
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise self._busy() from error
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _busy(self) -> PlanError:
        return PlanError(
            "方案文件正被其他程序占用或不可写", str(self.path), "请关闭占用它的程序后重试"
        )

    def _rows(self, table: schema.Table, order: str = "fid") -> list[sqlite3.Row]:
        return self._connection.execute(f"SELECT * FROM {table.name} ORDER BY {order}").fetchall()

    def _insert_all(self, table: schema.Table, objects: Sequence[Any]) -> None:
        """Insert objects whose attributes are the table's fields."""
        if objects:
            self._insert_columns(table, zip(*map(attrgetter(*table.names), objects)))

    def _insert_columns(self, table: schema.Table, columns: Iterable[Sequence[Any]]) -> None:
        """Insert rows that are given column by column, in the order of the table's fields."""
        native = [
            [value if value is None else float(value) for value in column]
            if field.type == schema.REAL
            else column
            for field, column in zip(table.fields, columns)
        ]
        marks = ", ".join("?" for _ in native)
        sql = f"INSERT INTO {table.name} ({', '.join(table.names)}) VALUES ({marks})"
        self._connection.executemany(sql, zip(*native))

    def _insert(self, table: schema.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        names = [*table.names, *(["geom"] if table.spatial else [])]
        marks = ", ".join("?" for _ in names)
        values = [[self._value(row.get(name)) for name in names] for row in rows]
        self._connection.executemany(
            f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})", values
        )
        if table.spatial and rows:
            self._update_extent(table)

    def _value(self, value: Any) -> Any:
        if hasattr(value, "geom_type"):
            return to_blob(value, self.srs_id)
        return float(value) if isinstance(value, Decimal) else value

    @contextmanager
    def _replacing(self, table: schema.Table) -> Iterator[None]:
        """A transaction in which a table is empty at first."""
        with self.transaction(), counted_once(self._connection, table.name):
            self._connection.execute(f"DELETE FROM {table.name}")
            yield

    def _update_extent(self, table: schema.Table) -> None:
        """GeoPackage keeps a layer's extent in gpkg_contents; readers trust it."""
        self._connection.execute(
            f"UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), "
            f"min_x = (SELECT min(ST_MinX(geom)) FROM {table.name}), min_y = (SELECT "
            f"min(ST_MinY(geom)) FROM {table.name}), "
            f"max_x = (SELECT max(ST_MaxX(geom)) FROM {table.name}), max_y = (SELECT "
            f"max(ST_MaxY(geom)) FROM {table.name}) "
            "WHERE table_name = ?",
            (table.name,),
        )
