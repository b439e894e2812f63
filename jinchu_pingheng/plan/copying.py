"""Copies of a plan's file as SQLite sees it: with what is still in its write-ahead log."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from ..core.errors import PlanError
from .connection import address
from .failures import failure


def copy_file(source: Path, target: Path) -> None:
    """Raises sqlite3.Error, or OSError."""
    old = sqlite3.connect(address(source), uri=True)
    with closing(old), closing(sqlite3.connect(target)) as new:
        old.backup(new)


@contextmanager
def staged_copy(source: Path, name: str) -> Iterator[Path]:
    """A copy beside a file, under a passing name, to be moved to its place; where it was not, it is
    taken away. Raises sqlite3.Error, or OSError."""
    staged = source.with_name(name)
    try:
        staged.unlink(missing_ok=True)  # of a process that was killed
        copy_file(source, staged)
        yield staged
    finally:
        with suppress(OSError):
            staged.unlink(missing_ok=True)


@contextmanager
def copied(path: Path) -> Iterator[Path]:
    """A copy in a temporary folder; ``path`` is not written to. Raises PlanError."""
    if not path.is_file():
        raise PlanError("找不到方案文件", str(path), "请检查路径")
    with tempfile.TemporaryDirectory(prefix="jinchu_pingheng-") as folder:
        copy = Path(folder) / path.name
        try:
            copy_file(path, copy)
        except sqlite3.Error as error:
            raise failure(error, path, "方案文件无法读取") from error
        yield copy
