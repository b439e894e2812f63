"""SQLite connections to a plan whose errors are sentences of the plan."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..core.errors import PlanError
from .failures import failure, failure_in_words, is_failure
from .geometry_blob import register_functions


class _Cursor(sqlite3.Cursor):
    connection: _Connection

    def execute(self, sql: str, values: Any = ()) -> _Cursor:
        with self.connection.told():
            super().execute(sql, values)
        return self

    def executemany(self, sql: str, rows: Any) -> _Cursor:
        with self.connection.told():
            super().executemany(sql, rows)
        return self

    def fetchone(self) -> Any:
        with self.connection.told():
            return super().fetchone()

    def fetchall(self) -> list[Any]:
        with self.connection.told():
            return super().fetchall()

    def __next__(self) -> Any:
        with self.connection.told():
            return super().__next__()


class _Connection(sqlite3.Connection):
    path: Path

    def execute(self, sql: str, values: Any = ()) -> _Cursor:
        return self.cursor(_Cursor).execute(sql, values)

    def executemany(self, sql: str, rows: Any) -> _Cursor:
        return self.cursor(_Cursor).executemany(sql, rows)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Turn an error of the disk or the file into a PlanError."""
        try:
            yield
        except sqlite3.Error as error:
            if not is_failure(error):
                raise
            told = failure(error, self.path)
            of_file = told.what.startswith("文件")
            what = f"方案{told.what}" if of_file else f"方案文件无法读写：{told.what}"
            raise PlanError(what, told.where, told.do) from error
        except UnicodeDecodeError as error:  # SQLite quotes what it cannot read in its message
            raise failure_in_words("malformed", self.path, "方案文件无法读写") from error


def address(path: Path, mode: str = "rw") -> str:
    """The URI of an existing file: SQLite would make an empty one where a file has just gone."""
    return f"{path.absolute().as_uri()}?mode={mode}"


def connect(path: Path, wait: float) -> sqlite3.Connection:
    """Open an existing SQLite file in autocommit mode, with the functions of a GeoPackage.

    ``wait``: seconds until another program's lock is an error. Whatever the disk or the file does
    wrong is raised as PlanError, wrong SQL as sqlite3.Error.
    """
    try:
        connection = sqlite3.connect(
            address(path), uri=True, timeout=wait, isolation_level=None, factory=_Connection
        )
    except sqlite3.Error as error:
        raise failure(error, path, "方案文件无法打开") from error
    connection.path = path
    connection.row_factory = sqlite3.Row
    register_functions(connection)
    return connection
