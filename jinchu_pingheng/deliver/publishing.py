"""Write files beside their destination and move them there whole: nothing half-written, nothing
lost, also when the process is killed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import Callable

from ..core.errors import PlanError, listed
from ..plan.failures import failure, failure_behind
from .earlier import MANIFEST, edited_files, kept_beside, make_way
from .stage import Stage, files_below, left_behind

__all__ = ["MANIFEST", "Written", "publish_files", "publish_folder"]

Written = list[tuple[str, Path]]
"""(role, path) of files that were written."""

Seal = Callable[[], AbstractContextManager[None]]
"""Opened around the replacing of a folder: what it does on entering and leaving is part of it."""


Tell = Callable[[str], None]


def _silent(text: str) -> None:
    """Nobody asked."""


def publish_files(folder: Path, write: Callable[[Path], Written], tell: Tell = _silent) -> Written:
    """Run ``write`` on a staging folder, then move all files that it made into ``folder``,
    replacing those of the same name that are as they were written. A file that somebody has edited
    stays; the new one goes beside it under another name, and ``tell`` is told.

    Raises PlanError when the folder cannot be written or a file there is open in another program.
    """
    with _told(folder):
        _settle(folder)
    with Stage(folder) as stage, _told(folder, stage):
        written = write(stage.new)
        moved = make_way(folder, stage.new)
        renamed = {stage.new / old: stage.new / new for old, new in moved.items()}
        written = [(role, renamed.get(path, path)) for role, path in written]
        names = files_below(stage.new)
        _refuse_open_files([folder / name for name in names])
        _move_in(stage, names)
        for old, new in moved.items():
            tell(f"“{old.name}”导出后被改过，已保留；新的文件写为“{new.name}”。")
        return _at(folder, written, stage)


def publish_folder(
    folder: Path, write: Callable[[Path], Written], seal: Seal = nullcontext, tell: Tell = _silent
) -> Written:
    """Run ``write`` on a staging folder, then put that in the place of ``folder``.

    An existing folder is replaced only when it is empty or holds an earlier package, and no files
    that were added. Files that somebody has edited are kept in a folder beside it, and ``tell`` is
    told. When ``seal`` fails, all is as it was.
    """
    edited: list[Path] = []
    with _told(folder):
        _settle(folder)
        if folder.is_dir():
            edited = edited_files(folder)
    with Stage(folder) as stage, _told(folder, stage):
        written = write(stage.new)
        if folder.is_dir():
            _refuse_open_files([folder / name for name in files_below(folder)])
        with kept_beside(folder, edited) as place:
            _swap(stage, seal)
        if place is not None:
            names = listed(name.as_posix() for name in edited)
            tell(f"{names} 导出后被改过，原来的文件保留在“{place}”。")
        return _at(folder, written, stage)


def _at(folder: Path, written: Written, stage: Stage) -> Written:
    return [(role, folder / path.relative_to(stage.new)) for role, path in written]


@contextmanager
def _told(folder: Path, stage: Stage | None = None) -> Iterator[None]:
    """Errors as sentences that name the destination, not the hidden folder."""
    try:
        yield
    except Exception as error:
        told = _sentence(error, folder)
        if told is None:
            raise
        where = told.where.replace(str(stage.new), str(folder)) if stage else told.where
        raise PlanError(told.what, where, told.do) from error


def _sentence(error: Exception, folder: Path) -> PlanError | None:
    if isinstance(error, PlanError):
        return error
    cause = failure_behind(error)
    return None if cause is None else failure(cause, folder, "无法写入成果")


def _settle(folder: Path) -> None:
    """End what killed processes have begun here: files are moved in to the last one, a folder that
    was not yet replaced comes back, and what is left goes."""
    for stage in left_behind(folder):
        with closing(stage):
            if stage.moving.exists():
                _finish(stage)
            elif stage.interrupted and _is_free(folder):
                os.replace(stage.package, folder)


def _is_free(folder: Path) -> bool:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
    return not folder.exists()


def _move_in(stage: Stage, names: Sequence[Path]) -> None:
    """Move files from the stage to the destination; when one cannot be, all that were replaced come
    back."""
    folder = stage.destination
    _write_names(stage.moving, names)
    try:
        for name in names:
            for target in (folder / name, stage.replaced / name):
                target.parent.mkdir(parents=True, exist_ok=True)
            if (folder / name).exists():
                os.replace(folder / name, stage.replaced / name)
            os.replace(stage.new / name, folder / name)
    except OSError:
        _put_back(stage, names)
        raise
    stage.moving.unlink()


def _write_names(path: Path, names: Sequence[Path]) -> None:
    """Whole or not at all: a list that is there means that moving may have begun."""
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps([name.as_posix() for name in names]), encoding="utf-8")
    os.replace(draft, path)


def _put_back(stage: Stage, names: Sequence[Path]) -> None:
    for name in names:
        if (stage.replaced / name).exists():
            os.replace(stage.replaced / name, stage.destination / name)
        elif not (stage.new / name).exists():
            (stage.destination / name).unlink()
    stage.moving.unlink()


def _finish(stage: Stage) -> None:
    for name in json.loads(stage.moving.read_text(encoding="utf-8")):
        if (stage.new / name).exists():
            (stage.destination / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(stage.new / name, stage.destination / name)
    stage.moving.unlink()


def _swap(stage: Stage, seal: Seal) -> None:
    """Rename the old folder away, the new one in; on failure the old one comes back."""
    folder = stage.destination
    try:
        with seal():
            if folder.exists():
                os.replace(folder, stage.package)
            os.replace(stage.new, folder)
    except BaseException:
        if not stage.new.exists():
            os.replace(folder, stage.new)
        if stage.package.exists():
            os.replace(stage.package, folder)
        raise


def _refuse_open_files(paths: Sequence[Path]) -> None:
    """Word, Excel and LibreOffice leave a lock file beside a document that is open."""
    open_files = [path for path in paths if any(lock.exists() for lock in _locks(path))]
    if open_files:
        where = listed(path.name for path in open_files)
        raise PlanError("文件正被其他程序打开", where, "请关闭后重试")


def _locks(path: Path) -> list[Path]:
    return [
        path.with_name(f".~lock.{path.name}#"),
        path.with_name(f"~${path.name}"),
        path.with_name(f"~${path.name[2:]}"),
    ]
