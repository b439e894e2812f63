"""The open file of a plan: whole transactions, and rows of its tables in and out."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from decimal import Decimal
from itertools import count
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Callable, TypeVar

from shapely.errors import ShapelyError

from ..core.errors import PlanError
from ..core.model import Header
from . import schema
from .connection import connect
from .counting import counted_once
from .geometry_blob import to_blob

LOCK_SECONDS = 10.0
"""How long to wait for another program that writes the plan."""

_NOT_UNDERSTOOD = (
    AttributeError,
    ArithmeticError,
    LookupError,
    TypeError,
    ValueError,
    struct.error,
    ShapelyError,
)

Row = TypeVar("Row")


class Database:
    """An open file with a header."""

    header: Header

    def __init__(self, path: Path) -> None:
        """``path`` is an existing SQLite file."""
        self.path = path
        self._connection = connect(path, LOCK_SECONDS)

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
    def transaction(self, begin: str = "IMMEDIATE") -> Iterator[None]:
        """Commit at the end, roll back on any error, that of the commit too; a nested transaction
        belongs to the outer one."""
        if self._connection.in_transaction:
            yield
            return
        self._connection.execute(f"BEGIN {begin}")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            # SQLite may have rolled back already, e.g. on a full disk: the first error is the cause
            with suppress(sqlite3.Error, PlanError):
                self._connection.execute("ROLLBACK")
            raise

    def snapshot(self) -> AbstractContextManager[None]:
        """A transaction in which all that is read belongs together; others may go on reading, and
        nobody is kept from writing until it writes itself."""
        return self.transaction("DEFERRED")

    def empty_log(self) -> None:
        """Bring what SQLite's log beside the file holds into the file itself, unless somebody reads
        what was before: who moves the file does not think of the log."""
        self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def _rows(self, table: schema.Table, order: str = "fid") -> list[sqlite3.Row]:
        return self._connection.execute(f"SELECT * FROM {table.name} ORDER BY {order}").fetchall()

    def _read(
        self, table: schema.Table, parse: Callable[[sqlite3.Row], Row], order: str = "fid"
    ) -> list[Row]:
        rows = self._rows(table, order)
        with self._sound(table.name):
            return [parse(row) for row in rows]

    def _read_texts(self, table: schema.Table, kind: Callable[..., Row], order: str) -> list[Row]:
        """Things of a kind that hold texts only, by the names of the table's fields."""
        return self._read(
            table, lambda row: kind(**{name: row[name] or "" for name in table.names}), order
        )

    @contextmanager
    def _sound(self, table: str) -> Iterator[None]:
        """What cannot be understood in a table's rows is told as damage."""
        try:
            yield
        except _NOT_UNDERSTOOD as error:
            what = f"方案文件已损坏（表 {table} 的内容无法识别）"
            raise PlanError(what, str(self.path), "请改用备份，或在 QGIS 中更正该表") from error

    def _delete(self, table: schema.Table, **key: str) -> bool:
        """Take out the rows with these values; returns whether there were any."""
        where = " AND ".join(f"{name} = ?" for name in key)
        sql = f"DELETE FROM {table.name} WHERE {where}"
        return bool(self._connection.execute(sql, tuple(key.values())).rowcount)

    def _insert_all(self, table: schema.Table, objects: Sequence[Any]) -> None:
        """Insert objects whose attributes are the table's fields."""
        if objects:
            self._insert_columns(table, zip(*map(attrgetter(*table.names), objects)))

    def _insert_columns(
        self, table: schema.Table, columns: Iterable[Sequence[Any]], numbered: bool = False
    ) -> None:
        """Insert rows that are given column by column, in the order of the table's fields.

        ``numbered``: their fids are 1, 2, … (into an empty table).
        """
        names = table.names
        native = [
            [value if value is None else float(value) for value in column]
            if field.type == schema.REAL
            else column
            for field, column in zip(table.fields, columns)
        ]
        rows: Iterable[tuple[Any, ...]] = zip(*native)
        if numbered:
            names, rows = ("fid", *names), zip(count(1), *native)
        marks = ", ".join("?" for _ in names)
        sql = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"
        self._connection.executemany(sql, rows)

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
