"""The file of an open plan, watched: is it still there, can it be written, what did others write
into its parcels."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from ..core.errors import PlanError
from .connection import address

HERE, GONE, REPLACED, READ_ONLY = "here", "gone", "replaced", "read-only"

FEW = 1000
"""More parcels than this are read beside the caller, which would notice it."""

Rows = dict[int, tuple[str, int]]
"""Parcel id and digest of the row, by feature number."""


@dataclass(frozen=True)
class News:
    """What others did to parcels: feature number -> parcel id."""

    came: dict[int, str] = field(default_factory=dict)
    changed: dict[int, str] = field(default_factory=dict)
    gone: dict[int, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.came or self.changed or self.gone)


class PlanFile:
    """Belongs to the thread that made it, but for reading many parcels, which has a thread of its
    own. Holds the file open, so that its content can be saved elsewhere when its name is gone."""

    def __init__(self, path: Path) -> None:
        """Raises PlanError when the file cannot be opened."""
        self.path = path
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="jinchu_pingheng-file")
        self._rows: Rows | None = None
        self._reading: Future[Rows] | None = None
        try:
            self._mark, self._was_gone = _mark(path), False
            self._log: tuple[int, int] | None = None
            self._connection = sqlite3.connect(
                address(path, "ro"), uri=True, isolation_level=None, check_same_thread=False
            )
            self._connection.execute("SELECT 1 FROM parcels LIMIT 1")
            self.seen()
        except (OSError, sqlite3.Error) as error:
            raise PlanError("方案文件无法打开", str(path), "请确认文件完好、可读") from error

    def close(self) -> None:
        """Let go of the file."""
        self._connection.interrupt()
        self._reader.shutdown(wait=True)
        self._connection.close()

    def state(self) -> str:
        """HERE, GONE, REPLACED by another file, or READ_ONLY.

        QGIS makes an empty file where it draws a layer whose file has gone, and SQLite then removes
        the log that lay beside it: an empty file is none, and one that comes back without its log
        is not what it was.
        """
        mark, log = _mark(self.path), _mark(self.path.with_name(f"{self.path.name}-wal"))
        if mark is None or (mark != self._mark and _is_empty(self.path)):
            self._was_gone = True
            return GONE
        if mark != self._mark or (self._was_gone and log != self._log):
            return REPLACED
        self._was_gone, self._log = False, log
        return HERE if writable(self.path) else READ_ONLY

    def seen(self) -> None:
        """What the parcels are now is known; only what comes after is news."""
        self._wait()
        self._rows = None
        self._read()

    def news(self) -> News:
        """What others wrote since the last call or ``seen``; nothing while the file cannot be
        read, which ``state`` tells better, or is being read, which the next call tells."""
        try:
            found = self._compared()
            if not found and self._reading is None and self._data_version() != self._version:
                self._read()
                found = self._compared()
            return found
        except sqlite3.Error:
            return News()

    def _compared(self) -> News:
        """What has been read, against what was known before it."""
        if self._reading is None or not self._reading.done():
            return News()
        reading, self._reading = self._reading, None
        before, self._rows = self._rows, reading.result()
        if before is None:
            return News()
        now = self._rows
        return News(
            came={fid: name for fid, (name, _) in now.items() if fid not in before},
            changed={
                fid: row[0] for fid, row in now.items() if fid in before and before[fid] != row
            },
            gone={fid: name for fid, (name, _) in before.items() if fid not in now},
        )

    def save_copy(self, target: Path) -> None:
        """Write the plan, as it was last saved, to another file. Raises PlanError."""
        self._wait()
        try:
            target.unlink(missing_ok=True)
            with closing(sqlite3.connect(target)) as copy:
                self._connection.backup(copy)
        except (OSError, sqlite3.Error) as error:
            raise PlanError("方案没有另存", str(target), "请另选位置后重试") from error

    def _data_version(self) -> int:
        """Changes whenever another connection has written."""
        [(version,)] = self._connection.execute("PRAGMA data_version").fetchall()
        return int(version)

    def _read(self) -> None:
        """Begin to read the parcels as they are at this moment."""
        self._connection.execute("BEGIN")
        try:
            [(count,)] = self._connection.execute("SELECT count(*) FROM parcels").fetchall()
            self._version = self._data_version()
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        if count > FEW:
            self._reading = self._reader.submit(self._parcels)
        else:
            self._reading = Future()
            self._reading.set_result(self._parcels())

    def _parcels(self) -> Rows:
        try:
            rows = self._connection.execute("SELECT fid, parcel_id, * FROM parcels")
            return {row[0]: (row[1] or "", hash(row)) for row in rows}
        finally:
            self._connection.execute("ROLLBACK")

    def _wait(self) -> None:
        """The connection is free for something else."""
        if self._reading is not None:
            wait([self._reading])


def writable(path: Path) -> bool:
    """Whether a plan can be written: SQLite also writes beside it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def copied_for_reading(path: Path) -> tempfile.TemporaryDirectory[str]:
    """A temporary folder with a copy of a plan that SQLite cannot open where it lies.

    Raises PlanError.
    """
    folder = tempfile.TemporaryDirectory(prefix="jinchu_pingheng-")
    try:
        for name in (path.name, f"{path.name}-wal"):
            if path.with_name(name).exists():
                shutil.copyfile(path.with_name(name), Path(folder.name) / name)
    except OSError as error:
        folder.cleanup()
        raise PlanError("方案文件无法读取", str(path), "请确认有读取权限") from error
    return folder


def _mark(path: Path) -> tuple[int, int] | None:
    """What tells a file from others, whatever its name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _is_empty(path: Path) -> bool:
    """Nothing is in it, or a database without tables: its first page (SQLite's file format 1.6) has
    no cells, whose number stands behind the file's head of 100 bytes."""
    with suppress(OSError), path.open("rb") as file:
        head = file.read(105)
        return len(head) < 105 or head[103:105] == b"\0\0"
    return True
