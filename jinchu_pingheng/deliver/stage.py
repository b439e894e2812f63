"""A folder beside a destination in which files are made: locked while its process lives, so that
the next export can tell what a dead one left behind."""

from __future__ import annotations

import errno
import re
import shutil
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO

from ..core.errors import PlanError
from ..plan.failures import failure

_LOCK = "lock"
_ATTEMPTS = 5
_TAKEN = (BlockingIOError, FileNotFoundError, PermissionError)
"""What locking says where somebody else has the file, or has removed the folder."""


class Stage:
    """``new``: where files are made; ``replaced``: where those that they replace wait until all is
    done.

    Same parent, hence same disk as the destination: moving is renaming. Removed in the end.
    """

    def __init__(self, destination: Path) -> None:
        self.destination = destination

    def __enter__(self) -> Stage:
        if self.destination.exists() and not self.destination.is_dir():
            raise PlanError("不是文件夹", str(self.destination), "请另选文件夹")
        try:
            self.destination.parent.mkdir(parents=True, exist_ok=True)
            self.folder, self._lock = _locked_folder(self.destination)
            for part in (self.new, self.replaced):
                part.mkdir()
        except OSError as error:
            raise failure(error, self.destination.parent, "无法写入文件夹") from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def new(self) -> Path:
        """Files as they will be."""
        return self.folder / "new"

    @property
    def replaced(self) -> Path:
        """Files as they were."""
        return self.folder / "replaced"

    @property
    def moving(self) -> Path:
        """The names of the files that are being moved in, one by one; there until all are."""
        return self.folder / "moving.json"

    @property
    def package(self) -> Path:
        """Where a folder waits that is replaced as a whole."""
        return self.replaced / "package"

    @property
    def interrupted(self) -> bool:
        """Whether something of the destination lies here that must not be lost."""
        return self.moving.exists() or (self.package.exists() and self.new.exists())

    def close(self) -> None:
        """Remove the folder, unless it holds what must not be lost: that is left to whoever comes
        next."""
        interrupted = self.interrupted
        self._lock.close()
        if not interrupted:
            shutil.rmtree(self.folder, ignore_errors=True)


def left_behind(destination: Path) -> Iterator[Stage]:
    """Stages of the destination whose process is dead, each locked by this one."""
    name = re.compile(re.escape(_prefix(destination)) + "[0-9a-f]{16}")
    parent = destination.parent
    for folder in sorted(parent.iterdir()) if parent.is_dir() else ():
        if not name.fullmatch(folder.name) or folder.is_symlink() or not folder.is_dir():
            continue
        try:
            lock = _lock_of(folder)
        except OSError:  # of a living process, or where there are no locks
            continue
        stage = Stage(destination)
        stage.folder, stage._lock = folder, lock
        yield stage


def _prefix(destination: Path) -> str:
    return f".{destination.name}-"


def _locked_folder(destination: Path) -> tuple[Path, IO[bytes]]:
    """A new folder. Whoever cleans up may take it in the moment between its making and its
    locking: then another one is made."""
    for _ in range(_ATTEMPTS):
        folder = destination.with_name(_prefix(destination) + uuid.uuid4().hex[:16])
        folder.mkdir()
        try:
            return folder, _lock_of(folder)
        except _TAKEN:
            continue
        except OSError:  # a disk without locks: nobody can clean up here
            return folder, open(folder / _LOCK, "ab")
    raise BlockingIOError(errno.EBUSY, "locked", str(destination.parent))


def _lock_of(folder: Path) -> IO[bytes]:
    """The lock of a stage. Raises OSError while a living process has it."""
    file = open(folder / _LOCK, "ab")  # noqa: SIM115 (open as long as the stage lives)
    try:
        _lock(file)
    except OSError:
        file.close()
        raise
    return file


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def files_below(folder: Path) -> list[Path]:
    """All files below a folder, by their path there."""
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
